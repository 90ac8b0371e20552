/** What a consumer is told once, and what it knows while it runs; nothing of it survives a crash. */
import type { Effects, NodeData } from '../../engine/contracts';
import { firstLeader, type LeaderView } from '../leader';
import type { Operation } from './operations';
import type { StepGroup } from './steps';

export interface ConsumerParameters {
  /** The node that it runs on. */
  readonly id: string;
  /** Alone it assigns the partition to itself; with others it joins the group. */
  readonly joinsGroup: boolean;
  readonly group: string;
  readonly brokers: number;
  readonly groups: readonly StepGroup[];
  readonly committedOnly: boolean;
  readonly pollRecordsMax: number;
  readonly reset: 'earliest' | 'latest' | 'none';
  readonly autoCommitMs: number | undefined;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly reconnectBackoffMs: number;
}

export interface BufferedRecord {
  readonly record: number;
  readonly offset: number;
}

export interface ConsumerMemory {
  view: LeaderView;
  connected: Set<string>;
  correlation: number;
  /** The one open question: to whom, how to ask it again. */
  open:
    | {
        readonly peer: () => string;
        readonly correlation: number;
        readonly again: () => Effects;
        readonly effect: boolean;
      }
    | undefined;
  /** Next offset to fetch. */
  fetchOffset: number;
  buffer: BufferedRecord[];
  /** Next offset after the buffer: aborted records and markers are passed over. */
  bufferEnd: number;
  operations: readonly Operation[];
  current: number;
  /** Progress of this poll is saved. */
  saved: boolean;
  /** Records of this poll whose name was already known. */
  known: Set<number>;
  /** Next offset after the last poll: what an automatic commit may commit at the next poll. */
  position: number;
  committed: number;
  autoCommitDue: boolean;
  /** How often this process has started: a restarted process is another member. */
  readonly life: number;
  /** -1 while it is in no generation. */
  generation: number;
  assigned: boolean;
  /** Correlation of the open heartbeat. */
  heartbeat: number;
  rejoinDue: boolean;
}

export type ConsumerData = NodeData<undefined, undefined, ConsumerMemory>;

/** What a consumer knows when it starts. */
export const freshMemory = (life: number): ConsumerMemory => ({
  life,
  generation: -1,
  assigned: false,
  heartbeat: 0,
  rejoinDue: false,
  view: firstLeader(0),
  connected: new Set(),
  correlation: 0,
  open: undefined,
  fetchOffset: 0,
  buffer: [],
  bufferEnd: 0,
  operations: [],
  current: 0,
  saved: false,
  known: new Set(),
  position: 0,
  committed: 0,
  autoCommitDue: false,
});

/** The member id that the group coordinator knows it by; '' when it is no member. */
export const memberOf = (v: ConsumerMemory, p: ConsumerParameters): string => (p.joinsGroup ? `${p.id}/${v.life}` : '');
