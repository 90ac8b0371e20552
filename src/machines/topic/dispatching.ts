/** The topic's subscription: messages go out one by one or in their batches, and are acknowledged, given back, or left behind. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import type { DeliveredMessage, DeliveryAnswer, ReceiveBody, SettleBody } from '../queue/memory';
import { answer } from '../answering';
import { entriesOf, entryOf, idsOf, isVisible, nameOfMessage, recordOf } from './entries';
import type { TopicData, TopicEntry, TopicKept, TopicParameters, TopicReceiver } from './memory';

/** A consumer lets itself be sent messages, so many at a time. */
export function takeReceiver(p: TopicParameters, { volatile: v }: TopicData, event: NodeEvent): Effects {
  const { most, correlation } = bodyOf<ReceiveBody>(event);
  v.receivers = v.receivers.filter(({ worker }) => worker !== event.from);
  v.receivers.push({ worker: event.from, connection: event.connection, most, correlation });
  return p.silenceMs === 0 ? [] : [{ do: 'watch', peer: event.from, silenceMs: p.silenceMs }];
}

/** Hands out what is free, in order, in turn to those who have room. */
export function handOut(p: TopicParameters, data: TopicData): Effects {
  const { durable, volatile: v } = data;
  if (v.receivers.length === 0) return [];
  return entriesOf(durable).flatMap((entry) => {
    const ids = free(p, data, entry);
    if (ids.length === 0) return [];
    const receiver = v.receivers.find((one) => roomOf(v, one) > 0);
    if (receiver === undefined) return [];
    v.receivers = [...v.receivers.filter((other) => other !== receiver), receiver];
    return give(p, data, receiver, ids);
  });
}

/** The messages of an entry that may be handed out now. */
function free(p: TopicParameters, { durable, volatile: v }: TopicData, entry: TopicEntry): readonly number[] {
  if (!isVisible(p, durable, entry)) return [];
  return idsOf(entry).filter(
    (id) =>
      !durable.acked.has(id) &&
      !durable.pending.has(id) &&
      !v.leases.has(id) &&
      !v.resting.has(id) &&
      !v.partly.has(id),
  );
}

function roomOf({ leases }: TopicData['volatile'], { worker, connection, most }: TopicReceiver): number {
  const held = [...leases.values()].filter((one) => one.worker === worker && one.connection === connection);
  return most - held.length;
}

function give(
  p: TopicParameters,
  { durable, volatile: v }: TopicData,
  to: TopicReceiver,
  ids: readonly number[],
): Effects {
  const { worker, connection } = to;
  const handle = v.nextHandle;
  v.nextHandle += 1;
  const leased = ids.map((id): Effect => {
    const record = recordOf(durable, id);
    const receives = (v.receives.get(id) ?? 0) + 1;
    v.receives.set(id, receives);
    v.leases.set(id, { handle, worker, connection });
    return note(
      { kind: 'lease', record, messageId: id, worker, receives },
      { as: `leased ${record}`, relies: [nameOfMessage(id)] },
    );
  });
  return [...leased, deliver(p, durable, v, to, ids, handle), ...clock(p, handle)];
}

const clock = ({ ackTimeoutMs: delayMs }: TopicParameters, handle: number): Effects =>
  delayMs === 0 ? [] : [{ do: 'startTimer', name: `lease ${handle}`, event: 'leaseOver', delayMs, body: handle }];

function deliver(
  p: TopicParameters,
  durable: TopicKept,
  v: TopicData['volatile'],
  { worker: to, correlation }: TopicReceiver,
  ids: readonly number[],
  handle: number,
): Effect {
  const messages = ids.map((id): DeliveredMessage => {
    const [record, receives] = [recordOf(durable, id), v.receives.get(id) ?? 1];
    return { id, record, handle, name: '', receives, redelivered: receives > 1, body: record };
  });
  const body: DeliveryAnswer = { correlation, messages };
  const records = messages.map(({ record }) => record);
  const again = messages.some(({ redelivered }) => redelivered) ? ' again' : '';
  const says = `${ids.length === 1 ? `message ${ids[0]!}` : `batch of ${ids.length}`}${again}`;
  return {
    do: 'send',
    message: { name: p.words.delivery, as: 'delivery', to, body, records, about: 'deliver', says },
    relies: records.map((record) => `leased ${record}`),
  };
}

/** A message is done. Of a batch that counts as a whole it is noted, until the last one is. */
export function settle(p: TopicParameters, { durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  const { id } = bodyOf<SettleBody>(event);
  const entry = entryOf(durable, id);
  if (entry === undefined) return [];
  const lease = v.leases.get(id);
  v.leases.delete(id);
  v.partly.add(id);
  const ids = idsOf(entry).filter((one) => !durable.acked.has(one));
  const done = p.batchIndexAck ? [id] : ids.every((one) => v.partly.has(one)) ? ids : [];
  const stop: Effects =
    lease === undefined || [...v.leases.values()].some(({ handle }) => handle === lease.handle)
      ? []
      : [{ do: 'stopTimer', name: `lease ${lease.handle}` }];
  return [...stop, ...done.map((one) => finish(durable, v, one, event.from))];
}

function finish(durable: TopicKept, v: TopicData['volatile'], id: number, worker: string): Effect {
  const accepted = !durable.acked.has(id);
  durable.acked.add(id);
  v.partly.delete(id);
  const record = recordOf(durable, id);
  return note(
    { kind: 'settle', record, messageId: id, worker, accepted },
    { as: `settled ${record}`, durable: true, relies: [`leased ${record}`] },
  );
}

export function answerSettled({ words }: TopicParameters, event: NodeEvent): Effects {
  if (words.settled === undefined) return [];
  const { correlation } = bodyOf<SettleBody>(event);
  return [answer(event, words.settled, 'answer', { correlation, error: '', retriable: false }, 'ok')];
}

/** A message is given back: it rests for a while, its whole batch with it where that counts as one. */
export function giveBackLater(p: TopicParameters, { durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  const { id } = bodyOf<SettleBody>(event);
  const entry = entryOf(durable, id);
  if (entry === undefined) return [];
  const ids = (p.batchIndexAck ? [id] : idsOf(entry)).filter((one) => !durable.acked.has(one));
  for (const one of ids) v.resting.add(one);
  v.leases.delete(id);
  return [
    {
      do: 'startTimer',
      name: `rest ${entry.firstId} ${id}`,
      event: 'releaseDue',
      delayMs: p.redeliveryDelayMs,
      body: ids,
    },
  ];
}

/** The rest after a negative acknowledgement is over. */
export function giveBack({ durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  return returned(durable, v, event.body as readonly number[], 'released');
}

/** Nobody holds these any more, and what was noted of their batch is forgotten. */
export function returned(
  durable: TopicKept,
  v: TopicData['volatile'],
  ids: readonly number[],
  why: 'released' | 'disconnected' | 'leaseOver',
): Effects {
  return ids.flatMap((id) => {
    v.leases.delete(id);
    v.resting.delete(id);
    v.partly.delete(id);
    if (durable.acked.has(id)) return [];
    const record = recordOf(durable, id);
    const relies = [`leased ${record}`];
    return [note({ kind: 'return', record, messageId: id, why }, { as: `returned ${record}`, relies })];
  });
}

const withHandle = ({ leases }: TopicData['volatile'], handle: unknown): readonly number[] =>
  [...leases].filter(([, lease]) => lease.handle === handle).map(([id]) => id);

export const isStillLeased = ({ volatile: v }: TopicData, event: NodeEvent): boolean =>
  withHandle(v, event.body).length > 0;

export const takeBack = ({ durable, volatile: v }: TopicData, event: NodeEvent): Effects =>
  returned(durable, v, withBatch(durable, v, withHandle(v, event.body)), 'leaseOver');

/** What was noted as done of the same batches comes again, too. */
export function withBatch(
  durable: TopicKept,
  { partly }: TopicData['volatile'],
  ids: readonly number[],
): readonly number[] {
  const batch = ids.flatMap((id) => idsOf(entryOf(durable, id)!)).filter((id) => partly.has(id));
  return [...new Set([...batch, ...ids])].toSorted((a, b) => a - b);
}
