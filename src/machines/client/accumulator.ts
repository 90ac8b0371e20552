/**
 * Batches on their way to the leader: filled, drained, put back for a retry, expired.
 * Source: Kafka's RecordAccumulator, Sender and TransactionManager classes.
 */
import { note, type Effect, type Effects } from '../../engine/contracts';
import { addSequence } from '../log/rules/sequence';
import { NO_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE, type Batch } from '../log/rules/types';
import { partOf } from '../addresses';
import type { ProduceBody } from '../messages';
import { reachAck, tellFailed, tellOk } from './application';
import {
  isTransactional,
  type PendingBatch,
  type ProducerData,
  type ProducerMemory,
  type ProducerParameters,
} from './memory';

/** `send()`: records go into the open batch of the partition; a transaction takes so many and no more. */
export function fill(p: ProducerParameters, { volatile: v }: ProducerData, now: number): Effects {
  const room = isTransactional(p) ? p.transactionRecords - v.transaction.length : v.backlog.length;
  const taken = v.backlog.splice(0, Math.max(0, room));
  if (isTransactional(p)) v.transaction.push(...taken);
  return taken.flatMap((record) => [
    note({ kind: 'call', api: 'send', records: [record] }, { as: `call ${record}`, relies: [`submit ${record}`] }),
    ...addToBatch(p, v, record, now),
  ]);
}

function addToBatch(p: ProducerParameters, v: ProducerMemory, record: number, now: number): Effects {
  const last = v.queue.at(-1);
  if (
    last !== undefined &&
    last.attempts === 0 &&
    last.sequence === NO_SEQUENCE &&
    last.records.length < p.batchRecordsMax
  ) {
    last.records.push(record);
    return [];
  }
  v.made += 1;
  const batch: PendingBatch = {
    id: v.made,
    records: [record],
    createdMs: now,
    attempts: 0,
    sequence: NO_SEQUENCE,
    epoch: v.epoch,
    notBeforeMs: now + p.lingerMs,
    correlation: 0,
  };
  v.queue.push(batch);
  if (p.acks === 0) return [];
  return [
    {
      do: 'startTimer',
      name: `delivery ${batch.id}`,
      event: 'batchExpired',
      delayMs: p.deliveryTimeoutMs,
      body: batch.id,
    },
  ];
}

/** Sends what may be sent now. */
export function drain(p: ProducerParameters, data: ProducerData, now: number): Effects {
  const { volatile: v } = data;
  const effects: Effect[] = [];
  while (v.connected.has(v.view.leader) && v.inFlight.length < p.inFlightMax) {
    const batch = v.queue[0];
    if (batch === undefined || isHeldBack(p, v, batch)) break;
    if (!isReady(p, batch, now)) {
      effects.push({ do: 'startTimer', name: 'drain', event: 'drainDue', delayMs: batch.notBeforeMs - now });
      break;
    }
    v.queue.shift();
    effects.push(...sendBatch(p, data, batch));
  }
  return effects;
}

const isReady = (p: ProducerParameters, batch: PendingBatch, now: number): boolean =>
  batch.notBeforeMs <= now || (batch.attempts === 0 && batch.records.length >= p.batchRecordsMax);

/** With idempotence a retry goes out only when it is the lowest that is not done, and nothing new while all is in doubt. */
function isHeldBack(p: ProducerParameters, v: ProducerMemory, batch: PendingBatch): boolean {
  if (!p.idempotent) return false;
  if (batch.sequence === NO_SEQUENCE) return v.unresolved;
  return v.inFlight.some((other) => other.sequence < batch.sequence);
}

function sendBatch(p: ProducerParameters, data: ProducerData, batch: PendingBatch): Effects {
  const { volatile: v } = data;
  v.correlation += 1;
  batch.correlation = v.correlation;
  batch.attempts += 1;
  if (p.idempotent && batch.sequence === NO_SEQUENCE) stamp(v, batch);
  const reach = (when: 'before' | 'after'): Effect[] =>
    batch.records.map((record) => ({ do: 'reach', when, step: 'send', record, relies: [`submit ${record}`] }));
  const send: Effect = {
    do: 'send',
    message: {
      name: 'ProduceRequest',
      to: v.view.leader,
      part: partOf(v.view.partition),
      body: bodyFor(p, v, batch),
      records: [...batch.records],
      about: 'produce',
      says: saysOf(p, batch),
    },
    relies: batch.records.map((record) => `submit ${record}`),
  };
  if (p.acks === 0)
    return [
      ...reach('before'),
      send,
      ...tellOk(data, batch.records, 'acks=0'),
      ...reach('after'),
      ...reachAck('after', batch.records),
    ];
  v.inFlight.push(batch);
  return [
    ...reach('before'),
    send,
    { do: 'startTimer', name: `request ${batch.correlation}`, event: 'requestTimedOut', delayMs: p.requestTimeoutMs },
    ...reach('after'),
  ];
}

function stamp(v: ProducerMemory, batch: PendingBatch): void {
  batch.sequence = v.nextSequence;
  batch.epoch = v.epoch;
  v.nextSequence = addSequence(v.nextSequence, batch.records.length);
}

function bodyFor(
  p: ProducerParameters,
  v: ProducerMemory,
  { records, sequence, epoch, correlation }: PendingBatch,
): ProduceBody {
  const batch: Batch = {
    producerId: p.idempotent ? v.producerId : NO_PRODUCER_ID,
    epoch: p.idempotent ? epoch : NO_EPOCH,
    firstSequence: sequence,
    lastSequence: sequence === NO_SEQUENCE ? NO_SEQUENCE : addSequence(sequence, records.length - 1),
    transactional: isTransactional(p),
    records: [...records],
  };
  return { correlation, acks: p.acks, batch, transactionalId: p.transactionalId, leaderEpoch: v.view.leaderEpoch };
}

function saysOf(p: ProducerParameters, { sequence, attempts }: PendingBatch): string {
  const again = attempts > 1 ? ` · attempt ${attempts}` : '';
  return sequence === NO_SEQUENCE ? `acks=${p.acks}${again}` : `acks=${p.acks} · seq ${sequence}${again}`;
}

/** Takes a batch out of flight; its timers stop. */
export function land(v: ProducerMemory, batch: PendingBatch): Effects {
  v.inFlight = v.inFlight.filter((other) => other !== batch);
  return [{ do: 'stopTimer', name: `request ${batch.correlation}` }];
}

export const stopDelivery = (batch: PendingBatch): Effect => ({ do: 'stopTimer', name: `delivery ${batch.id}` });

/**
 * Puts a batch back for a retry, or fails it when it has none left. Without idempotence it goes to the head: two that fail
 * together swap places. With idempotence it goes where its sequence belongs.
 */
export function requeue(p: ProducerParameters, v: ProducerMemory, batch: PendingBatch, now: number): Effects {
  const landed = land(v, batch);
  if (batch.attempts > p.retries)
    return [...landed, stopDelivery(batch), ...tellFailed(batch.records, 'unknown', 'no retries left')];
  batch.notBeforeMs = now + p.retryBackoffMs;
  const place = p.idempotent
    ? v.queue.findIndex((other) => other.sequence === NO_SEQUENCE || other.sequence > batch.sequence)
    : 0;
  v.queue.splice(place < 0 ? v.queue.length : place, 0, batch);
  return landed;
}

/** The connection is gone: everything in flight on it fails together, the oldest first. */
export function requeueAll(p: ProducerParameters, data: ProducerData, now: number): Effects {
  const { volatile: v } = data;
  const effects = [...v.inFlight].flatMap((batch) => requeue(p, v, batch, now));
  return [...effects, ...drain(p, data, now)];
}

/** The batch with this id, wherever it is. */
export function batchById(v: ProducerMemory, id: number): PendingBatch | undefined {
  return v.inFlight.find((batch) => batch.id === id) ?? v.queue.find((batch) => batch.id === id);
}

/** Gives a batch up after `delivery.timeout.ms`. One that was sent may be in the log: the application learns "unknown". */
export function expireBatch(v: ProducerMemory, batch: PendingBatch): Effects {
  v.queue = v.queue.filter((other) => other !== batch);
  if (batch.sequence !== NO_SEQUENCE) v.unresolved = true;
  return [
    ...land(v, batch),
    ...tellFailed(batch.records, batch.attempts > 0 ? 'unknown' : 'fail', 'delivery.timeout.ms'),
  ];
}

/** The client's own epoch bump: what is left is numbered from 0 again. Source: KIP-360. */
export function bumpEpoch(v: ProducerMemory): Effects {
  v.epoch += 1;
  v.nextSequence = 0;
  v.lastAckedSequence = -1;
  v.unresolved = false;
  for (const batch of [...v.inFlight, ...v.queue]) if (batch.sequence !== NO_SEQUENCE) stamp(v, batch);
  return [];
}
