/** Batches that wait for their turn. Source: Kafka's RecordAccumulator. */
import type { Effect, Effects } from '../../engine/contracts';
import { NO_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE } from '../log/rules/types';
import { deliveryTimer } from './batches';
import { isTransactional } from './memory';
import type { ClientMemory, ClientParameters, PartitionState, PendingBatch } from './memory';
import { isStale } from './numbering';
import { sendBatch } from './sending';
import type { RecordToSend } from './talk';

/** `send()`: the record goes into the open batch of its partition, or begins one. */
export function addRecord(
  p: ClientParameters,
  v: ClientMemory,
  { record, partition }: RecordToSend,
  now: number,
): Effects {
  const { queue } = v.partitions[partition]!;
  const last = queue.at(-1);
  if (last !== undefined && last.attempts === 0 && last.sequence < 0 && last.records.length < p.batchRecordsMax) {
    last.records.push(record);
    return [];
  }
  const batch = newBatch(p, v, record, partition, now);
  queue.push(batch);
  if (p.acks === 0) return [];
  const { id: body } = batch;
  const delayMs = p.deliveryTimeoutMs;
  return [{ do: 'startTimer', name: deliveryTimer(batch), event: 'batchExpired', delayMs, body }];
}

function newBatch(p: ClientParameters, v: ClientMemory, record: number, partition: number, now: number): PendingBatch {
  v.made += 1;
  const batch: PendingBatch = {
    id: v.made,
    partition,
    records: [record],
    attempts: 0,
    producerId: NO_PRODUCER_ID,
    epoch: NO_EPOCH,
    sequence: NO_SEQUENCE,
    renumbered: false,
    notBeforeMs: now + p.lingerMs,
    correlation: 0,
    to: '',
  };
  v.batches.set(batch.id, batch);
  return batch;
}

/** Sends what may be sent now: a batch of each partition in turn, as long as there are any. */
export function drain(p: ClientParameters, v: ClientMemory, now: number): Effects {
  const effects: Effect[] = [];
  let due = Infinity;
  let sent = true;
  while (sent) {
    sent = false;
    for (const partition of inTurn(v)) {
      const batch = partition.queue[0];
      if (batch === undefined || !maySend(p, v, partition, batch)) continue;
      if (!isReady(p, v, batch, now)) {
        due = Math.min(due, batch.notBeforeMs);
        continue;
      }
      partition.queue.shift();
      effects.push(...sendBatch(p, v, partition, batch));
      sent = true;
    }
  }
  v.turn = (v.turn + 1) % v.partitions.length;
  if (due < Infinity) effects.push({ do: 'startTimer', name: 'drain', event: 'drainDue', delayMs: due - now });
  return effects;
}

const inTurn = ({ partitions, turn }: ClientMemory): readonly PartitionState[] =>
  partitions.length === 1 ? partitions : [...partitions.slice(turn), ...partitions.slice(0, turn)];

/** Full, or waited long enough; `commitTransaction()` waits for nothing that is new. */
function isReady(p: ClientParameters, v: ClientMemory, batch: PendingBatch, now: number): boolean {
  const isFlushed = batch.records.length >= p.batchRecordsMax || v.transaction?.ending === 'commit';
  return batch.notBeforeMs <= now || (batch.attempts === 0 && isFlushed);
}

/** Whether connection, transaction and numbering allow this batch, the first of its partition, to go out. */
export function maySend(p: ClientParameters, v: ClientMemory, partition: PartitionState, batch: PendingBatch): boolean {
  const { leader } = partition.view;
  if (!v.connected.has(leader) || (v.load.get(leader) ?? 0) >= p.inFlightMax) return false;
  if (p.inFlightMax === 1 && isUnderWay(v, batch.partition)) return false;
  if (isTransactional(p) && v.transaction?.added.has(batch.partition) !== true) return false;
  return !p.idempotent || isNextInOrder(v, partition, batch);
}

/** With one request at a time a partition is silent until its batch is done, on whichever connection that is. */
const isUnderWay = (v: ClientMemory, partition: number): boolean =>
  [...v.inFlight.values()].some((batch) => batch.partition === partition);

/** Of batches that have a sequence only the lowest goes out; a new one waits for doubts and old identities to end. */
function isNextInOrder(v: ClientMemory, partition: PartitionState, batch: PendingBatch): boolean {
  if (v.producerId === NO_PRODUCER_ID) return false;
  if (batch.sequence !== NO_SEQUENCE) return partition.pending[0] === batch;
  return !partition.unresolved && !(partition.pending.length > 0 && isStale(v, partition));
}
