/** What a broker is told once, and what it knows: on disk, in the page cache, in its process. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import {
  noVerifications,
  rebuildStates,
  truncateAborted,
  truncateEpochs,
  type AbortedIndex,
  type CompletedTransaction,
  type EpochCache,
  type LogEntry,
  type ProducerStates,
  type TransactionVersion,
  type Verifications,
} from './rules';

export interface BrokerParameters {
  readonly id: string;
  /** Which partition this replica is of. */
  readonly partition: number;
  /** In the order of assignment; the first leads first. */
  readonly replicas: readonly string[];
  readonly minIsr: number;
  readonly lagMaxMs: number;
  readonly requestTimeoutMs: number;
  readonly reconnectBackoffMs: number;
  /** Appends between flushes to disk; Kafka's default leaves it to the operating system. */
  readonly flushEvery: number;
  readonly transactional: boolean;
  readonly transactionVersion: TransactionVersion;
  readonly verificationEnabled: boolean;
}

/** In the page cache: survives a crash of the process, not a loss of power. */
export interface PartitionLog {
  entries: LogEntry[];
  states: ProducerStates;
  epochs: EpochCache;
  aborted: AbortedIndex;
  /** Ended transactions whose marker may still be at or above the high watermark. */
  ended: CompletedTransaction[];
}

export interface OnDisk {
  /** Entries before this offset survive a loss of power. */
  flushed: number;
  /** `log-start-offset-checkpoint`: what lies before it is deleted. */
  logStart: number;
  /** `replication-offset-checkpoint`, kept at once instead of every five seconds. */
  highWatermark: number;
}

export interface Waiting {
  readonly event: NodeEvent;
  readonly lastOffset: number;
  readonly baseOffset: number;
}

/** A produce request that waits for the coordinator. */
export interface Verifying {
  readonly event: NodeEvent;
  readonly guard: number;
  readonly tries: number;
}

/** What a leader knows of a follower (`Replica`, `ReplicaState`). */
export interface Follower {
  logEnd: number;
  lastCaughtUpMs: number;
  lastFetchMs: number;
  /** The leader's log end when this follower last asked. */
  endAtLastFetch: number;
}

export interface BrokerMemory {
  /** What a loss of power took from the end of the log; noted when the broker has started again. */
  lost: readonly LogEntry[];
  /** The controller's word before any message came: only in the first incarnation. */
  assigned: boolean;
  leader: string;
  leaderEpoch: number;
  isr: readonly string[];
  /** The in-sync set that the controller was asked for and has not answered; it may hold already. */
  proposed: readonly string[] | undefined;
  /** Followers that had caught up while that proposal was open. */
  readonly joinNext: Set<string>;
  /** Whether somebody's lag will be looked at: an append does not put that off. */
  lagWatched: boolean;
  epochStart: number;
  followers: Map<string, Follower>;
  produces: Waiting[];
  fetches: NodeEvent[];
  replicaFetches: Map<string, NodeEvent>;
  verifications: Verifications;
  /** Produce requests that wait for the coordinator, by correlation of our question. */
  verifying: Map<number, Verifying>;
  correlation: number;
}

export type BrokerData = NodeData<OnDisk, PartitionLog, BrokerMemory>;

export const emptyLog = (): PartitionLog => ({ entries: [], states: new Map(), epochs: [], aborted: [], ended: [] });

/** A broker's volatile memory; `assigned` when the first assignment of leaders is known to everybody. */
export function freshMemory(p: BrokerParameters, assigned: boolean): BrokerMemory {
  return {
    lost: [],
    assigned,
    leader: p.replicas[0] ?? p.id,
    leaderEpoch: 0,
    isr: p.replicas,
    proposed: undefined,
    joinNext: new Set(),
    lagWatched: false,
    epochStart: 0,
    followers: new Map(),
    produces: [],
    fetches: [],
    replicaFetches: new Map(),
    verifications: noVerifications(),
    verifying: new Map(),
    correlation: 0,
  };
}

export const logEnd = (data: BrokerData): number => data.unflushed.entries.length;

/** What a loss of power leaves: the flushed entries, and what can be rebuilt from them. */
export function cutToFlushed(log: PartitionLog, flushed: number): PartitionLog {
  const cut: PartitionLog = { ...emptyLog(), entries: log.entries.slice(0, flushed), epochs: [...log.epochs] };
  rebuild(cut, flushed);
  return cut;
}

/** Cuts the log's end off and forgets what was derived from it. */
export function truncateTo(log: PartitionLog, offset: number): readonly LogEntry[] {
  const gone = log.entries.splice(offset);
  rebuild(log, offset);
  return gone;
}

function rebuild(log: PartitionLog, offset: number): void {
  truncateEpochs(log.epochs, offset);
  truncateAborted(log.aborted, offset);
  const rebuilt = rebuildStates(log.entries);
  log.states = rebuilt.states;
  log.aborted = rebuilt.aborted;
  log.ended = rebuilt.completed;
}
