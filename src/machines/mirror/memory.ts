/** What the clusters of two regions and who copies between them are told once, what they keep, and what they say to each other. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import type { Shelf } from '../checkpoint/shelf';
import type { FeedEntry, FetchFeedBody } from '../feed/memory';
import type { NameGuard, GuardParameters } from '../guard/attachment';
import type { Correlated } from '../messages';
import type { OffsetSync } from './syncs';

/** One place of a log: a record, or the marker that ends a transaction (`record` 0). */
export interface LogEntry extends FeedEntry {
  /** '': it belongs to none. */
  readonly transaction: string;
  /** '': whoever wrote it first wrote it here; else the cluster that it was copied from. */
  readonly copiedFrom: string;
}

export interface RegionLog {
  entries: LogEntry[];
  earliest: number;
  end: number;
}

/** A transaction: whose it is ('': an application's of this cluster, else who copies), and what has become of it. */
export interface Decided {
  readonly by: string;
  fate: 'open' | 'committed' | 'aborted';
}

export interface ClusterParameters {
  readonly id: string;
  readonly words: {
    readonly appended: string;
    readonly fetched: string;
    readonly copied: string;
    readonly ended: string;
    readonly fenced: string;
    readonly saved: string;
    readonly restored: string;
    readonly progress: string;
    readonly synced: string;
    readonly group: string;
    readonly checkpointed: string;
  };
  /** Numbers of the logs that lie here; producers write to the first. */
  readonly logs: readonly number[];
  /** So long after it was written a record is gone, read or not; 0: never. */
  readonly retentionMs: number;
  /** The memory of the names of what is appended here, copies included; absent: there is none. */
  readonly guard: GuardParameters | undefined;
  /** The application's transaction with this record is aborted and written again; 0: none is. */
  readonly abortedRecord: number;
  /** How many of the last pairs are kept; the exponentially spaced ones are thinned out by who reads them. */
  readonly syncsKept: number;
  /** A group that begins here asks for its translated position (RemoteClusterUtils.translateOffsets). */
  readonly translatesAtStart: boolean;
}

export interface ClusterKept {
  readonly logs: ReadonlyMap<number, RegionLog>;
  readonly guard: NameGuard | undefined;
  readonly fates: Map<string, Decided>;
  /** What groups of readers have committed, by group. */
  readonly shelves: Map<string, Shelf>;
  /** Groups that have somebody who reads here. */
  readonly active: Set<string>;
  /** Where those who copy into or out of this cluster go on, by who they are. */
  readonly progress: Map<string, number>;
  syncs: OffsetSync[];
  /** The last translated position that was put here, by group. */
  readonly checkpoints: Map<string, number>;
  /** One more whenever a group or a pair of positions changes. */
  version: number;
  sequence: number;
}

export interface ClusterMemory {
  /** Readers, and those who wait for a change, that will be answered when there is something. */
  readers: NodeEvent[];
  watchers: NodeEvent[];
}
export type ClusterData = NodeData<ClusterKept, undefined, ClusterMemory>;

export type ReadBody = FetchFeedBody;
export interface ReadAnswer extends Correlated {
  readonly error: '' | 'OFFSET_OUT_OF_RANGE';
  readonly entries: readonly LogEntry[];
  readonly next: number;
}

export interface CopyBody extends Correlated {
  /** Who copies. */
  readonly id: string;
  readonly partition: number;
  readonly entry: LogEntry;
  readonly from: string;
  readonly transaction: string;
  /** The name under which a retry of this copy is known again; '': it is not. */
  readonly retry: string;
}
export interface CopyAnswer extends Correlated {
  /** Where it was written; -1: it was known. */
  readonly offset: number;
}
/** Ends a transaction, and with it saves where who copies goes on. */
export interface EndCopyBody extends Correlated {
  readonly transaction: string;
  readonly id: string;
  readonly next: number;
}
export interface ProgressBody extends Correlated {
  readonly id: string;
  readonly partition: number;
  readonly next: number;
}
export interface ProgressAnswer extends Correlated {
  /** -1: nothing is saved. */
  readonly next: number;
}
export interface SyncBody extends Correlated {
  readonly sync: OffsetSync;
}

export interface GroupBody extends Correlated {
  readonly group: string;
  /** Answer when the version is beyond this one; -1: at once. */
  readonly since: number;
}
export interface GroupAnswer extends Correlated {
  readonly version: number;
  /** Next position of the group; -1: it has committed none. */
  readonly offset: number;
  readonly syncs: readonly OffsetSync[];
}
export interface CheckpointBody extends Correlated {
  readonly group: string;
  readonly partition: number;
  readonly offset: number;
  /** Becomes the group's own position where nobody of the group reads. */
  readonly asGroup: boolean;
}

export const freshWaits = (): ClusterMemory => ({ readers: [], watchers: [] });
