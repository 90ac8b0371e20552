/** What a worker in epochs is told once, and what it knows while it runs; nothing of that survives a crash. */
import type { Effects, NodeData } from '../../engine/contracts';
import type { Plan, Prepared } from '../checkpoint/shelf';
import type { FeedEntry } from '../feed/memory';
import type { StepGroup, StepName } from '../worker/steps';

export interface EpochWords {
  /** The system's own names of what it asks for. */
  readonly fetch: string;
  readonly plan: string;
  readonly save: string;
  readonly restore: string;
  /** Of a write that saves progress with what it writes; absent: it is a write like others. */
  readonly commit?: string;
  /** Of telling the source how far it need not keep its log, once progress is saved; absent: it is not told. */
  readonly confirm?: string;
  /** Of the error when the source has forgotten the position; absent: Kafka's. */
  readonly gone?: string;
}

export interface EpochWorkerParameters {
  readonly words: EpochWords;
  /** Who it is to the checkpoint, and to the sink as a prefix of its transactions; two that share one are one to them. */
  readonly id: string;
  readonly prefix: string;
  readonly source: string;
  readonly partition: number;
  readonly sink: string;
  /** Where effects outside every transaction go; the sink when it is the same. */
  readonly outside: string;
  /** Where progress is kept when it is not kept in the sink. */
  readonly checkpoint: string;
  readonly groups: readonly StepGroup[];
  /** An epoch ends after so many records (0: no such limit), or at the next multiple of so many ms (0: none). */
  readonly epoch: { readonly count: number; readonly everyMs: number };
  /** Records go through the first steps as they come, or together when the epoch is full. */
  readonly streams: boolean;
  /** Writes down what an epoch will read before it runs, and runs the same again after a crash. */
  readonly planLog: boolean;
  /** Reads what is committed alone, as with `isolation.level=read_committed`, where the source knows transactions; absent where it knows none. */
  readonly committedOnly?: boolean;
  /** Goes on with the next epoch while the last one is being saved; what was prepared is published when that is told. */
  readonly pipelined: boolean;
  /** A write waits for its answer; without this a write that is lost is lost. */
  readonly confirmsWrites: boolean;
  /** What a write is called at the sink: its records, the source's ids of the messages, the number of the batch, a record's place in it, or new with each attempt. */
  readonly namedBy: 'record' | 'message' | 'batch' | 'slot' | 'attempt';
  /** Saving waits for its answer; absent: it does. A system that answers nothing is not waited for. */
  readonly confirmsSaves?: boolean;
  /** Without this, running again computes something else. */
  readonly deterministic: boolean;
  /** Its own code is run again from the top after a restart and has to ask for the same steps as before. */
  readonly replays: boolean;
  readonly processingMs: number;
  /** How long one record takes that is slow the first time; 0 in `slowRecord`: none. */
  readonly slowRecord: number;
  readonly slowMs: number;
  /** Handling this record always fails; this one the first time only. 0: none. */
  readonly poisonRecord: number;
  readonly failsOnceRecord: number;
  /** How often an epoch is tried again at once; and what comes then. */
  readonly retriesMax: number;
  readonly afterRetries: 'skip' | 'block';
  readonly retryMs: number;
  /** The wait is so many times longer after each further failure, up to the cap; absent: always the same. */
  readonly retryFactor?: number;
  readonly retryCapMs?: number;
  /** How long it waits before it connects again. */
  readonly backoffMs: number;
  /** What it does when the sink's own progress is ahead of it: goes on from there, or gives way to who wrote it. */
  readonly onFenced: 'adopt' | 'stop';
  /** What it does when its transaction is over: the job fails and starts again so often. */
  readonly restartsMax: number;
  readonly restartDelayMs: number;
  /**
   * Where it begins when nothing is saved, and where it goes on when the source has forgotten its position; `anew`: as if
   * nothing were saved; `stop`: nowhere.
   */
  readonly startFrom: 'earliest' | 'latest';
  readonly onOutOfRange: 'earliest' | 'latest' | 'anew' | 'stop';
  /** So long after a read was lost it reads again; absent: soon. */
  readonly readAgainMs?: number;
  /** It is started, or taken away for good, at this instant; absent: at the beginning, and never. */
  readonly startsAtMs?: number;
  readonly endsAtMs?: number;
  /** Goes back to this snapshot instead of the newest when it restarts; 0: the newest. */
  readonly restoreEpoch: number;
  /** When it restarts somebody sets the progress in the sink to this position by hand; -1: nobody does. */
  readonly alterTo: number;
  /** Records that overtake the barrier when inputs are not aligned: done in the epoch, and read again after it. */
  readonly overtaking: number;
  /** Takes over when this node has been silent for so long; '': works from the beginning. */
  readonly standbyFor: string;
  readonly leaseMs: number;
  /**
   * Of a source that hands a task out again when its time is over: this worker takes over from the start on, once a task of
   * its own has timed out, or there is nobody else and it starts its own again. Absent: the source looks at no times.
   */
  readonly takesOver?: 'fromTheStart' | 'onceTimedOut' | 'itself';
  /** Records that come later than this after their time are dropped; 0: none are. */
  readonly latenessMs: number;
  readonly recordEveryMs: number;
  /**
   * What it does when it may not do a step: asks again, which is so when absent; is at its end; counts it as a failure of the
   * epoch, which ends with its retries or lasts as long as the right is missing; or does the epoch again after `leaseMs`,
   * because what it has done was not taken down; or starts over from where its progress is, once it may. Of reads: ends, at once
   * or after as many retries as an epoch has, or reads again.
   */
  readonly onDenied?: 'askAgain' | 'stop' | 'fail' | 'failThenWait' | 'redo' | 'startOver';
  /** How long it takes to copy its state before it can be saved. */
  readonly snapshotMs: number;
  /** So long without hearing that an epoch was saved, the job fails. */
  readonly saveTimeoutMs: number;
}

/** One thing to do, atomic in itself; a crash falls between two of them. */
export type Operation =
  | { readonly do: 'handle'; readonly entry: FeedEntry }
  | { readonly do: 'plan' }
  | {
      readonly do: 'write';
      readonly to: string;
      readonly steps: readonly StepName[];
      readonly entries: readonly FeedEntry[];
      /** Saves progress in the sink's own transaction. */
      readonly saves: boolean;
      readonly names: { readonly memory: 'worker' | 'sink'; readonly looksUp: boolean; readonly putsDown: boolean };
    }
  | { readonly do: 'save'; readonly steps: readonly StepName[] }
  | { readonly do: 'commit'; readonly prepared: Prepared }
  | { readonly do: 'abortOthers' }
  | { readonly do: 'alter' };

export interface Epoch {
  readonly id: number;
  readonly from: number;
  readonly taken: FeedEntry[];
  /** Its end is decided. */
  over: boolean;
  /** Its operations are under way. */
  closing: boolean;
  /** Next position after it; for an epoch that was planned before. */
  until: number | undefined;
}

/** Asked of whom, by what event it reaches there, and how often. */
export interface OpenQuestion {
  readonly correlation: number;
  readonly peer: string;
  readonly question: string;
  tries: number;
  readonly again: () => Effects;
  /** Asks as if for the first time: the last answer said that nothing was done. */
  readonly anew: () => Effects;
}

export interface EpochMemory {
  readonly life: number;
  connected: Set<string>;
  correlation: number;
  /** The one open question: to whom, how to ask it again. */
  open: OpenQuestion | undefined;
  /** The read that waits at the source. */
  fetching: number;
  position: number;
  buffer: FeedEntry[];
  epoch: Epoch;
  todo: Operation[];
  current: Operation | undefined;
  /** Epochs that are being saved while the next one goes on. */
  saving: { readonly epoch: number; readonly operation: Operation; readonly records: readonly number[] }[];
  /** The snapshot of an epoch is being taken; the next one waits for it, as one checkpoint at a time is the rule. */
  snapshotting: boolean;
  /** Prepared and not yet published. */
  prepared: Prepared[];
  /** Records of this epoch whose name was known. */
  readonly known: Set<number>;
  failures: number;
  /** Reads that were refused one after the other. */
  refusedReads: number;
  busy: boolean;
  plan: Plan | undefined;
}

/** What the process has been through, for its log alone. */
export interface Experience {
  readonly handled: Set<number>;
  lives: number;
  altered: boolean;
  restarts: number;
}

export type EpochData = NodeData<Experience, undefined, EpochMemory>;

export const freshEpoch = (id: number, from: number): Epoch => ({
  id,
  from,
  taken: [],
  over: false,
  closing: false,
  until: undefined,
});

/** No question of a life has a number at or below this one; those of the lives before have. */
export const firstCorrelation = (life: number): number => life * 100_000;

export const freshMemory = (life: number): EpochMemory => ({
  life,
  connected: new Set(),
  correlation: firstCorrelation(life),
  open: undefined,
  fetching: -1,
  position: 0,
  buffer: [],
  epoch: freshEpoch(1, 0),
  todo: [],
  current: undefined,
  saving: [],
  snapshotting: false,
  prepared: [],
  known: new Set(),
  failures: 0,
  refusedReads: 0,
  busy: false,
  plan: undefined,
});
