/**
 * Producer state that survives: expiry, the snapshot with one batch a producer, and rebuilding from the log
 * (`ProducerStateManager`, `UnifiedLog.rebuildProducerState`).
 */
import { noteAborted } from './abortedIndex';
import type { AbortedIndex } from './abortedIndex';
import { applyMarker } from './applyMarker';
import { openFirstOffsets } from './producerState';
import { recordAppend } from './recordAppend';
import { addSequence } from './sequence';
import { NO_SEQUENCE } from './types';
import type { Batch, CompletedTransaction, LogEntry, ProducerEntry, ProducerStates } from './types';

/** Producer state as of `offset`: all before it is in it, nothing from it on. */
export interface Snapshot {
  readonly offset: number;
  readonly states: ProducerStates;
}

export interface Rebuilt {
  readonly states: ProducerStates;
  /** Transactions that the replayed part of the log ended, in the order of their markers. */
  readonly completed: CompletedTransaction[];
  /** Of the replayed part. */
  readonly aborted: AbortedIndex;
}

/** Whether a producer is to be forgotten: idle for `producer.id.expiration.ms`, with no transaction open here. */
export function isExpired(entry: ProducerEntry, nowMs: number, expirationMs: number): boolean {
  return entry.currentTransactionFirstOffset === undefined && nowMs - entry.lastTimestampMs >= expirationMs;
}

/** Forgets idle producers; any sequence is accepted from them afterwards. Changes `states`, returns whom it forgot. */
export function expireProducers(states: ProducerStates, nowMs: number, expirationMs: number): number[] {
  const expired = [...states]
    .filter(([, entry]) => isExpired(entry, nowMs, expirationMs))
    .map(([producerId]) => producerId);
  for (const producerId of expired) states.delete(producerId);
  return expired;
}

/** What a snapshot file keeps: of each producer only the last batch. */
export function snapshotOf(states: ProducerStates, offset: number): Snapshot {
  const kept: ProducerStates = new Map();
  for (const [producerId, entry] of states) kept.set(producerId, { ...entry, batches: entry.batches.slice(-1) });
  return { offset, states: kept };
}

/** An independent copy of the states. */
export function copyStates(states: ProducerStates): ProducerStates {
  const copy: ProducerStates = new Map();
  for (const [producerId, entry] of states) copy.set(producerId, { ...entry, batches: [...entry.batches] });
  return copy;
}

/** The states after a snapshot (if any) and all `entries` from its offset on. Gives the same as having appended them. */
export function rebuildStates(entries: readonly LogEntry[], snapshot?: Snapshot): Rebuilt {
  const rebuilt: Rebuilt = {
    states: copyStates(snapshot?.states ?? new Map<number, ProducerEntry>()),
    completed: [],
    aborted: [],
  };
  const from = snapshot?.offset ?? 0;
  replay(
    rebuilt,
    entries.filter((entry) => entry.offset >= from),
  );
  return rebuilt;
}

/** Applies copied or replayed entries, which nobody validates; must hold whole batches. Changes `rebuilt`. */
export function replay(rebuilt: Rebuilt, entries: readonly LogEntry[]): void {
  let index = 0;
  for (let first = entries[index]; first !== undefined; first = entries[index]) {
    const size = first.batchFirstOffset + first.batchSize - first.offset;
    replayBatch(rebuilt, first, entries.slice(index, index + size));
    index += size;
  }
}

function replayBatch(rebuilt: Rebuilt, first: LogEntry, entries: readonly LogEntry[]): void {
  const { states, completed, aborted } = rebuilt;
  if (first.control === undefined) {
    recordAppend(states, batchOf(first, entries), first.offset, first.appendedMs);
    return;
  }
  const ended = applyMarker(states, { ...first, control: first.control }, first.offset, first.appendedMs);
  if (ended === undefined) return;
  completed.push(ended);
  noteAborted(aborted, ended, openFirstOffsets(states));
}

/** The batch that these entries of one batch are. */
export function batchOf(first: LogEntry, entries: readonly LogEntry[]): Batch {
  const { producerId, epoch, transactional, sequence } = first;
  return {
    producerId,
    epoch,
    firstSequence: sequence,
    lastSequence: sequence === NO_SEQUENCE ? NO_SEQUENCE : addSequence(sequence, entries.length - 1),
    transactional,
    records: entries.map((entry) => entry.record),
  };
}
