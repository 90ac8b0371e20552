/** What a database with a log of changes is told once, and what it keeps. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import type { Correlated } from '../messages';
import type { FeedEntry } from '../feed/memory';

/** How long the log is kept: for as long as a reader's slot holds it, or for a time, read or not. */
export const LOG_KEEPERS = ['slot', 'time'] as const;

export interface ChangeLogParameters {
  readonly words: {
    /** The system's own names of the answers to whoever writes and to whoever reads the log. */
    readonly committed: string;
    readonly fetched: string;
  };
  /** How many records the workload has: the last transaction is complete when they are all there. */
  readonly records: number;
  /** So many records are one transaction, and committed together. */
  readonly transactionRecords: number;
  readonly keptBy: (typeof LOG_KEEPERS)[number];
  /** Of a log that is kept for a time: so long; 0: for ever. */
  readonly expireMs: number;
  /** A slot that holds back more changes than this is given up; -1: none is. */
  readonly slotHoldsMost: number;
  /** The disk has room for so many changes that a slot holds back; 0: it is large enough. */
  readonly diskChanges: number;
  /** What stands there after a crash: the database itself, or its replica; and whether that has the slot. */
  readonly afterCrash: 'itself' | 'replica';
  readonly slotOnReplica: boolean;
}

/** The reader's place in the log, kept by the database. */
export interface Slot {
  exists: boolean;
  /** Everything before this position is confirmed, and may be thrown away. */
  confirmed: number;
}

export interface ChangeTables {
  /** Records that have a row, in the order in which they were committed. */
  readonly rows: FeedEntry[];
  /** What the log still holds. */
  log: FeedEntry[];
  /** The first position that it still holds, and the one after its last. */
  earliest: number;
  end: number;
  readonly slot: Slot;
}

export interface ChangeMemory {
  /** Statements of the transaction that is open. */
  open: NodeEvent[];
  /** Readers that wait for a change. */
  waiting: NodeEvent[];
}

export type ChangeLogData = NodeData<ChangeTables, undefined, ChangeMemory>;

/** Tells the database that everything before a position is safe elsewhere. */
export interface ConfirmBody extends Correlated {
  readonly offset: number;
}
