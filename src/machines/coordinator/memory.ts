/** What the coordinator is told once, what it has in its replicated logs, and what it only holds in memory. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import { firstLeader, type LeaderView } from '../leader';
import type { TransactionVersion } from '../log/rules/types';
import type { Answer, GroupState, TransactionMetadata } from './rules';

export interface CoordinatorParameters {
  readonly sessionTimeoutMs: number;
  /** How long a rebalance waits for members that do not come: `max.poll.interval.ms`. */
  readonly rebalanceTimeoutMs: number;
  readonly partitions: number;
  readonly brokers: number;
  readonly transactional: boolean;
  readonly transactionVersion: TransactionVersion;
  /** From writing a record of its own logs until it is replicated. */
  readonly appendMs: number;
  readonly retryBackoffMs: number;
}

/** `__transaction_state` and `__consumer_offsets`: replicated, so a crash of the coordinator loses nothing of it. */
export interface CoordinatorLogs {
  readonly transactions: Map<string, TransactionMetadata>;
  /** Committed offsets by `group/partition`. */
  readonly offsets: Map<string, number>;
  nextProducerId: number;
  readonly group: Group;
}

/** The consumer group's metadata: its generation survives a coordinator. */
export interface Group {
  state: GroupState;
  generation: number;
  /** Member id → the node that it runs on, in the order of joining. */
  readonly members: Map<string, string>;
}

/** A record that is being written: it holds, and its answer is given, once it is replicated. */
export interface PendingAppend {
  readonly id: string;
  readonly next: TransactionMetadata;
  readonly answer: Answer;
  /** Who waits for the answer; absent when the coordinator acts by itself. */
  readonly event: NodeEvent | undefined;
}

export interface CoordinatorMemory {
  view: LeaderView;
  /** What is true while a record is being written, by transactional id. */
  readonly held: Map<string, TransactionMetadata>;
  readonly coordinatorEpoch: number;
  correlation: number;
  /** Members that wait for the rebalance to end. */
  readonly joins: Map<string, NodeEvent>;
  /** The open heartbeat of each member. */
  readonly heartbeats: Map<string, NodeEvent>;
  /** Markers on their way: correlation → transactional id. */
  readonly markers: Map<number, string>;
  /** The workload's records in each open transaction. */
  readonly records: Map<string, readonly number[]>;
}

export type CoordinatorData = NodeData<CoordinatorLogs, undefined, CoordinatorMemory>;

/** The coordinator's memory after a start; its epoch grows with every one, and fences the markers of the last. */
export const freshMemory = (coordinatorEpoch: number): CoordinatorMemory => ({
  view: firstLeader(0),
  held: new Map(),
  coordinatorEpoch,
  correlation: 0,
  joins: new Map(),
  heartbeats: new Map(),
  markers: new Map(),
  records: new Map(),
});
