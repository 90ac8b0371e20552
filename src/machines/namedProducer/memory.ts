/** What a producer with a name is told once, and what it knows: the application durably, the client while it lives. */
import type { NodeData } from '../../engine/contracts';

export interface NamedProducerParameters {
  readonly words: { readonly register: string; readonly publish: string };
  readonly records: number;
  readonly everyMs: number;
  /** How many business keys there are: record n has key (n - 1) mod `keys`. */
  readonly keys: number;
  readonly to: string;
  /** Whether this record is this producer's. */
  readonly takes: (record: number) => boolean;
  /** '': the broker gives it one, another in each life of the process. */
  readonly name: string;
  /**
   * Who numbers the messages: the client library, which goes on behind what the broker last persisted under the name; the
   * application by a number that belongs to the record; or the application by a counter that begins at 0 in each life.
   */
  readonly numbering: 'library' | 'record' | 'counter';
  /** The library numbers from one above this, unless the broker knows a higher number; -1: from 0. */
  readonly initialSequence: number;
  /** This record's number is too high by so much; record 0: none. */
  readonly jump: { readonly record: number; readonly by: number };
  /** What a restarted application does with what it cannot remember was stored; `askBroker`: it asks how far the topic is. */
  readonly onRestart: 'resend' | 'resume' | 'askBroker';
  readonly partitions: number;
  /** By the key, or in turn: where a life begins in turn differs from the life before. */
  readonly routing: 'byKey' | 'inTurn';
  /** So long after it was handed over a message that is not stored is given up; 0: never. */
  readonly sendTimeoutMs: number;
  readonly backoffMs: number;
  /** How many messages may be under way at a time. */
  readonly pendingMax: number;
  /** Messages of one entry at most, and how long the first of them waits for the others. */
  readonly batchMax: number;
  readonly batchDelayMs: number;
  /** So long after it was told that a send failed the application sends the record once more; 0: never. */
  readonly jobAgainMs: number;
  /** Takes over when this node has been silent for so long; '': works from the beginning. */
  readonly standbyFor: string;
  readonly silenceMs: number;
}

/** Messages that are one entry; they have consecutive numbers. */
export interface Parcel {
  readonly id: number;
  readonly partition: number;
  readonly sequence: number;
  readonly records: number[];
  /** Its number is none that is new here: the broker may have it, so nothing new may share its fate. */
  readonly old: boolean;
  attempt: number;
  correlation: number;
}

/** The application's own database. */
export interface Lines {
  next: number;
  readonly confirmed: Set<number>;
  readonly calls: Map<number, number>;
}

export interface NamedProducerMemory {
  readonly life: number;
  /** The name that it has; '': none yet. */
  name: string;
  /** The error with which it has ended; '': it has not. */
  over: string;
  registered: boolean;
  correlation: number;
  /** Next number of the library, by partition. */
  numbers: number[];
  /** By partition: the highest number that the broker had, or that was handed over since. */
  pushed: number[];
  /** Next number of the application's counter, and next place in turn. */
  counter: number;
  turn: number;
  made: number;
  gathering: Parcel | undefined;
  unsent: Parcel[];
  inFlight: Parcel[];
}

export type NamedProducerData = NodeData<Lines, undefined, NamedProducerMemory>;

export const freshProducerMemory = (life: number): NamedProducerMemory => ({
  life,
  name: '',
  over: '',
  registered: false,
  correlation: life * 100_000,
  numbers: [],
  pushed: [],
  counter: 0,
  turn: life - 1,
  made: 0,
  gathering: undefined,
  unsent: [],
  inFlight: [],
});
