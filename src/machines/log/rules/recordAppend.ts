/** What an append leaves behind: log entries, and the partition's memory of the producer. */
import { addSequence } from './sequence';
import { cacheBatch, entryFor, takeEpoch } from './producerState';
import { NO_PRODUCER_ID, NO_RECORD, NO_SEQUENCE } from './types';
import type { Batch, LogEntry, ProducerStates } from './types';

/** How many offsets the batch takes: one a record, and one for a marker. */
export function offsetsOf(batch: Batch): number {
  return batch.control === undefined ? batch.records.length : 1;
}

/**
 * Remembers an appended data batch (test 10 of the append): its epoch, its sequences and offsets, and where its
 * transaction begins here. Changes `states`; does nothing for a batch without producer id. `ProducerAppendInfo.appendDataBatch`.
 */
export function recordAppend(states: ProducerStates, batch: Batch, firstOffset: number, nowMs: number): void {
  if (batch.producerId === NO_PRODUCER_ID) return;
  const entry = entryFor(states, batch.producerId);
  takeEpoch(entry, batch.epoch);
  const lastOffset = firstOffset + batch.records.length - 1;
  const { firstSequence, lastSequence } = batch;
  cacheBatch(entry, { firstSequence, lastSequence, firstOffset, lastOffset, timestampMs: nowMs });
  if (batch.transactional) entry.currentTransactionFirstOffset ??= firstOffset;
}

/** The log entries of a batch, one an offset. */
export function entriesOf(batch: Batch, firstOffset: number, leaderEpoch: number, nowMs: number): LogEntry[] {
  const batchSize = offsetsOf(batch);
  const records = batch.control === undefined ? batch.records : [NO_RECORD];
  return records.map((record, index) => ({
    offset: firstOffset + index,
    leaderEpoch,
    producerId: batch.producerId,
    epoch: batch.epoch,
    sequence: batch.firstSequence === NO_SEQUENCE ? NO_SEQUENCE : addSequence(batch.firstSequence, index),
    transactional: batch.transactional,
    control: batch.control,
    coordinatorEpoch: batch.coordinatorEpoch ?? -1,
    record,
    batchFirstOffset: firstOffset,
    batchSize,
    appendedMs: nowMs,
  }));
}
