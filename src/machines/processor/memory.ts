/** What a processor's application is told once, and what it knows while it runs; nothing of it survives a crash. */
import type { NodeData } from '../../engine/contracts';
import type { GroupMetadata, Polled, PolledRecord } from '../consumer/api';

/** The part of a processor that is the application; the others are its consumer and its producer. */
export const APP_PART = 'app';
export const PRODUCER_PART = 'producer';

export interface ProcessorParameters {
  readonly id: string;
  /** `exactly_once_v2`: outputs and progress in one transaction; otherwise outputs first, then progress. */
  readonly transactional: boolean;
  readonly commitIntervalMs: number;
  /** What is added to an input's partition to get the output's. */
  readonly outputFrom: number;
  /** `sendOffsetsToTransaction` with all that the consumer knows of its group, or with the group's name alone. */
  readonly groupMetadata: 'full' | 'groupId';
  readonly rewindOnAbort: boolean;
  /** Calls the service for each record before it sends the output. */
  readonly callsService: boolean;
  readonly throwsAt: number;
  /** How long an instance rebuilds its local state from the changelog after an unclean stop; 0: it has none. */
  readonly restoreMs: number;
  /** `abort`: the transaction is aborted and the loop goes on; `close`: everything is closed and a new instance starts. */
  readonly onException: 'abort' | 'close';
  readonly requestTimeoutMs: number;
  readonly maxBlockMs: number;
}

export interface ProcessorMemory {
  /** What the last poll returned, and the place of the next record to process. */
  records: readonly PolledRecord[];
  next: number;
  /** A poll that returned while the application did something else. */
  kept: Polled | undefined;
  /** Since the last commit: the records, and where their partitions go on. */
  work: number[];
  readonly progress: Map<number, number>;
  group: GroupMetadata | undefined;
  /** Outputs that are not acknowledged. */
  unsent: number;
  /** A transaction is open, or ending. */
  begun: boolean;
  isDue: boolean;
  /** The consumer waits until work is committed, to give partitions away. */
  revoking: boolean;
  /** While closing: the producer aborts first, and whether the consumer is closed already. */
  aborting: boolean;
  closed: boolean;
  correlation: number;
}

export type ProcessorData = NodeData<{ threw: boolean; ran: boolean }, undefined, ProcessorMemory>;

export const freshMemory = (): ProcessorMemory => ({
  records: [],
  next: 0,
  kept: undefined,
  work: [],
  progress: new Map(),
  group: undefined,
  unsent: 0,
  begun: false,
  isDue: false,
  revoking: false,
  aborting: false,
  closed: false,
  correlation: 0,
});
