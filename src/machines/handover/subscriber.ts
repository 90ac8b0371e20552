/** The role of a subscribing client: the receiver's half of the session, and an application that has effects at the sink. */
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
import { SINK } from '../addresses';
import { bodyOf, type Correlated, type WriteAnswer, type WriteBody } from '../messages';
import { greeting, type ConnackBody } from './publisher';
import {
  copyInbox,
  emptyInbox,
  freeNumber,
  keepNumber,
  noteKnown,
  packetTo,
  subscription,
  type Inbox,
  type PacketBody,
  type Qos,
} from './session';
import { subscriberMachine } from './subscriber.machine';

export interface SubscriberParameters {
  readonly broker: string;
  readonly qos: Qos;
  readonly cleanStart: boolean;
  readonly handOn: 'PUBLISH' | 'PUBREL';
  /** The library ends the handshake when the application has it, or when the application has done the effect. */
  readonly acknowledges: 'onReceipt' | 'afterEffect';
  /** The application remembers names in one step with the effect. */
  readonly remembers: boolean;
  /** Whether the library's half of the session outlives the process. */
  readonly persistent: boolean;
  readonly processingMs: number;
  readonly reconnectMs: number;
}

/** A message in the application's hands, and what is still owed for it. */
interface Held {
  readonly packet: PacketBody;
  readonly owes: 'PUBACK' | 'PUBCOMP' | undefined;
  readonly connection: number;
}

interface Memory {
  readonly waiting: Held[];
  current: Held | undefined;
  correlation: number;
  writing: boolean;
  broker: number;
}
type SubscriberData = NodeData<Inbox, undefined, Memory>;

const fresh = (): Memory => ({ waiting: [], current: undefined, correlation: 0, writing: false, broker: -1 });

/** A subscriber's role. */
export function subscriberRole(p: SubscriberParameters): AnyRole {
  return asAnyRole<SubscriberData>({
    chart: subscriberMachine,
    guards: {
      isBroker: (_, event) => event.from === p.broker,
      isStale: (_, event) => isLateCopy(event),
      isKnown: ({ durable }, event) => {
        const { id, qos } = bodyOf<PacketBody>(event);
        return qos === 2 && durable.open.has(id);
      },
      hasMessage: ({ volatile: { waiting } }) => waiting.length > 0,
      isStaleAnswer: ({ volatile: v }, event) => !v.writing || bodyOf<Correlated>(event).correlation !== v.correlation,
    },
    actions: { ...connecting(p), ...receiving(p), ...working(p) },
    birth: () => ({ durable: emptyInbox(), unflushed: undefined, volatile: fresh() }),
    rebirth: ({ durable }) => ({
      durable: p.persistent ? copyInbox(durable) : emptyInbox(),
      unflushed: undefined,
      volatile: fresh(),
    }),
  });
}

type Actions = Record<string, Action<SubscriberData>>;

function connecting(p: SubscriberParameters): Actions {
  const connect = (peer: string, backoffMs: number): Effect => ({ do: 'connect', peer, backoffMs });
  return {
    connectAll: () => [connect(p.broker, 0), connect(SINK, 0)],
    reconnect: (_, event) => [connect(event.from, p.reconnectMs)],
    greet: ({ volatile: v }, event) => {
      v.broker = event.body as number;
      return [greeting(p.broker, p.cleanStart)];
    },
    noteSink: () => [],
    renewSession: ({ durable }, event) => {
      if (!bodyOf<ConnackBody>(event).sessionPresent) durable.open.clear();
      return [];
    },
    subscribe: () => [subscription(p.broker, p.qos)],
  };
}

function receiving(p: SubscriberParameters): Actions {
  const early = p.acknowledges === 'onReceipt';
  return {
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    noteKnown: (_, event) => [noteKnown(bodyOf<PacketBody>(event).record)],
    answerKnown: (_, event) => [answer(p, 'PUBREC', bodyOf<PacketBody>(event))],
    take: ({ durable, volatile: v }, event) => {
      const packet = bodyOf<PacketBody>(event);
      if (packet.qos === 0) return handOn(v, event, packet, undefined);
      if (packet.qos === 1) {
        const handed = handOn(v, event, packet, early ? undefined : 'PUBACK');
        return early ? [...handed, ...acknowledge(p, 'PUBACK', packet)] : handed;
      }
      const handedOn = p.handOn === 'PUBLISH';
      const known = keepNumber(durable, packet.id, { record: packet.record, handedOn });
      return [...known, ...(handedOn ? handOn(v, event, packet, undefined) : []), answer(p, 'PUBREC', packet)];
    },
    takeReleased: ({ durable, volatile: v }, event) => {
      const packet = bodyOf<PacketBody>(event);
      const open = durable.open.get(packet.id);
      if (open === undefined || open.handedOn) {
        return [...freeNumber(durable, packet.id), answer(p, 'PUBCOMP', packet)];
      }
      const isWaiting = [...v.waiting, v.current].some((held) => held?.packet.id === packet.id);
      if (!early) return isWaiting ? [] : handOn(v, event, packet, 'PUBCOMP');
      const freed = freeNumber(durable, packet.id);
      return [...freed, ...handOn(v, event, packet, undefined), ...acknowledge(p, 'PUBCOMP', packet)];
    },
  };
}

const answer = (p: SubscriberParameters, name: string, packet: PacketBody): Effect =>
  packetTo(p.broker, name, packet, `packet ${packet.id}`, [`delivered ${packet.record}`]);

/** Tells the broker that the message is this side's: nobody brings it again. */
const acknowledge = (p: SubscriberParameters, name: string, packet: PacketBody): Effects => [
  reach('before', 'progress', { packet }),
  answer(p, name, packet),
  reach('after', 'progress', { packet }),
];

/** The library gives the message to the application. */
function handOn(v: Memory, event: NodeEvent, packet: PacketBody, owes: Held['owes']): Effects {
  const { record } = packet;
  v.waiting.push({ packet, owes, connection: event.connection });
  return [
    { do: 'reach', when: 'before', step: 'receive', record },
    note(
      { kind: 'deliver', record, partition: -1, offset: -1 },
      { as: `delivered ${record}`, relies: [`routed ${record}`] },
    ),
    { do: 'reach', when: 'after', step: 'receive', record },
  ];
}

function working(p: SubscriberParameters): Actions {
  const write = (v: Memory): Effects => {
    const { record } = v.current!.packet;
    v.writing = true;
    v.correlation += 1;
    const body: WriteBody = {
      correlation: v.correlation,
      steps: p.remembers ? ['remember', 'effect'] : ['effect'],
      records: [record],
      offset: undefined,
      memory: p.remembers ? 'worker' : 'sink',
      looksUp: true,
      putsDown: true,
    };
    const relies = [`delivered ${record}`];
    return [
      {
        do: 'send',
        message: { name: 'Write', to: SINK, body, records: [record], about: 'write', says: body.steps.join(' + ') },
        relies,
      },
    ];
  };
  return {
    begin: ({ volatile: v }) => {
      v.current = v.waiting.shift()!;
      return [{ do: 'startTimer', name: 'handling', event: 'handlingDone', delayMs: p.processingMs }];
    },
    write: ({ volatile: v }) => [reach('before', 'effect', v.current!), ...write(v)],
    // What is acknowledged never comes again: without a memory of names an effect that nobody answered is not tried again.
    writeAgain: ({ volatile: v }) => {
      if (!v.writing) return [];
      return p.acknowledges === 'onReceipt' && !p.remembers ? [{ do: 'raise', event: 'unanswered' }] : write(v);
    },
    goOn: ({ volatile: v }) => {
      v.current = undefined;
      v.writing = false;
      return [];
    },
    finish: ({ durable, volatile: v }, event) => finishMessage(p, durable, v, event),
  };
}

const reach = (when: 'before' | 'after', step: string, { packet: { record } }: Pick<Held, 'packet'>): Effect => ({
  do: 'reach',
  when,
  step,
  record,
  relies: [`delivered ${record}`],
});

/** The effect is done; what is owed to the broker is sent, if its connection still is the one. */
function finishMessage(p: SubscriberParameters, inbox: Inbox, v: Memory, event: NodeEvent): Effects {
  const held = v.current!;
  const { packet, owes, connection } = held;
  v.current = undefined;
  v.writing = false;
  const known = bodyOf<WriteAnswer>(event).remembered.map((record) =>
    note(
      { kind: 'skip', records: [record], partition: -1, offset: -1, why: 'remembered' },
      { relies: [`remembered ${record}`] },
    ),
  );
  const done = [...known, reach('after', 'effect', held)];
  if (owes === undefined || v.broker !== connection) return done;
  const freed = owes === 'PUBCOMP' ? freeNumber(inbox, packet.id) : [];
  return [...done, ...freed, ...acknowledge(p, owes, packet)];
}
