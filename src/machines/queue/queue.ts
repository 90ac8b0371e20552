/** The role of a queue that leases single messages. Sources: the MODEL.md of each system that has one. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
  type RightBody,
} from '../../engine/contracts';
import { isLateCopy } from '../connections';
import type { CallAnswer, CallBody } from '../caller/memory';
import { isKnown, namesIn, putDown } from '../guard/attachment';
import { bodyOf, type Correlated } from '../messages';
import { nameOfMessage, nameOfReturn, retention } from './clocks';
import { bury, redrive } from './deadLetters';
import * as leasing from './leasing';
import {
  emptyQueue,
  type Kept,
  type QueueData,
  type QueuedMessage,
  type QueueParameters,
  type ReceiveBody,
  type SettleBody,
} from './memory';
import { afterRestart, copyOf, nameInGuard } from './surviving';
import { queueMachine } from './queue.machine';

/** A queue's role. */
export function queueRole(p: QueueParameters): AnyRole {
  const held = ({ unflushed: kept }: QueueData, event: NodeEvent): boolean => leasing.heldBy(kept, event) !== undefined;
  return asAnyRole<QueueData>({
    chart: queueMachine,
    guards: {
      isUnroutable: (_, event) => bodyOf<CallBody>(event).record === p.unroutableRecord,
      isKnown: ({ unflushed: { guard } }, event, now) => guard !== undefined && isKnown(guard, scoped(p, event), now),
      isFull: ({ unflushed: { messages } }) => p.lengthMax > 0 && messages.length >= p.lengthMax,
      isHeld: held,
      isHeldUntilLater: (data, event) => held(data, event) && (bodyOf<SettleBody>(event).againAfterMs ?? 0) > 0,
      takesLate: ({ unflushed: kept }, event) =>
        p.lateSettle === 'accepted' && leasing.messageOf(kept, event) !== undefined,
      ignoresLate: () => p.lateSettle === 'accepted' || p.lateSettle === 'ignored',
      // A late copy comes over a channel that is gone, and cannot cost its worker the present one.
      closesChannel: (_, event) => p.lateSettle === 'closesChannel' && !isLateCopy(event),
      // Who asks once by a call may be handed messages twice over; a subscription is its connection's, and ends with it.
      isLateSubscription: (_, event) => isLateCopy(event) && bodyOf<ReceiveBody>(event).stays,
      isStillLeased: ({ unflushed: { messages } }, event) =>
        messages.some(({ lease }) => lease !== undefined && lease.handle === event.body),
    },
    actions: { ...intake(p), ...outlet(p), ...channels(p), ...flushes(p) },
    birth: () => ({ durable: undefined, unflushed: emptyQueue(p), volatile: freshMemory() }),
    rebirth: (old, power) => {
      const { kept, unreadable } = afterRestart(p, old, power);
      return { durable: old.durable, unflushed: kept, volatile: { ...freshMemory(), unreadable } };
    },
  });
}

const freshMemory = (): QueueData['volatile'] => ({
  receivers: [],
  sealed: new Map(),
  flushing: false,
  unreadable: [],
});

const scoped = (p: QueueParameters, event: NodeEvent): string => nameInGuard(p, bodyOf<CallBody>(event));

type Actions = Record<string, Action<QueueData>>;

/** Messages come in: stored, recognised, or dropped. */
function intake(p: QueueParameters): Actions {
  return {
    resume: (data, _, now) => leasing.resume(p, data, now),
    dropUnroutable: (_, event) => [
      ...dropped(event, 'unroutable'),
      answer(p.words.enqueued, event, p.tellsUnroutable ? { error: 'unroutable', retriable: false } : DONE, 'dropped'),
    ],
    dropFull: (_, event) => [...dropped(event, 'full'), answer(p.words.enqueued, event, DONE, 'dropped: full')],
    absorb: (data, event, now) => absorb(p, data.unflushed, event, now),
    answerKnown: (_, event) => answerKnown(p, event),
    enqueue: (data, event, now) => enqueue(p, data.unflushed, event, now),
    answerEnqueued: ({ unflushed: kept }, event) =>
      p.confirms
        ? [answer(p.words.enqueued, event, DONE, `message ${kept.nextId - 1}`, [`enqueued ${event.records[0] ?? 0}`])]
        : [],
  };
}

const DONE = { error: '', retriable: false };

function dropped(event: NodeEvent, why: 'unroutable' | 'full'): Effects {
  const { record } = bodyOf<CallBody>(event);
  return [note({ kind: 'bury', record, messageId: -1, to: 'nowhere', why }, { as: `buried ${record}` })];
}

function absorb(p: QueueParameters, { guard }: Kept, event: NodeEvent, now: number): Effects {
  const { record } = bodyOf<CallBody>(event);
  const name = scoped(p, event);
  if (guard !== undefined && guard.parameters.anchor === 'lastSeen') putDown(guard, name, now);
  return [note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`name ${name}`] })];
}

/** A repetition is answered like the first time, or told that it is one. */
function answerKnown(p: QueueParameters, event: NodeEvent): Effects {
  const told = p.guard?.onDuplicate === 'error';
  const given = told ? { error: 'duplicate', retriable: false } : DONE;
  const says = p.guard?.onDuplicate === 'dropAndTell' ? 'ok, duplicate' : told ? 'duplicate' : 'ok, known already';
  return [answer(p.words.enqueued, event, given, says)];
}

function enqueue(p: QueueParameters, kept: Kept, event: NodeEvent, now: number): Effects {
  const { record, key, name, body } = bodyOf<CallBody>(event);
  const message: QueuedMessage = {
    id: kept.nextId,
    record,
    name,
    key,
    body,
    acceptedMs: now,
    receives: 0,
    excused: 0,
    lease: undefined,
    redelivered: false,
  };
  kept.nextId += 1;
  kept.messages.push(message);
  const fact = note(
    { kind: 'enqueue', record, messageId: message.id, name },
    { as: [`enqueued ${record}`, nameOfMessage(message)], durable: p.outlivesCrash },
  );
  return [fact, ...remember(p, kept, event, now), ...retention(p, message, now)];
}

function remember(p: QueueParameters, { guard }: Kept, event: NodeEvent, now: number): Effects {
  const name = scoped(p, event);
  if (guard === undefined || name === '') return [];
  putDown(guard, name, now);
  const { record } = bodyOf<CallBody>(event);
  // A map that is made again of what is stored is never written itself.
  const durable = p.guardAfterRestart === 'kept';
  return [note({ kind: 'remember', record, names: namesIn(guard) }, { as: `name ${name}`, durable })];
}

/** Messages go out and are settled. */
function outlet(p: QueueParameters): Actions {
  const withHeld = (data: QueueData, event: NodeEvent, react: (message: QueuedMessage) => Effects): Effects => {
    const message = leasing.heldBy(data.unflushed, event) ?? leasing.messageOf(data.unflushed, event);
    return message === undefined ? [] : react(message);
  };
  const byId = ({ unflushed: { messages, deadLetters } }: QueueData, id: unknown): QueuedMessage | undefined =>
    [...messages, ...deadLetters].find((message) => message.id === id);
  return {
    takeReceiver: (data, event) => leasing.takeReceiver(p, data, event),
    handOut: (data) => leasing.handOut(p, data),
    remove: (data, event) => {
      const message = leasing.messageOf(data.unflushed, event);
      return message === undefined ? [] : leasing.removeMessage(p, data.unflushed, message, event.from);
    },
    answerSettled: (_, event) => answerIf(p.words.settled, event, DONE, 'ok'),
    noteLate: (_, event) => {
      const record = event.records[0] ?? 0;
      const message = (event.body as { id: number }).id;
      return [note({ kind: 'settle', record, messageId: message, worker: event.from, accepted: false })];
    },
    refuseSettle: (_, event) =>
      answerIf(p.words.settled, event, { error: 'lease over', retriable: false }, 'the lease is over'),
    giveBack: (data, event) =>
      withHeld(data, event, (message) => leasing.giveBack(p, data.unflushed, message, 'released')),
    returnLater: (data, event) => leasing.returnLater(data, event),
    bury: (data, event) => withHeld(data, event, (message) => bury(p, data.unflushed, message, 'rejected')),
    extend: (data, event) => leasing.extend(p, data, event),
    answerExtended: (_, event) => answerIf(p.words.extended, event, DONE, 'extended'),
    takeBack: (data, event) => {
      const message = data.unflushed.messages.find(({ lease }) => lease?.handle === event.body);
      return message === undefined ? [] : leasing.giveBack(p, data.unflushed, message, 'leaseOver');
    },
    expire: (data, event) => {
      const message = byId(data, event.body);
      return message === undefined ? [] : bury(p, data.unflushed, message, 'retention');
    },
    redrive: (data, event, now) => redrive(p, data.unflushed, event.body as number, now),
    bringBack: (data, event) => bringBack(data.unflushed, event.body as number),
    dropReceiver: ({ volatile: v }, event) => {
      v.receivers = v.receivers.filter(({ event: asked }) => asked.connection !== event.body);
      return [];
    },
    seal: ({ volatile: v }, event) => {
      const { nodes, loss } = bodyOf<RightBody>(event);
      v.sealed = new Map([...v.sealed, ...nodes.map((node) => [node, loss] as const)]);
      return [];
    },
    unseal: ({ volatile: v }, event) => {
      const { nodes } = bodyOf<RightBody>(event);
      v.sealed = new Map([...v.sealed].filter(([node]) => !nodes.includes(node)));
      return [];
    },
    takeBackAll: (data, event) => leasing.takeBackAll(p, data, event),
  };
}

/** Of queues whose leases last as long as a channel: what costs a worker its channel. */
function channels(p: QueueParameters): Actions {
  return {
    closeChannel: (data, event) => leasing.closeChannel(p, data, event.from, 'unknownTag'),
    closeSlowChannel: (data, event) => {
      const slow = data.unflushed.messages.find(({ lease }) => lease?.handle === event.body);
      return slow?.lease === undefined ? [] : leasing.closeChannel(p, data, slow.lease.worker, 'keptTooLong');
    },
    closeSilentChannel: (data, event) => leasing.takeBackFrom(p, data, event.from, 'silent'),
    tellClosed: (data, event) => leasing.closeChannel(p, data, event.from, 'silent'),
  };
}

/** What reaches the disk, and when. */
function flushes(p: QueueParameters): Actions {
  const flush = (data: QueueData): Effects => {
    data.durable = copyOf(data.unflushed);
    return [];
  };
  return {
    flushWithMessage: (data) => (p.flush === 'enqueues' ? flush(data) : []),
    flushLater: ({ volatile: v }, _, now) => {
      if (typeof p.flush === 'string' || v.flushing) return [];
      v.flushing = true;
      const delayMs = p.flush.everyMs - (now % p.flush.everyMs);
      return [{ do: 'startTimer', name: 'flush', event: 'flushDue', delayMs }];
    },
    flush: (data) => {
      data.volatile.flushing = false;
      return flush(data);
    },
  };
}

/** A replica that was down while the message was deleted brings it back. */
function bringBack(kept: Kept, id: number): Effects {
  const ghost = kept.settled.get(id);
  if (ghost === undefined) return [];
  ghost.lease = undefined;
  kept.messages.unshift(ghost);
  return [note({ kind: 'return', record: ghost.record, messageId: id, why: 'ghost' }, { as: nameOfReturn(ghost) })];
}

/** Not every system answers everything. */
const answerIf = (
  name: string | undefined,
  event: NodeEvent,
  given: Omit<CallAnswer, 'correlation'>,
  says: string,
): Effects => (name === undefined ? [] : [answer(name, event, given, says)]);

function answer(
  name: string,
  event: NodeEvent,
  given: Omit<CallAnswer, 'correlation'>,
  says: string,
  relies: readonly string[] = [],
): Effect {
  const { correlation } = bodyOf<Correlated>(event);
  const { records, about, from: to } = event;
  return {
    do: 'send',
    message: { name, as: 'answer', to, body: { correlation, ...given }, records, about, says, answers: event },
    relies,
  };
}
