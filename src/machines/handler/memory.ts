/** What a worker on a queue is told once, and what it knows while it runs; nothing of it survives a crash. */
import type { Effects, NodeData } from '../../engine/contracts';
import type { DeliveredMessage } from '../queue/memory';
import type { Operation } from '../worker/operations';
import type { StepGroup } from '../worker/steps';

export interface HandlerWords {
  /** The system's own names of what it asks for. */
  readonly receive: string;
  readonly settle: string;
  readonly extend: string;
  readonly release: string;
}

export interface HandlerParameters {
  readonly from: string;
  readonly words: HandlerWords;
  readonly groups: readonly StepGroup[];
  /** The queue is asked by calls, or it pushes over a connection that stays. */
  readonly transport: 'connection' | 'call';
  /** How many messages it takes at once. */
  readonly most: number;
  readonly processingMs: number;
  /** This record takes `slowMs` the first time; 0: none. */
  readonly slowRecord: number;
  readonly slowMs: number;
  /** Messages that came together are settled together, and none of them when one fails. */
  readonly allOrNone: boolean;
  /** While it works it asks so often for a longer lease; 0: never. */
  readonly extendEveryMs: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  /** Whether it waits for the answer to a settlement and asks again when there is none. */
  readonly confirmsSettle: boolean;
  /** Handling this record always fails; 0: none. */
  readonly poisonRecord: number;
  /** What a failed handling leads to: the lease runs out, the message is given back at once, or given up, or passed over. */
  readonly onError: 'abandon' | 'release' | 'reject' | 'skip';
  /** What it takes for a repetition: nothing, or whatever the queue marks as redelivered. */
  readonly dropsRedelivered: boolean;
}

export interface HandlerMemory {
  connected: Set<string>;
  correlation: number;
  /** The one open question: to whom, how to ask it again. */
  open: { readonly correlation: number; readonly peer: string; readonly again: () => Effects } | undefined;
  /** What it was handed and has not begun. */
  batch: DeliveredMessage[];
  current: DeliveredMessage | undefined;
  /** Handled and to be settled with the rest of their batch. */
  done: DeliveredMessage[];
  operations: readonly Operation[];
  at: number;
  /** The time that handling takes is over. */
  handled: boolean;
  readonly known: Set<number>;
}

/** How often each record was handled by this worker, whatever became of it: only the first time is slow. */
export interface Experience {
  readonly handled: Set<number>;
}

export type HandlerData = NodeData<Experience, undefined, HandlerMemory>;

export const freshMemory = (): HandlerMemory => ({
  connected: new Set(),
  correlation: 0,
  open: undefined,
  batch: [],
  current: undefined,
  done: [],
  operations: [],
  at: 0,
  handled: false,
  known: new Set(),
});
