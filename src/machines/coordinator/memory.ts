/** What the coordinator is told once, what it has in its replicated logs, and what it only holds in memory. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import type { LeaderView } from '../leader';
import type { ProducerStates, TransactionVersion } from '../log/rules/types';
import type { Answer, GroupOffsets, GroupState, TransactionMetadata, TransactionPartition } from './rules';

export interface CoordinatorParameters {
  readonly sessionTimeoutMs: number;
  /** How long a rebalance waits for members that do not come: `max.poll.interval.ms`. */
  readonly rebalanceTimeoutMs: number;
  readonly partitions: number;
  readonly brokers: number;
  /** Every transactional.id of the lane; each has a part of its own. */
  readonly transactionalIds: readonly string[];
  readonly transactionVersion: TransactionVersion;
  readonly verificationEnabled: boolean;
  /** `transaction.abort.timed.out.transaction.cleanup.interval.ms`. */
  readonly sweepMs: number;
  /** From writing a record of its own logs until it is replicated. */
  readonly appendMs: number;
  /** How long a new coordinator reads its logs before it answers. */
  readonly loadMs: number;
  /** How long a marker may stay unanswered. */
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
}

/** `__transaction_state` and `__consumer_offsets`: replicated, so a crash of the coordinator loses nothing of it. */
export interface CoordinatorLogs {
  readonly transactions: Map<string, TransactionMetadata>;
  /** The workload's records in each transaction that is not over: what its markers and steps are about. */
  readonly records: Map<string, readonly number[]>;
  /** Offsets by group. */
  readonly offsets: Map<string, GroupOffsets>;
  /** Producers on the offsets partition: a stale epoch is refused there. */
  readonly offsetsProducers: ProducerStates;
  nextProducerId: number;
  /** The group's newest record: what the last completed rebalance decided. */
  group: GroupRecord;
}

export interface Member {
  /** The node that it runs on. */
  readonly node: string;
  /** `group.instance.id`; `null` in a dynamic member. */
  readonly instanceId: string | null;
  /** Of its last join: what it owned, and in which generation. */
  readonly owned: readonly number[];
  readonly ownedIn: number;
  readonly protocol: 'eager' | 'cooperative';
  /** What the last completed rebalance gave it. */
  readonly assigned: readonly number[];
}

export interface GroupRecord {
  /** '': nobody ever joined. */
  readonly name: string;
  readonly generation: number;
  /** By member id, in the order of joining. */
  readonly members: ReadonlyMap<string, Member>;
}

/** The group as its coordinator holds it. */
export interface LiveGroup {
  name: string;
  state: GroupState;
  generation: number;
  readonly members: Map<string, Member>;
  /** The first members wait for others. */
  gathering: boolean;
  /** The rebalance waited long enough: whoever is in now makes the generation. */
  overdue: boolean;
  /** Members that wait for the rebalance to end. */
  readonly joins: Map<string, NodeEvent>;
  /** The open heartbeat of each member. */
  readonly heartbeats: Map<string, NodeEvent>;
  /** Members that were not heard of since their connection broke: their session is running out. */
  readonly missing: Set<string>;
}

/** A record that is being written: it holds, and its answer is given, once it is replicated. */
export interface PendingAppend {
  readonly next: TransactionMetadata;
  readonly answer: Answer;
  /** Who waits for the answer; absent when the coordinator acts by itself. */
  readonly event: NodeEvent | undefined;
}

export interface CoordinatorMemory {
  /** Who leads each partition, as far as each transactional.id's part knows. */
  readonly views: Map<string, Map<number, LeaderView>>;
  /** What is true while a record is being written, by transactional id. */
  readonly held: Map<string, TransactionMetadata>;
  readonly coordinatorEpoch: number;
  /** When this coordinator started: its sweeps count from here. */
  startedMs: number;
  correlation: number;
  /** By transactional id: the partitions whose marker is not acknowledged, with the correlation of the last request. */
  readonly unmarked: Map<string, Map<TransactionPartition, number>>;
  readonly group: LiveGroup;
}

export type CoordinatorData = NodeData<CoordinatorLogs, undefined, CoordinatorMemory>;

const FIRST_PRODUCER_ID = 1000;

/** The logs of a coordinator that nobody has asked anything. */
export const emptyLogs = (): CoordinatorLogs => ({
  transactions: new Map(),
  records: new Map(),
  offsets: new Map(),
  offsetsProducers: new Map(),
  nextProducerId: FIRST_PRODUCER_ID,
  group: { name: '', generation: 0, members: new Map() },
});

/** The coordinator's memory after a start; its epoch grows with every one, and fences the markers of the last. */
export const freshMemory = (coordinatorEpoch: number, group: GroupRecord): CoordinatorMemory => ({
  views: new Map(),
  held: new Map(),
  coordinatorEpoch,
  startedMs: 0,
  correlation: 0,
  unmarked: new Map(),
  group: {
    name: group.name,
    state: group.members.size > 0 ? 'Stable' : 'Empty',
    generation: group.generation,
    members: new Map(group.members),
    gathering: false,
    overdue: false,
    joins: new Map(),
    heartbeats: new Map(),
    missing: new Set(),
  },
});
