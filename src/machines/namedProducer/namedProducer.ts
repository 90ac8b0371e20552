/** The role of a producer with a name. Source of the pattern: CLIENT with sequences; the registration is Pulsar's ProducerImpl. */
import { asAnyRole, note, type Action, type AnyRole, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type Correlated } from '../messages';
import type { PublishAnswer, RegisterAnswer, RegisterBody } from '../topic/memory';
import { reachOf } from '../worker/reaching';
import { expectNext } from '../workload';
import { freshProducerMemory, type NamedProducerData, type NamedProducerParameters, type Parcel } from './memory';
import { namedProducerMachine } from './namedProducer.machine';
import { firstNumbers } from './numbering';
import * as sending from './sending';

/** A producer's role. */
export function namedProducerRole(p: NamedProducerParameters): AnyRole {
  return asAnyRole<NamedProducerData>({
    chart: namedProducerMachine,
    guards: {
      isStandby: () => p.standbyFor !== '',
      isStaleRegistration: ({ volatile: v }, event) =>
        event.connection < 0 || bodyOf<RegisterAnswer>(event).correlation !== v.correlation,
      isFirstTime: ({ volatile: v }) => v.name === '',
      isStale: (data, event) => event.connection < 0 || parcelOf(data, event) === undefined,
      isStored: (_, event) => bodyOf<PublishAnswer>(event).error === '',
      isReplaced: (_, event) => bodyOf<PublishAnswer>(event).error === 'ProducerFenced',
    },
    actions: { ...connecting(p), ...working(p) },
    birth: () => ({
      durable: { next: 1, confirmed: new Set(), calls: new Map() },
      unflushed: undefined,
      volatile: freshProducerMemory(1),
    }),
    rebirth: ({ durable, volatile: v }) => ({
      durable,
      unflushed: undefined,
      volatile: freshProducerMemory(v.life + 1),
    }),
  });
}

const parcelOf = ({ volatile: v }: NamedProducerData, event: NodeEvent): Parcel | undefined =>
  v.inFlight.find(({ correlation }) => correlation === bodyOf<Correlated>(event).correlation);

type Actions = Record<string, Action<NamedProducerData>>;

function connecting(p: NamedProducerParameters): Actions {
  const connect = (backoffMs: number): Effects => [{ do: 'connect', peer: p.to, backoffMs }];
  return {
    watchOther: () => [{ do: 'watch', peer: p.standbyFor, silenceMs: p.silenceMs }],
    connect: () => connect(0),
    connectLater: () => connect(p.backoffMs),
    hangUp: () => [{ do: 'disconnect', peer: p.to }, ...connect(p.backoffMs)],
    register: ({ volatile: v }) => register(p, v),
    registerLater: () => [
      {
        do: 'startTimer',
        name: 'register',
        event: 'registerDue',
        delayMs: p.backoffMs,
        whenAllowed: { question: 'register', of: p.to },
      },
    ],
    noteDenied: ({ volatile: v }, event) => {
      v.over = bodyOf<{ readonly error: string }>(event).error;
      const why = 'the producer could not be created';
      return [note({ kind: 'refuse', reason: 'fenced', error: v.over, records: [], why })];
    },
    greet: ({ volatile: v }, event) => {
      v.name = bodyOf<RegisterAnswer>(event).name;
      v.registered = true;
      return [];
    },
    number: ({ volatile: v }, event) => {
      v.numbers = firstNumbers(p, bodyOf<RegisterAnswer>(event));
      v.pushed = [...bodyOf<RegisterAnswer>(event).last];
      return [];
    },
  };
}

/** Tells the broker who it is. In its life it keeps the name that it was given. */
function register(p: NamedProducerParameters, v: NamedProducerData['volatile']): Effects {
  v.correlation += 1;
  const name = p.name === '' ? v.name : p.name;
  const body: RegisterBody = { correlation: v.correlation, name };
  const says = name === '' ? 'without a name' : name;
  const message = {
    name: p.words.register,
    as: 'register',
    to: p.to,
    body,
    records: [],
    about: `producer ${v.life}`,
    says,
  };
  return [{ do: 'send', message }];
}

function working(p: NamedProducerParameters): Actions {
  const withParcel = (data: NamedProducerData, event: NodeEvent, react: (parcel: Parcel) => Effects): Effects => {
    const parcel = parcelOf(data, event);
    return parcel === undefined ? [] : react(parcel);
  };
  return {
    expectNext: ({ durable }, _, now) => expectNext(p, durable.next, now),
    submit: (data, _, now) => sending.submit(p, data, now),
    submitAgain: (data, event) => sending.makeCall(p, data, event.body as number),
    closeBatch: ({ volatile: v }) => sending.closeBatch(v),
    recover: (data, event) => sending.recover(p, data, event),
    send: (data) => sending.send(p, data),
    reachAck: (data, event) =>
      withParcel(data, event, ({ records }) => records.map((record) => reachOf('before', 'ack', record))),
    noteStored: (data, event) => withParcel(data, event, (parcel) => sending.noteStored(data, parcel)),
    reachAcked: (_, event) => event.records.map((record) => reachOf('after', 'ack', record)),
    giveUp: (data, event) => sending.giveUp(p, data, event.body as number),
    queueInFlight: ({ volatile: v }) => sending.queueInFlight(v),
    failAll: ({ volatile: v }, event) => sending.failAll(v, bodyOf<PublishAnswer>(event).error),
    failDue: (data, _, now) => sending.fail(sending.due(p, data, now), data.volatile.over),
  };
}
