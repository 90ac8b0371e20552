/** Messages go out on lease and come back: by settlement, by the clock, by their holder, or with its connection. */
import { note, noteDenied, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import { replaces } from '../waiting';
import { leaseTimer, nameOfMessage, nameOfReturn, retention, stopClocks } from './clocks';
import { bury, clocksAfterRestart } from './deadLetters';
import type {
  DeliveryAnswer,
  Kept,
  QueueData,
  QueuedMessage,
  QueueParameters,
  Receiver,
  ReceiveBody,
  SettleBody,
} from './memory';
import { isWornOut, nextFree, roomOf, tailOf } from './rules';

/**
 * So long after its deletion a message comes back. Nobody says how long a copy may lie: SQS's documentation of at-least-once
 * delivery only says that a server which was away during the delete still has it. Half a second can be watched in a run.
 */
const GHOST_AFTER_MS = 500;

/** Why a message may be handed out again. */
type WhyBack = Extract<Parameters<typeof note>[0], { readonly kind: 'return' }>['why'];

/**
 * A worker asks, or opens a stream that stays and is watched. What it asked before is over; a late copy of a question is
 * one of nobody's, and takes nobody's place.
 */
export function takeReceiver(p: QueueParameters, { volatile: v }: QueueData, event: NodeEvent): Effects {
  const { most, stays } = bodyOf<ReceiveBody>(event);
  v.receivers = v.receivers.filter((other) => !replaces(event, other.event));
  v.receivers.push({ event, worker: event.from, most, stays });
  return stays && p.silenceMs > 0 ? [{ do: 'watch', peer: event.from, silenceMs: p.silenceMs }] : [];
}

/** Hands out what is free to those who wait, in the order in which they asked; one that stays goes to the end of the line. */
export function handOut(p: QueueParameters, data: QueueData): Effects {
  const { volatile: v } = data;
  return [...v.receivers].flatMap((receiver) => {
    const { effects, given } = fill(p, data, receiver);
    if (given.length === 0) return effects;
    v.receivers = v.receivers.filter((other) => other !== receiver);
    if (receiver.stays) v.receivers.push(receiver);
    const parcels = receiver.stays ? given.map((message) => [message]) : [given];
    return [...effects, ...parcels.flatMap((parcel) => handOver(p, data, receiver, parcel))];
  });
}

interface Filled {
  readonly effects: Effect[];
  readonly given: readonly QueuedMessage[];
}

/** Leases to one receiver what it has room for. */
function fill(p: QueueParameters, { unflushed: kept }: QueueData, receiver: Receiver): Filled {
  const effects: Effect[] = [];
  const given: QueuedMessage[] = [];
  const room = roomOf(kept, receiver);
  while (given.length < room) {
    const message = nextFree(kept.messages, p, receiver.worker);
    if (message === undefined) break;
    if (isWornOut(message, p.receivesMax)) {
      effects.push(...bury(p, kept, message, 'receives'));
      continue;
    }
    effects.push(...lease(p, kept, message, receiver));
    given.push(message);
  }
  return { effects, given };
}

function handOver(p: QueueParameters, data: QueueData, receiver: Receiver, given: readonly QueuedMessage[]): Effects {
  const { unflushed: kept, volatile: v } = data;
  const loss = v.sealed.get(receiver.worker);
  if (loss !== undefined) return keepSealed(p, receiver, given, loss);
  const delivery = deliver(p, receiver, given);
  if (!p.autoSettle) return delivery;
  return [...delivery, ...given.flatMap((message) => removeMessage(p, kept, message, receiver.worker))];
}

/** They are handed out and counted, but not decrypted: the worker gets an error, and they come back when their lease is over. */
function keepSealed(
  { words }: QueueParameters,
  { event, worker }: Receiver,
  given: readonly QueuedMessage[],
  loss: string,
): Effects {
  const error = words.sealed ?? 'AccessDenied';
  const records = given.map(({ record }) => record);
  const why = `${worker} may not have it decrypted`;
  const { correlation } = bodyOf<ReceiveBody>(event);
  const refusal = { name: words.delivery, as: 'withheld', to: worker, body: { correlation, error }, answers: event };
  return [
    noteDenied(error, records, why, loss),
    { do: 'send', message: { ...refusal, records, about: 'deliver', says: error } },
  ];
}

function lease(p: QueueParameters, kept: Kept, message: QueuedMessage, { worker, event }: Receiver): Effects {
  message.receives += 1;
  message.lease = { handle: kept.nextHandle, worker, connection: event.connection };
  kept.nextHandle += 1;
  const { record, id, receives } = message;
  const fact = note(
    { kind: 'lease', record, messageId: id, worker, receives },
    {
      as: `leased ${record}`,
      durable: p.lease !== 'untilDisconnect',
      relies: [nameOfMessage(message), ...(receives > 1 ? [nameOfReturn(message)] : [])],
    },
  );
  return [fact, ...leaseClock(p, message)];
}

function leaseClock(p: QueueParameters, message: QueuedMessage): Effects {
  const body = message.lease?.handle;
  if (p.lease !== 'untilDisconnect')
    return [{ do: 'startTimer', name: leaseTimer(message), event: 'leaseOver', delayMs: p.lease.ms, body }];
  const delayMs = p.deliveryTimeoutMs;
  return delayMs === 0
    ? []
    : [{ do: 'startTimer', name: leaseTimer(message), event: 'deliveryTimedOut', delayMs, body }];
}

function deliver(p: QueueParameters, { event, worker, stays }: Receiver, given: readonly QueuedMessage[]): Effects {
  const { correlation } = bodyOf<ReceiveBody>(event);
  const messages = given.map(({ id, record, name, receives, redelivered, body, lease: held }) => ({
    id,
    record,
    name,
    receives,
    redelivered,
    body,
    handle: held?.handle ?? -1,
  }));
  const body: DeliveryAnswer = { correlation, messages };
  const records = given.map(({ record }) => record);
  const again = given.some(({ receives }) => receives > 1) ? ' again' : '';
  const says = `${given.length === 1 ? `message ${given[0]!.id}` : `${given.length} messages`}${again}`;
  const answers = stays ? {} : { answers: event };
  return [
    {
      do: 'send',
      message: {
        name: p.words.delivery,
        as: 'delivery',
        to: worker,
        body,
        records,
        about: 'deliver',
        says,
        ...answers,
      },
      relies: records.map((record) => `leased ${record}`),
    },
  ];
}

/** The message that a settlement is about, when the handle is its newest. */
export function heldBy(kept: Kept, event: NodeEvent): QueuedMessage | undefined {
  const { id, handle } = bodyOf<SettleBody>(event);
  return kept.messages.find((message) => message.id === id && message.lease?.handle === handle);
}

export const messageOf = (kept: Kept, event: NodeEvent): QueuedMessage | undefined =>
  kept.messages.find(({ id }) => id === bodyOf<SettleBody>(event).id);

/** Takes a message out for good; a replica that missed it may bring it back later. */
export function removeMessage(p: QueueParameters, kept: Kept, message: QueuedMessage, worker: string): Effects {
  kept.messages = kept.messages.filter((other) => other !== message);
  message.lease = undefined;
  if (p.keepsSettled) kept.finished.push(message);
  const { record, id } = message;
  const fact = note(
    { kind: 'settle', record, messageId: id, worker, accepted: true },
    { as: `settled ${record}`, durable: p.outlivesCrash, relies: [`leased ${record}`] },
  );
  const ghost: Effect[] = [];
  if (record === p.ghostRecord && !kept.settled.has(id)) {
    kept.settled.set(id, message);
    ghost.push({ do: 'startTimer', name: `ghost ${id}`, event: 'ghostDue', delayMs: GHOST_AFTER_MS, body: id });
  }
  return [...stopClocks(message), fact, ...ghost];
}

/** A message may be handed out again. With an ordered redelivery the later ones of its key come again behind it. */
export function giveBack(p: QueueParameters, kept: Kept, message: QueuedMessage, why: WhyBack): Effects {
  const tail = p.order === 'redeliverTail' ? tailOf(kept.messages, message) : [];
  return [message, ...tail].flatMap((one) => {
    one.lease = undefined;
    one.redelivered = true;
    if (why === 'released' && !p.countsReleases) one.excused += 1;
    const { record, id } = one;
    return [
      { do: 'stopTimer', name: leaseTimer(one) },
      note({ kind: 'return', record, messageId: id, why }, { as: nameOfReturn(one), relies: [`leased ${record}`] }),
    ];
  });
}

/** Its holder wants it to come again later: its lease is made to end then. */
export function returnLater({ unflushed: kept }: QueueData, event: NodeEvent): Effects {
  const message = heldBy(kept, event);
  const { againAfterMs = 0 } = bodyOf<SettleBody>(event);
  if (message === undefined) return [];
  const body = message.lease?.handle;
  return [{ do: 'startTimer', name: leaseTimer(message), event: 'leaseOver', delayMs: againAfterMs, body }];
}

/** What comes back with a connection that is gone. */
export function takeBackAll(p: QueueParameters, { unflushed: kept }: QueueData, event: NodeEvent): Effects {
  if (p.lease !== 'untilDisconnect') return [];
  const held = kept.messages.filter(({ lease: one }) => one?.worker === event.from && one.connection === event.body);
  return held.flatMap((message) => giveBack(p, kept, message, 'disconnected'));
}

/** A worker is taken for gone: whatever it holds goes back, and nothing more is pushed to it. */
export function takeBackFrom(
  p: QueueParameters,
  { volatile: v, unflushed: kept }: QueueData,
  worker: string,
  why: WhyBack,
): Effects {
  v.receivers = v.receivers.filter((receiver) => receiver.worker !== worker);
  const held = kept.messages.filter(({ lease: one }) => one?.worker === worker);
  return held.flatMap((message) => giveBack(p, kept, message, why));
}

/** Why a channel is closed, in the words in which its worker is told. */
const CLOSED = {
  unknownTag: 'PRECONDITION_FAILED: unknown delivery tag',
  keptTooLong: 'delivery timed out',
  silent: 'missed heartbeats',
} as const;

/** A worker has lost its channel, and is told. */
export function closeChannel(p: QueueParameters, data: QueueData, worker: string, why: keyof typeof CLOSED): Effects {
  const back = takeBackFrom(p, data, worker, why);
  const name = p.words.channelClosed;
  if (name === undefined) return back;
  const message = { name, as: 'channelClosed', to: worker, body: {}, records: [], about: 'channel', says: CLOSED[why] };
  return [...back, { do: 'send', message }];
}

/** The holder works on: its lease begins anew. */
export const extend = (p: QueueParameters, { unflushed: kept }: QueueData, event: NodeEvent): Effects => {
  const message = heldBy(kept, event);
  return message === undefined ? [] : leaseClock(p, message);
};

/** After a restart: what the new leader cannot read is gone, and clocks run on. */
export function resume(p: QueueParameters, data: QueueData, now: number): Effects {
  const gone = data.volatile.unreadable.flatMap((message) => bury(p, data.unflushed, message, 'damaged'));
  data.volatile.unreadable = [];
  return [...gone, ...resumeClocks(p, data, now)];
}

/** Leases begin again, or are over with their connections; retentions run on from where they were. */
function resumeClocks(p: QueueParameters, { unflushed: kept }: QueueData, now: number): Effects {
  const leased = kept.messages.filter(({ lease: held }) => held !== undefined);
  const isOver = p.lease === 'untilDisconnect';
  return [
    ...leased.flatMap((one) => (isOver ? giveBack(p, kept, one, 'disconnected') : leaseClock(p, one))),
    ...kept.messages.flatMap((one) => retention(p, one, now)),
    ...kept.deadLetters.flatMap((one) => clocksAfterRestart(p, one, now)),
  ];
}
