/** What a partition remembers of a producer: reading it and keeping it up to date (`ProducerStateEntry`). */
import { CACHED_BATCHES, NO_EPOCH, NO_SEQUENCE } from './types';
import type { Batch, CachedBatch, ProducerEntry, ProducerStates } from './types';

/** The entry of a producer of which nothing is known yet. */
export function freshEntry(): ProducerEntry {
  return {
    epoch: NO_EPOCH,
    coordinatorEpoch: -1,
    currentTransactionFirstOffset: undefined,
    batches: [],
    lastTimestampMs: 0,
  };
}

/** The producer's entry; a fresh one is put into `states` when there is none. */
export function entryFor(states: ProducerStates, producerId: number): ProducerEntry {
  const known = states.get(producerId);
  if (known !== undefined) return known;
  const fresh = freshEntry();
  states.set(producerId, fresh);
  return fresh;
}

/** The last sequence of the newest remembered batch; -1 when none is remembered. */
export function lastSequence(entry: ProducerEntry): number {
  return entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE;
}

/** Whether this producer has a transaction open here under this very epoch (`UnifiedLog.hasOngoingTransaction`). */
export function hasOpenTransaction(states: ProducerStates, producerId: number, epoch: number): boolean {
  const entry = states.get(producerId);
  return entry !== undefined && entry.epoch === epoch && entry.currentTransactionFirstOffset !== undefined;
}

/** Whether a higher epoch of this producer was accepted here. */
export function isStaleEpoch(states: ProducerStates, producerId: number, epoch: number): boolean {
  return epoch < (states.get(producerId)?.epoch ?? NO_EPOCH);
}

/**
 * The remembered batch with the same epoch and exactly the same first and last sequence. An overlap is no match, and
 * neither is a batch that fell out of the memory (`ProducerStateEntry.findDuplicateBatch`).
 */
export function findDuplicate(entry: ProducerEntry | undefined, batch: Batch): CachedBatch | undefined {
  if (entry === undefined || entry.epoch !== batch.epoch) return undefined;
  return entry.batches.find(
    (cached) => cached.firstSequence === batch.firstSequence && cached.lastSequence === batch.lastSequence,
  );
}

/** A new epoch forgets the batches of the old one (`ProducerStateEntry.maybeUpdateProducerEpoch`). */
export function takeEpoch(entry: ProducerEntry, epoch: number): void {
  if (entry.epoch === epoch) return;
  entry.batches = [];
  entry.epoch = epoch;
}

/** Remembers one more batch and forgets the oldest beyond five. */
export function cacheBatch(entry: ProducerEntry, batch: CachedBatch): void {
  if (entry.batches.length === CACHED_BATCHES) entry.batches.shift();
  entry.batches.push(batch);
  entry.lastTimestampMs = batch.timestampMs;
}

/** Where each open transaction of this partition begins, in no particular order. */
export function openFirstOffsets(states: ProducerStates): number[] {
  const offsets: number[] = [];
  for (const entry of states.values()) {
    if (entry.currentTransactionFirstOffset !== undefined) offsets.push(entry.currentTransactionFirstOffset);
  }
  return offsets;
}
