/**
 * What the oracle says of a trace: Kafka's anomalies by code, each with the events that prove it.
 *
 * A *logical record* is one `send()` call; a *business record* is what the workload numbers, and an application may send it
 * several times. All verdicts are those of one reader: what it can read is what counts.
 */

/** `read_committed` or `read_uncommitted`, as in `isolation.level`. */
export type Reader = 'read_committed' | 'read_uncommitted';

export const ORACLE_CODES = ['LP', 'DP', 'DA', 'RO', 'AR', 'ZW', 'HT', 'LC', 'DC'] as const;
/**
 * LP acked loss, DP library duplicate, DA application duplicate, RO reorder, AR aborted read, ZW zombie write,
 * HT hanging transaction, LC consume loss, DC consume duplicate.
 */
export type OracleCode = (typeof ORACLE_CODES)[number];

/** U: vanished before any success was reported. F: reported as failed or unknown, and in the log all the same. */
export type NoteCode = 'U' | 'F';

export interface Finding<Code extends string = OracleCode> {
  readonly code: Code;
  /** The business record that it concerns. */
  readonly record: number;
  /** Events that prove it, in order. */
  readonly witness: readonly number[];
  /** Of a zombie write: whether it got into a log, or into the sink. */
  readonly where?: 'log' | 'sink';
}

/** A stretch of time in which a read_committed reader waited behind an open transaction. */
export interface Stall {
  readonly partition: number;
  /** Event at which the last stable offset fell behind the high watermark. */
  readonly from: number;
  /** Event at which it had caught up; -1: never. */
  readonly until: number;
  readonly ms: number;
}

export interface OracleOptions {
  readonly reader: Reader;
  /** Which effects count: the sink's own, or calls outside every transaction. Default: outside only where there is no other. */
  readonly effects?: 'inside' | 'outside';
}

export interface OracleVerdict {
  readonly reader: Reader;
  /** '' when the run came to rest with everything healed; else why LP, HT, LC and U were not judged. */
  readonly undecided: string;
  readonly anomalies: readonly Finding[];
  readonly notes: readonly Finding<NoteCode>[];
  readonly stalls: readonly Stall[];
}
