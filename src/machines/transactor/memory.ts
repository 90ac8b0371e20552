/** What an application that turns messages into others is told once, and what it knows while it runs: nothing outlives it. */
import type { Effects, NodeData } from '../../engine/contracts';
import type { DeliveredMessage } from '../queue/memory';

export interface TransactorParameters {
  readonly words: {
    readonly subscribe: string;
    readonly settle: string;
    readonly release: string;
    readonly register: string;
    readonly publish: string;
    readonly begin: string;
    readonly enlistMessages: string;
    readonly enlistAcknowledgements: string;
    readonly end: string;
  };
  readonly input: string;
  readonly output: string;
  /** Who decides transactions; '': there are none. */
  readonly coordinator: string;
  /** The name of its producer; '': the broker gives it one. */
  readonly name: string;
  /** How many messages it takes from the broker at a time, and how many go into one transaction at most. */
  readonly most: number;
  readonly perTransaction: number;
  readonly processingMs: number;
  readonly slowRecord: number;
  readonly slowMs: number;
  readonly backoffMs: number;
  /** Outside transactions: whether it acknowledges before it writes. */
  readonly acknowledgesFirst: boolean;
  /** When a transaction fails it gives back what it has not acknowledged in it. */
  readonly givesBack: boolean;
}

/** One thing to do, atomic in itself; a crash falls between two of them. */
export type Deed =
  | { readonly do: 'begin' | 'enlistMessages' | 'enlistAcknowledgements' | 'commit' }
  | { readonly do: 'handle' | 'produce' | 'acknowledge'; readonly message: DeliveredMessage };

export interface TransactorMemory {
  connected: Set<string>;
  /** The name that its producer has; '': it is not registered. */
  name: string;
  correlation: number;
  sequence: number;
  open: { readonly correlation: number; readonly peer: string; readonly again: () => Effects } | undefined;
  buffer: DeliveredMessage[];
  /** '': none is open. */
  transaction: string;
  /** What went into the open transaction. */
  inside: DeliveredMessage[];
  /** Messages among them that it has acknowledged. */
  settled: Set<number>;
  enlisted: Set<Deed['do']>;
  todo: Deed[];
  current: Deed | undefined;
}

/** Which records it has handled, whatever became of them: only the first time is slow. */
export interface TransactorExperience {
  readonly handled: Set<number>;
  lives: number;
}

export type TransactorData = NodeData<TransactorExperience, undefined, TransactorMemory>;

export const freshTransactor = (life: number): TransactorMemory => ({
  connected: new Set(),
  name: '',
  correlation: life * 100_000,
  sequence: 0,
  open: undefined,
  buffer: [],
  transaction: '',
  inside: [],
  settled: new Set(),
  enlisted: new Set(),
  todo: [],
  current: undefined,
});
