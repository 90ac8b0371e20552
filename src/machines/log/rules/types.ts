/** The data that the log's rules work on: batches, log entries, and what a partition remembers of each producer. */

export const NO_PRODUCER_ID = -1;
export const NO_EPOCH = -1;
export const NO_SEQUENCE = -1;
export const NO_OFFSET = -1;
/** The record id of a control marker, which carries no record of the workload. */
export const NO_RECORD = 0;
/** How many batches of a producer a partition remembers (`ProducerStateEntry.NUM_BATCHES_TO_RETAIN`). */
export const CACHED_BATCHES = 5;

export type Origin = 'client' | 'coordinator' | 'replication';
export type Control = 'commit' | 'abort';
export type TransactionVersion = 1 | 2;
export type Acks = 0 | 1 | 'all';

/** Records that travel and are stored together. Not idempotent: producer id, epoch and sequences are -1. */
export interface Batch {
  readonly producerId: number;
  readonly epoch: number;
  readonly firstSequence: number;
  /** Sequences count records, so this is `firstSequence + records.length - 1`, wrapped. */
  readonly lastSequence: number;
  readonly transactional: boolean;
  /** Business ids of the records, in order. Empty in a marker, which still takes one offset. */
  readonly records: readonly number[];
  readonly control?: Control;
  /** Of a marker: the epoch of the transaction coordinator that wrote it. */
  readonly coordinatorEpoch?: number;
}

/** What stands at one offset. */
export interface LogEntry {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly producerId: number;
  readonly epoch: number;
  /** Of this record; -1 in markers and when not idempotent. */
  readonly sequence: number;
  readonly transactional: boolean;
  /** `undefined` in data. */
  readonly control: Control | undefined;
  readonly coordinatorEpoch: number;
  /** Business id of the record; `NO_RECORD` in a marker. */
  readonly record: number;
  readonly batchFirstOffset: number;
  readonly batchSize: number;
  readonly appendedMs: number;
}

export interface CachedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly timestampMs: number;
}

/** What a partition replica remembers of one producer id (`ProducerStateEntry`). */
export interface ProducerEntry {
  /** The highest epoch accepted; -1 when none yet. */
  epoch: number;
  /** Of the last marker; -1 when none yet. */
  coordinatorEpoch: number;
  /** Where this producer's open transaction begins here; `undefined` when none is open. */
  currentTransactionFirstOffset: number | undefined;
  /** The newest last, at most `CACHED_BATCHES`. */
  batches: CachedBatch[];
  lastTimestampMs: number;
}

/** By producer id. Iterated in insertion order only. */
export type ProducerStates = Map<number, ProducerEntry>;

/** A transaction that a marker ended on this partition (`CompletedTxn`). */
export interface CompletedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly markerOffset: number;
  readonly aborted: boolean;
}
