/** What a consumer is told once, and what it knows while it runs; nothing of it survives a crash. */
import type { Effects, NodeData } from '../../engine/contracts';
import type { AssignmentAnswer, PartitionOffset } from '../messages';
import { firstLeader, type LeaderView } from '../leader';
import type { GroupMetadata, PolledRecord } from './api';

export interface ConsumerParameters {
  /** The node that it runs on. */
  readonly id: string;
  /** The part that is told what happens. */
  readonly app: string;
  readonly brokers: number;
  readonly group: string;
  /** Subscribes as a member of the group; otherwise it assigns all partitions to itself. */
  readonly joinsGroup: boolean;
  /** `group.instance.id`; '' for a dynamic member. */
  readonly instanceId: string;
  readonly protocol: 'eager' | 'cooperative';
  /** What it subscribes to. */
  readonly partitions: readonly number[];
  /** The application keeps progress elsewhere, and seeks there whenever it is given partitions. */
  readonly appSeeks: boolean;
  /** The application has work that it commits before partitions are given away: its rebalance callback. */
  readonly appCommitsBeforeRevoke: boolean;
  readonly committedOnly: boolean;
  readonly pollRecordsMax: number;
  readonly reset: 'earliest' | 'latest' | 'none';
  readonly autoCommitMs: number | undefined;
  readonly sessionTimeoutMs: number;
  readonly maxPollIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly reconnectBackoffMs: number;
}

/** A partition that is assigned to it. Source: SubscriptionState.TopicPartitionState, CompletedFetch. */
export interface Assigned {
  readonly partition: number;
  /** What it waits for: a position (from whom), or records. */
  awaits: 'seek' | 'committed' | 'reset' | 'records';
  /** Next offset that poll() returns; also where the next fetch begins, since it begins when nothing is buffered. */
  position: number;
  committed: number;
  /** Fetched and not yet returned; `next` is the place of the first of them. */
  buffer: readonly PolledRecord[];
  next: number;
  /** The offset after the buffer: aborted records and markers are passed over. */
  bufferEnd: number;
  fetching: boolean;
}

/** An open question: whom it is for, and how to ask it again. */
export interface Question {
  readonly key: string;
  readonly peer: () => string;
  /** -1: of no partition in particular. */
  readonly partition: number;
  /** Of a commit: what it commits. */
  readonly offsets: readonly PartitionOffset[];
  readonly again: () => Effects;
}

export interface ConsumerMemory {
  /** How many members this node has been so far, itself included: each has a name of its own. */
  life: number;
  /** The leader of each partition, as far as it knows. */
  readonly views: ReadonlyMap<number, LeaderView>;
  readonly connected: Set<string>;
  correlation: number;
  /** By correlation, in the order of asking. */
  readonly open: Map<number, Question>;
  readonly assigned: Map<number, Assigned>;
  /** Partitions with something in their buffer, in the order in which it came. */
  buffered: number[];
  /** -1 while it is in no generation. */
  generation: number;
  /** When the application last polled or was given something. */
  activeMs: number;
  /** Why it has to join again: '' for no reason. */
  rejoin: '' | 'rebalance' | 'lost';
  /** The answer to a join that came while the application had the turn: the next poll takes it in. */
  joined: AssignmentAnswer | undefined;
  /** Somebody else holds its `group.instance.id`. */
  /** With what it was shut out of its group; '': it was not. */
  shutOut: '' | 'FencedInstanceIdException' | 'GroupAuthorizationException';
  autoCommit: 'off' | 'running' | 'due';
}

export type ConsumerData = NodeData<undefined, undefined, ConsumerMemory>;

/** What a consumer knows when it starts. */
export const freshMemory = (p: ConsumerParameters, life: number): ConsumerMemory => ({
  life,
  views: new Map(p.partitions.map((partition) => [partition, firstLeader(partition)])),
  connected: new Set(),
  correlation: 0,
  open: new Map(),
  assigned: new Map(),
  buffered: [],
  generation: -1,
  activeMs: 0,
  rejoin: '',
  joined: undefined,
  shutOut: '',
  autoCommit: 'off',
});

/** Who it is in its group; no member when it assigned its partitions itself. */
export function identityOf(v: ConsumerMemory, p: ConsumerParameters): GroupMetadata {
  const { group, instanceId } = p;
  if (!p.joinsGroup) return { group, member: '', generation: -1, instanceId: '' };
  return { group, member: `${p.id}/${v.life}`, generation: v.generation, instanceId };
}

/** Errors are told as `NONE` or as an empty text when there is none. */
export const isError = (error: string): boolean => error !== '' && error !== 'NONE';
