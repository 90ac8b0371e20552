/** What a caller and its application are told once, and what they know: durably, and while the process lives. */
import type { NodeData } from '../../engine/contracts';
import type { Naming } from './naming';
import type { Numbering } from './numbering';

export interface CallerParameters {
  readonly records: number;
  readonly everyMs: number;
  /** It calls about this record alone; 0: about all of them. */
  readonly only: number;
  /** How many business keys there are: record n has key (n - 1) mod `keys`. */
  readonly keys: number;
  readonly to: string;
  /** The system's own name of the request; its answer is called `…Response` or as `answer` says. */
  readonly request: string;
  readonly naming: Naming;
  /** Once a call has failed its retries go under a new name. */
  readonly freshNameAfterFailure: boolean;
  /** A retry goes under another key, as when the group is chosen for each attempt. */
  readonly retryUnderOtherKey: boolean;
  /** Over a connection that stays, or each request for itself. */
  readonly transport: 'connection' | 'call';
  /** Without confirms the application is told "ok" as soon as the bytes are handed over, and nothing is sent again. */
  readonly confirms: boolean;
  /** So long an answer is waited for; 0: for as long as the connection lasts. */
  readonly timeoutMs: number;
  /** Attempts after the first. */
  readonly retriesMax: number;
  readonly backoffMs: number;
  readonly inFlightMax: number;
  /** Nothing is sent while a call waits to be tried again: no later call overtakes it. */
  readonly retriesInOrder?: boolean;
  /** A time-out is told to the application and not tried again; absent: it is tried again like other failures. */
  readonly givesUpOnTimeout?: boolean;
  /**
   * A restarted application sends again what it cannot remember was confirmed, or goes on with what comes next, or asks the
   * receiver for the highest number that it has and sends what comes after it (numbers that are the records').
   */
  readonly onRestart: 'resend' | 'resume' | 'ask';
  /** Where the numbers under the producer's name come from; absent: one for each call, kept with the orders. */
  readonly numbering?: Numbering;
  /** Of so many instances that share the records it is this one, counted from 0; absent: it has them all. */
  readonly share?: { readonly at: number; readonly of: number };
  /** This record is handed over twice by the application, as when somebody clicks twice; 0: none. */
  readonly clickedTwice: number;
  /** So long after a call about a record has failed a job makes another one; 0: never. */
  readonly jobAgainMs: number;
  /** How often the job does so for one record; absent: once. */
  readonly jobTimes?: number;
  /** Every record is handed over again so long after the first time; absent or 0: none is. */
  readonly twinAfterMs?: number;
  /**
   * These records, in order, are handed over once more from an instant on, as when somebody sets a position back: all at once,
   * or one each `everyMs`.
   */
  readonly replay?: { readonly from: number; readonly to: number; readonly atMs: number; readonly everyMs?: number };
}

/** What a caller is unless its system says otherwise: one call for each record, in order, each waited for, none made anew. */
export const PLAIN_CALLER = {
  only: 0,
  freshNameAfterFailure: false,
  retryUnderOtherKey: false,
  confirms: true,
  inFlightMax: 1,
  clickedTwice: 0,
  jobAgainMs: 0,
} as const satisfies Partial<CallerParameters>;

/** A call of the application: one or more attempts. */
export interface Call {
  readonly id: number;
  readonly record: number;
  readonly call: number;
  /** Its number under the producer's name; -1: not yet given. */
  sequence: number;
  attempt: number;
  correlation: number;
  /** An answer said that it had failed. */
  failed: boolean;
}

/** The application's own database. */
export interface Orders {
  next: number;
  readonly confirmed: Set<number>;
  /** How many calls were made about each record. */
  readonly calls: Map<number, number>;
  nextSequence: number;
}

export interface CallerMemory {
  readonly life: number;
  connected: boolean;
  /** How many connections it has had. */
  greeted: number;
  /** The error with which it has ended; '': it has not. */
  over: string;
  /** The receiver has said what its highest number is. */
  asked: boolean;
  /** Of numbers that are counted anew in each life: the next one. */
  nextNumber: number;
  correlation: number;
  made: number;
  waiting: Call[];
  inFlight: Call[];
  /** Calls that wait to be tried again while nothing else is sent. */
  heldBack: Call[];
}

export type CallerData = NodeData<Orders, undefined, CallerMemory>;

export interface CallBody {
  readonly correlation: number;
  readonly record: number;
  readonly name: string;
  readonly key: number;
  /** The record whose body this is. */
  readonly body: number;
  readonly attempt: number;
}

export interface CallAnswer {
  readonly correlation: number;
  /** '': done. */
  readonly error: string;
  /** Whether the caller may try again. */
  readonly retriable: boolean;
}

export const freshMemory = (life: number): CallerMemory => ({
  life,
  connected: false,
  greeted: 0,
  over: '',
  asked: false,
  nextNumber: 0,
  correlation: 0,
  made: 0,
  waiting: [],
  inFlight: [],
  heldBack: [],
});
