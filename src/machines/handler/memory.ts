/** What a worker on a queue is told once, and what it knows while it runs; nothing of it survives a crash. */
import type { Effects, NodeData } from '../../engine/contracts';
import type { DeliveredMessage } from '../queue/memory';
import type { NamesUse, Task } from './entry';
import type { NameBook } from '../names/book';
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
  /** This record takes `slowMs` when it is handled as it was first handed out, by whichever worker; 0: none. */
  readonly slowRecord: number;
  readonly slowMs: number;
  /** Messages that came together are settled together, and none of them when one fails. */
  readonly allOrNone: boolean;
  /** While it works it asks so often for a longer lease; 0: never. */
  readonly extendEveryMs: number;
  /** It asks for longer leases of the messages that wait for their turn, too. */
  readonly extendsWaiting: boolean;
  /** So long after it was handed a message it stops asking; 0: never. */
  readonly extendForMs: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  /** Whether it waits for the answer to a settlement and asks again when there is none. */
  readonly confirmsSettle: boolean;
  /** Handling this record fails; 0: none. */
  readonly poisonRecord: number;
  /** So often in this worker's life; 0: always. */
  readonly poisonTimes: number;
  /**
   * What a failed handling leads to: the lease runs out, the message is given back at once, or given up, or passed over, or
   * the worker dies of it and its connection with it.
   */
  readonly onError: 'abandon' | 'release' | 'reject' | 'skip' | 'disconnect';
  /** What it takes for a repetition: nothing, or whatever the queue marks as redelivered. */
  readonly dropsRedelivered: boolean;
  /** By what a memory of names in front of the sink knows a message: the business id that it carries, or the queue's own id. */
  readonly namesBy: 'record' | 'messageId';
  /** What it gives back it wants to stay where it is for so long; absent or 0: it may come again at once. */
  readonly releaseDelayMs?: number;
  /** Settles on its present channel what it was handed on one that is gone. */
  readonly settlesOnNewChannel: boolean;
  /** Settles the message of this record twice in a row, as code does that is unsure whether its library has; 0: none. */
  readonly settlesTwice: number;
  /** A book of names that the application keeps for itself, and how it uses it; absent: the sink's memory is all there is. */
  readonly names?: NamesUse;
}

/** A worker that has nothing odd about it. */
export const PLAIN_HANDLER = {
  slowRecord: 0,
  slowMs: 0,
  allOrNone: false,
  extendEveryMs: 0,
  extendsWaiting: false,
  extendForMs: 0,
  poisonRecord: 0,
  poisonTimes: 0,
  dropsRedelivered: false,
  namesBy: 'record',
  settlesOnNewChannel: true,
  settlesTwice: 0,
} as const satisfies Partial<HandlerParameters>;

/** A message in the worker's hands: since when, and over which connection it came. */
export interface HeldMessage extends DeliveredMessage {
  readonly sinceMs: number;
  readonly connection: number;
}

export interface HandlerMemory {
  /** By peer, the connection to it. */
  connected: Map<string, number>;
  correlation: number;
  /** The one open question: to whom, by what event it reaches there, how to ask it again. */
  open:
    | { readonly correlation: number; readonly peer: string; readonly question: string; readonly again: () => Effects }
    | undefined;
  /** What it was handed and has not begun. */
  batch: HeldMessage[];
  current: HeldMessage | undefined;
  /** Handled and to be settled with the rest of their batch. */
  done: HeldMessage[];
  operations: readonly Task[];
  at: number;
  /** The time that handling takes is over. */
  handled: boolean;
  readonly known: Set<number>;
  /** Records for which it lacked a right. */
  readonly denied: Set<number>;
}

/** Which records this worker has handled, whatever became of them: a second message about one of them is not slow. */
export interface Experience {
  readonly handled: Set<number>;
  /** How often handling has failed. */
  failures: number;
  /** Of a worker that keeps the book of names itself. */
  readonly book: NameBook | undefined;
}

export type HandlerData = NodeData<Experience, undefined, HandlerMemory>;

export const freshMemory = (): HandlerMemory => ({
  connected: new Map(),
  correlation: 0,
  open: undefined,
  batch: [],
  current: undefined,
  done: [],
  operations: [],
  at: 0,
  handled: false,
  known: new Set(),
  denied: new Set(),
});
