/** The role of a broker: the receiver's half of one hop, the sender's half of the next, and sessions that it may forget. */
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
import { brokerMachine } from './broker.machine';
import { greeting, type ConnackBody, type ConnectBody } from './publisher';
import {
  copyInbox,
  copyOutbox,
  emptyInbox,
  emptyOutbox,
  find,
  finish,
  forgetUnacknowledged,
  freeNumber,
  keepNumber,
  noteKnown,
  packetTo,
  put,
  send,
  subscription,
  type Inbox,
  type Outbox,
  type PacketBody,
  type Qos,
} from './session';

export interface BrokerParameters {
  /** When the receiver of QoS 2 passes a message on: when it has it, or when it is told that the sender knows. */
  readonly handOn: 'PUBLISH' | 'PUBREL';
  /** How many messages wait for a client that is away; more are dropped. */
  readonly maxQueued: number;
  /** What of its sessions outlives the process: nothing, or what was there at the last save. */
  readonly persistence: 'off' | { readonly everyMs: number };
  /** The session of a client that has been away for so long is forgotten; 0: never. */
  readonly expiryMs: number;
  /** A bridge is a client of another broker as well, from which its messages come; undefined: it is none. */
  readonly bridgeTo: Bridge | undefined;
}

export interface Bridge {
  readonly broker: string;
  readonly qos: Qos;
  readonly cleanStart: boolean;
  readonly reconnectMs: number;
}

interface Session {
  clean: boolean;
  connected: boolean;
  /** What this client asked for; -1: it has not subscribed. */
  level: Qos | -1;
  inbox: Inbox;
  outbox: Outbox;
}

interface Kept {
  readonly sessions: Map<string, Session>;
}
/** Durable is what was saved last. */
type BrokerData = NodeData<Kept, Kept, { saving: boolean }>;

const empty = (): Kept => ({ sessions: new Map() });
const newSession = (clean: boolean): Session => ({
  clean,
  connected: true,
  level: -1,
  inbox: emptyInbox(),
  outbox: emptyOutbox(),
});

const copyOf = ({ sessions: all }: Kept): Kept => ({
  sessions: new Map(
    [...all].map(([client, session]): [string, Session] => [
      client,
      { ...session, inbox: copyInbox(session.inbox), outbox: copyOutbox(session.outbox) },
    ]),
  ),
});

/** A broker's role. */
export function brokerRole(p: BrokerParameters): AnyRole {
  return asAnyRole<BrokerData>({
    chart: brokerMachine,
    guards: {
      isBridge: () => p.bridgeTo !== undefined,
      isUp: (_, event) => event.from === p.bridgeTo?.broker,
      isStale: (_, event) => isLateCopy(event),
      isKnown: ({ unflushed }, event) => {
        const { id, qos } = bodyOf<PacketBody>(event);
        return qos === 2 && sessionOf(unflushed, event).inbox.open.has(id);
      },
    },
    actions: { ...sessions(p), ...receiving(p), ...sending(), ...bridging(p.bridgeTo) },
    birth: () => ({ durable: empty(), unflushed: empty(), volatile: { saving: false } }),
    rebirth: ({ durable }) => {
      const kept = copyOf(durable);
      kept.sessions.forEach((session) => (session.connected = false));
      return { durable, unflushed: kept, volatile: { saving: false } };
    },
  });
}

function sessionOf({ sessions: all }: Kept, { from }: NodeEvent): Session {
  const session = all.get(from) ?? newSession(true);
  all.set(from, session);
  return session;
}

const expiryOf = (client: string): string => `session of ${client}`;

/** A client has gone, or was away when the broker started. */
const expireLater = ({ expiryMs: delayMs }: BrokerParameters, client: string): Effects =>
  delayMs === 0 ? [] : [{ do: 'startTimer', name: expiryOf(client), event: 'sessionOver', delayMs, body: client }];

type Actions = Record<string, Action<BrokerData>>;

function sessions(p: BrokerParameters): Actions {
  return {
    openSession: ({ unflushed: kept }, event) => {
      const { clean } = bodyOf<ConnectBody>(event);
      const known = kept.sessions.get(event.from);
      const sessionPresent = known !== undefined && !clean;
      const session = sessionPresent ? known : newSession(clean);
      session.connected = true;
      session.clean = clean;
      kept.sessions.set(event.from, session);
      const stopExpiry: Effects = p.expiryMs === 0 ? [] : [{ do: 'stopTimer', name: expiryOf(event.from) }];
      const body: ConnackBody = { sessionPresent };
      const says = sessionPresent ? 'session present' : 'new session';
      return [
        ...stopExpiry,
        { do: 'send', message: { name: 'CONNACK', to: event.from, body, records: [], about: 'session', says } },
      ];
    },
    subscribe: ({ unflushed: kept }, event) => {
      sessionOf(kept, event).level = bodyOf<{ readonly qos: Qos }>(event).qos;
      return [];
    },
    resume: ({ unflushed: kept }, event) => {
      const { outbox } = sessionOf(kept, event);
      const effects = outbox.packets.flatMap((packet) => send(event.from, packet, [`routed ${packet.record}`]));
      forgetUnacknowledged(outbox);
      return effects;
    },
    closeSession: ({ unflushed: kept }, event) => {
      const session = kept.sessions.get(event.from);
      if (session === undefined) return [];
      session.connected = false;
      if (session.clean) kept.sessions.delete(event.from);
      return session.clean ? [] : expireLater(p, event.from);
    },
    expireKept: ({ unflushed: kept }) => [...kept.sessions.keys()].flatMap((client) => expireLater(p, client)),
    expire: ({ unflushed: kept }, event) => {
      const client = event.body as string;
      const waiting = kept.sessions.get(client)?.outbox.packets ?? [];
      kept.sessions.delete(client);
      return waiting.map(({ record }) => lost(record, 'retention'));
    },
    saveLater: ({ volatile: v }, _, now) => {
      if (p.persistence === 'off' || v.saving) return [];
      v.saving = true;
      const { everyMs } = p.persistence;
      return [{ do: 'startTimer', name: 'save', event: 'saveDue', delayMs: everyMs - (now % everyMs) }];
    },
    save: (data) => {
      data.volatile.saving = false;
      data.durable = copyOf(data.unflushed);
      return [];
    },
  };
}

/** A bridge is to the broker behind it what a subscriber is. */
function bridging(bridge: Bridge | undefined): Actions {
  const connect = (backoffMs: number): Effects =>
    bridge === undefined ? [] : [{ do: 'connect', peer: bridge.broker, backoffMs }];
  return {
    connectUp: () => connect(0),
    connectUpAgain: () => connect(bridge?.reconnectMs ?? 0),
    greetUp: () => (bridge === undefined ? [] : [greeting(bridge.broker, bridge.cleanStart)]),
    renewUp: ({ unflushed: kept }, event) => {
      if (!bodyOf<ConnackBody>(event).sessionPresent) sessionOf(kept, event).inbox.open.clear();
      return [];
    },
    subscribeUp: () => (bridge === undefined ? [] : [subscription(bridge.broker, bridge.qos)]),
  };
}

/** The first hop: a message is taken over once, as far as the session remembers. */
function receiving(p: BrokerParameters): Actions {
  return {
    noteKnown: (_, event) => [noteKnown(bodyOf<PacketBody>(event).record)],
    take: ({ unflushed: kept }, event) => {
      const { id, record, qos } = bodyOf<PacketBody>(event);
      const handedOn = qos < 2 || p.handOn === 'PUBLISH';
      const known = qos === 2 ? keepNumber(sessionOf(kept, event).inbox, id, { record, handedOn }) : [];
      return [...known, ...(handedOn ? route(p, kept, bodyOf<PacketBody>(event)) : [])];
    },
    answerPublish: (_, event) => {
      const packet = bodyOf<PacketBody>(event);
      if (packet.qos === 0) return [];
      return [packetTo(event.from, packet.qos === 1 ? 'PUBACK' : 'PUBREC', packet, `packet ${packet.id}`)];
    },
    takeReleased: ({ unflushed: kept }, event) => {
      const { inbox } = sessionOf(kept, event);
      const packet = bodyOf<PacketBody>(event);
      const open = inbox.open.get(packet.id);
      const freed = freeNumber(inbox, packet.id);
      const routed = open === undefined || open.handedOn ? [] : route(p, kept, { ...packet, record: open.record });
      return [...freed, ...routed, packetTo(event.from, 'PUBCOMP', packet, `packet ${packet.id}`)];
    },
  };
}

/** Hands a message on to whoever subscribed, at the lower of the two levels. */
function route(p: BrokerParameters, kept: Kept, { record, qos }: PacketBody): Effects {
  const subscribed = [...kept.sessions.values()].filter(({ level }) => level >= 0);
  if (subscribed.length === 0) return [lost(record, 'unroutable')];
  return subscribed.map((session) => {
    const level = (session.level < qos ? session.level : qos) as Qos;
    const away = !session.connected && (level === 0 || session.outbox.packets.length >= p.maxQueued);
    if (away) return lost(record, level === 0 ? 'unroutable' : 'full');
    const { id: messageId } = put(session.outbox, record, level);
    return note({ kind: 'enqueue', record, messageId, name: '' }, { as: `routed ${record}` });
  });
}

const lost = (record: number, why: 'unroutable' | 'full' | 'retention'): Effect =>
  note({ kind: 'bury', record, messageId: -1, to: 'nowhere', why }, { as: `buried ${record}` });

/** The second hop: the broker is now the one who sends, and sends again. */
function sending(): Actions {
  return {
    flush: ({ unflushed: kept }) =>
      [...kept.sessions].flatMap(([client, { connected, outbox }]) => {
        if (!connected) return [];
        const fresh = outbox.packets.filter(({ sent }) => !sent);
        const effects = fresh.flatMap((packet) => send(client, packet, [`routed ${packet.record}`]));
        forgetUnacknowledged(outbox);
        return effects;
      }),
    release: ({ unflushed: kept }, event) => {
      const body = bodyOf<PacketBody>(event);
      const packet = find(sessionOf(kept, event).outbox, body);
      if (packet === undefined) return [packetTo(event.from, 'PUBREL', body, `packet ${body.id}`)];
      packet.stage = 'release';
      return send(event.from, packet, [`routed ${packet.record}`]);
    },
    finish: ({ unflushed: kept }, event) => {
      const packet = finish(sessionOf(kept, event).outbox, bodyOf<PacketBody>(event));
      if (packet === undefined) return [];
      const { record, id: messageId } = packet;
      return [note({ kind: 'settle', record, messageId, worker: event.from, accepted: true })];
    },
  };
}
