/** What the application around a consumer is told once, and what it knows while it works. */
import type { NodeData } from '../../engine/contracts';
import type { Polled } from '../consumer/api';
import type { Operation } from './operations';
import type { StepGroup } from './steps';

/** The parts of the application, beside the consumer's own. */
export const LOOP_PART = 'loop';
export const WORKER_PART = 'worker';

export interface WorkerParameters {
  readonly groups: readonly StepGroup[];
  /** `handedOver`: the loop polls on while another thread works. */
  readonly processing: 'inPoll' | 'handedOver';
  /** What becomes of handed-over records that wait when their partition has gone to another member. */
  readonly onPartitionsLost: 'finish' | 'drop';
  /** The record whose first processing throws; 0: none. */
  readonly throwsAt: number;
  /** `close`: the consumer is closed in a finally block; `crash`: the process ends with the exception. */
  readonly onException: 'close' | 'crash';
  readonly requestTimeoutMs: number;
  readonly reconnectBackoffMs: number;
}

export interface WorkerMemory {
  connected: boolean;
  correlation: number;
  /** The write that is not answered. */
  open: { readonly correlation: number } | undefined;
  /** Partitions of which the stored offset is asked for, and with which question. */
  seeking: { readonly correlation: number; readonly partitions: readonly number[] } | undefined;
  /** Polls that were handed over and not begun; `first` is the place of the next. */
  queue: Polled[];
  first: number;
  operations: readonly Operation[];
  current: number;
  /** Progress of this poll is saved. */
  saved: boolean;
  /** Records of this poll whose name was already known. */
  readonly known: Set<number>;
}

/** An exception that was met once is met no more: it stands for trouble that passes. */
export type WorkerData = NodeData<{ threw: boolean }, undefined, WorkerMemory>;

export const freshMemory = (): WorkerMemory => ({
  connected: false,
  correlation: 0,
  open: undefined,
  seeking: undefined,
  queue: [],
  first: 0,
  operations: [],
  current: 0,
  saved: false,
  known: new Set(),
});

/** Whether progress is kept in the sink's own transaction. */
export const keepsProgressInSink = (groups: readonly StepGroup[]): boolean =>
  groups.some(({ steps }) => steps.includes('progress') && steps.length > 1);
