/** The role of a publishing client: its application, its library, and the sender's half of the session. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeData,
  type NodeEvent,
} from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { bodyOf } from '../messages';
import { reachOf } from '../worker/reaching';
import { expectNext } from '../workload';
import { publisherMachine } from './publisher.machine';
import {
  copyOutbox,
  emptyOutbox,
  find,
  finish,
  forgetUnacknowledged,
  packetTo,
  put,
  renumber,
  send,
  type Outbox,
  type PacketBody,
  type Qos,
} from './session';

/** The first reading is taken once whoever listens has had time to subscribe: MQTT keeps nothing for those who come later. */
const FIRST_MS = 100;

export interface PublisherParameters {
  readonly records: number;
  readonly everyMs: number;
  readonly broker: string;
  readonly qos: Qos;
  /** Asks for a new session with every connection. */
  readonly cleanStart: boolean;
  /** What the library does with what is unfinished when the session is new. */
  readonly onNewSession: 'republish' | 'drop';
  /** Whether what is unfinished outlives the process. */
  readonly persistent: boolean;
  readonly reconnectMs: number;
  /** The application publishes this record twice; 0: none. */
  readonly clickedTwice: number;
}

/** How long after the first publish the second one comes. */
const SECOND_CLICK_MS = 30;

interface Kept {
  next: number;
  outbox: Outbox;
}
type PublisherData = NodeData<Kept, undefined, undefined>;

export interface ConnectBody {
  readonly clean: boolean;
}
export interface ConnackBody {
  readonly sessionPresent: boolean;
}

/** A publisher's role. */
export function publisherRole(p: PublisherParameters): AnyRole {
  return asAnyRole<PublisherData>({
    chart: publisherMachine,
    guards: {
      isStale: (_, event) => isLateCopy(event),
      isRefused: (_, event) => bodyOf<PacketAnswer>(event).reason !== undefined,
    },
    actions: { ...workload(p), ...protocol(p) },
    birth: () => ({ durable: { next: 1, outbox: emptyOutbox() }, unflushed: undefined, volatile: undefined }),
    rebirth: ({ durable: { next, outbox } }) => ({
      durable: { next, outbox: p.persistent ? copyOutbox(outbox) : emptyOutbox() },
      unflushed: undefined,
      volatile: undefined,
    }),
  });
}

type Actions = Record<string, Action<PublisherData>>;

function workload(p: PublisherParameters): Actions {
  const submit = (outbox: Outbox, record: number): Effect => {
    put(outbox, record, p.qos);
    return note({ kind: 'submit', record }, { as: `submit ${record}` });
  };
  return {
    expectNext: ({ durable }, _, now) => expectNext({ ...p, firstMs: FIRST_MS }, durable.next, now),
    submit: ({ durable }) => {
      const record = durable.next;
      durable.next += 1;
      const again: Effect = {
        do: 'startTimer',
        name: 'outside.click',
        event: 'clickDue',
        delayMs: SECOND_CLICK_MS,
        body: record,
      };
      return [submit(durable.outbox, record), ...(record === p.clickedTwice ? [again] : [])];
    },
    submitAgain: ({ durable }, event) => [submit(durable.outbox, event.body as number)],
  };
}

function protocol(p: PublisherParameters): Actions {
  const connect = (backoffMs: number): Effects => [{ do: 'connect', peer: p.broker, backoffMs }];
  return {
    connect: () => connect(0),
    connectLater: () => connect(p.reconnectMs),
    greet: () => [greeting(p.broker, p.cleanStart)],
    resume: ({ durable: { outbox } }, event) => resume(p, outbox, bodyOf<ConnackBody>(event)),
    flush: ({ durable: { outbox } }) => flush(p, outbox),
    release: ({ durable: { outbox } }, event) => release(p, outbox, event),
    giveUp: ({ durable: { outbox } }, event) => giveUp(outbox, bodyOf<PacketAnswer>(event)),
    finish: ({ durable: { outbox } }, event) => {
      const packet = finish(outbox, bodyOf<PacketBody>(event));
      return packet === undefined ? [] : [reachOf('before', 'ack', packet.record), tellOk(packet.record, event.type)];
    },
  };
}

export const greeting = (to: string, clean: boolean): Effect => {
  const body: ConnectBody = { clean };
  const says = clean ? 'clean start' : 'kept session';
  return { do: 'send', message: { name: 'CONNECT', to, body, records: [], about: 'session', says } };
};

/** An answer may bear a reason why the message was not taken over: from version 5.0 on. */
interface PacketAnswer extends PacketBody {
  readonly reason?: string;
}

/** The broker does not take it over, and says so: the exchange is over. */
function giveUp(outbox: Outbox, answer: PacketAnswer): Effects {
  const packet = finish(outbox, answer);
  if (packet === undefined) return [];
  const { record } = packet;
  return [note({ kind: 'told', record, outcome: 'fail', why: answer.reason ?? '' }, { as: `told ${record}` })];
}

const tellOk = (record: number, why: string): Effect =>
  note({ kind: 'told', record, outcome: 'ok', why }, { as: `told ${record}` });

/** A kept session goes on where it was; in a new one the library starts again what was unfinished, or drops it. */
function resume(p: PublisherParameters, outbox: Outbox, { sessionPresent }: ConnackBody): Effects {
  if (sessionPresent) {
    // Everything that was sent on the old connection and is not finished is sent again, in order.
    return outbox.packets
      .filter(({ sent }) => sent)
      .flatMap((packet) => send(p.broker, packet, [`submit ${packet.record}`]));
  }
  if (p.onNewSession === 'republish') renumber(outbox);
  else {
    const dropped = outbox.packets.filter(({ sent }) => sent);
    outbox.packets = outbox.packets.filter(({ sent }) => !sent);
    return dropped.map(({ record }) =>
      note({ kind: 'told', record, outcome: 'unknown', why: 'new session' }, { as: `told ${record}` }),
    );
  }
  return [];
}

/** Sends what has not been sent. QoS 0 is over with that. */
function flush(p: PublisherParameters, outbox: Outbox): Effects {
  const effects = outbox.packets
    .filter(({ sent }) => !sent)
    .flatMap((packet): readonly Effect[] => [
      reachOf('before', 'send', packet.record),
      ...send(p.broker, packet, [`submit ${packet.record}`]),
      ...(packet.qos === 0 ? [tellOk(packet.record, 'handed over')] : []),
      reachOf('after', 'send', packet.record),
    ]);
  forgetUnacknowledged(outbox);
  return effects;
}

/** The broker has it: from now on only the release may be sent again. */
function release(p: PublisherParameters, outbox: Outbox, event: NodeEvent): Effects {
  const body = bodyOf<PacketBody>(event);
  const packet = find(outbox, body);
  if (packet === undefined) return [packetTo(p.broker, 'PUBREL', body, `packet ${body.id}`)];
  packet.stage = 'release';
  return send(p.broker, packet, [`submit ${packet.record}`]);
}
