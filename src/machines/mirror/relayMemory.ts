/** What somebody who copies a log from one cluster to another is told once, and what it knows; nothing of that survives a crash. */
import type { NodeData } from '../../engine/contracts';
import type { StepGroup } from '../worker/steps';
import type { LogEntry } from './memory';
import type { OpenQuestion } from './question';
import { freshSyncState, type OffsetSync, type SyncRule, type SyncState } from './syncs';

export interface RelayParameters {
  readonly words: {
    readonly fetch: string;
    readonly copy: string;
    readonly end: string;
    readonly fence: string;
    readonly save: string;
    readonly read: string;
    readonly sync: string;
  };
  /** Who it is to the clusters; its transactions and its progress go by that name. */
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** The logs that it reads and writes. */
  readonly from: number;
  readonly to: number;
  /** The cluster that keeps its progress. */
  readonly progressAt: string;
  readonly groups: readonly StepGroup[];
  /** Progress is saved at the next multiple of so many ms after a record; 0: after each batch that was read. */
  readonly saveEveryMs: number;
  readonly committedOnly: boolean;
  /** A copy that is sent again by the same process is known again. */
  readonly idempotent: boolean;
  /** A copy keeps the name that its first writer gave it. */
  readonly keepsNames: boolean;
  /** Does not copy on what was copied here from elsewhere. */
  readonly skipsCopies: boolean;
  /** Where it begins when nothing is saved, and when what comes next is gone. */
  readonly startFrom: 'earliest' | 'latest';
  readonly readsMost: number;
  readonly syncs: { readonly to: string; readonly rule: SyncRule } | undefined;
  readonly backoffMs: number;
  /** At this instant somebody stops it; 0: nobody does. */
  readonly stopsAtMs: number;
}

/** One thing to do, atomic in itself; a crash falls between two of them. */
export type Operation =
  | { readonly do: 'copy'; readonly entry: LogEntry; readonly hidden: boolean }
  | { readonly do: 'save' }
  | { readonly do: 'end' };

export interface Batch {
  readonly number: number;
  readonly taken: LogEntry[];
  over: boolean;
  closing: boolean;
}

export interface RelayMemory {
  readonly life: number;
  connected: Set<string>;
  correlation: number;
  open: OpenQuestion | undefined;
  fetching: number;
  position: number;
  buffer: LogEntry[];
  batch: Batch;
  todo: Operation[];
  current: Operation | undefined;
  copies: number;
  readonly sync: SyncState;
  /** Copied in the transaction that is open: pairs that count when it is committed. */
  pairs: OffsetSync[];
  /** Emitted and not yet heard of. */
  readonly unheard: Map<number, OffsetSync>;
}

export type RelayData = NodeData<{ lives: number }, undefined, RelayMemory>;

export const freshBatch = (number: number): Batch => ({ number, taken: [], over: false, closing: false });

export const freshRelay = (life: number): RelayMemory => ({
  life,
  connected: new Set(),
  correlation: life * 100_000,
  open: undefined,
  fetching: -1,
  position: 0,
  buffer: [],
  batch: freshBatch(1),
  todo: [],
  current: undefined,
  copies: 0,
  sync: freshSyncState(),
  pairs: [],
  unheard: new Map(),
});
