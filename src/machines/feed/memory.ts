/** What a replayable source is told once, and what it keeps: records by position, for as long as its retention says. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import type { NameGuard, GuardParameters } from '../guard/attachment';
import type { Shelf } from '../checkpoint/shelf';

/**
 * Of a source that is a task queue: what was handed out and is not saved in time is handed out again, to whoever stands by
 * or asks next. The one who had it works on, and what he saves is refused.
 */
export interface AttemptRules {
  /** From the handing-out to the saving. */
  readonly timeoutMs: number;
  /** A holder that cannot answer for so long is taken for dead before that; 0: nobody looks. */
  readonly silenceMs: number;
  /** The wait before the second attempt, times `factor` for each further one, at most `retryCapMs`. */
  readonly retryMs: number;
  readonly factor: number;
  readonly retryCapMs: number;
  /** Attempts, the first one too; 0: without limit. */
  readonly attemptsMax: number;
}

export interface FeedParameters {
  readonly words: {
    /** The system's own names of the answers to whoever appends and to whoever reads. */
    readonly appended: string;
    readonly fetched: string;
    /** Of answers about progress, for a source that keeps it itself; without `saved` saving is not answered. */
    readonly saved?: string;
    readonly restored: string;
    /** Of the answer to a producer that asks for the highest number of its name. */
    readonly highest?: string;
  };
  readonly partitions: number;
  /** So long after its append an entry is gone, read or not; 0: never. */
  readonly retentionMs: number;
  /** This record's entry is handed out a second time, under the same id, so long after the first; 0: none. */
  readonly redeliversRecord: number;
  readonly redeliverAfterMs: number;
  readonly guard: GuardParameters | undefined;
  /** A name is known while what it named is still open, that is not yet behind the saved position; or for as long as the guard says. */
  readonly knownWhile: 'open' | 'window';
  /** Absent: who reads is trusted to save in his own time. */
  readonly attempts?: AttemptRules;
}

/** The one task that is handed out: a task queue in order hands out the next one when this is saved. */
export interface Attempt {
  readonly entry: FeedEntry;
  readonly by: string;
  readonly number: number;
  /** Its time is over, the wait for the next attempt is over too, or there is none. */
  state: 'running' | 'over' | 'due' | 'failed';
}

/** One record at one position. */
export interface FeedEntry {
  readonly partition: number;
  readonly offset: number;
  readonly record: number;
  /** The source's own id of the message, the same when it is handed out again. */
  readonly messageId: number;
  readonly name: string;
  /** When the source took it, by the source's clock. */
  readonly acceptedMs?: number;
}

export interface FetchFeedBody {
  readonly correlation: number;
  readonly partition: number;
  /** -1: where the log ends now. */
  readonly offset: number;
  readonly most: number;
  /** Of logs that know transactions: what is not committed is passed over, or waited for. */
  readonly committedOnly?: boolean;
}
export interface FetchedAnswer {
  readonly correlation: number;
  readonly error: '' | 'OFFSET_OUT_OF_RANGE';
  readonly entries: readonly FeedEntry[];
  /** Where to read next: after the entries, or where there is something to be read. */
  readonly next: number;
}

export interface FeedLog {
  entries: FeedEntry[];
  /** The first position that it still keeps, and the one after its last. */
  earliest: number;
  end: number;
}

export interface FeedKept {
  readonly logs: readonly FeedLog[];
  readonly guard: NameGuard | undefined;
  /** By name: where it was appended. */
  readonly places: Map<string, FeedEntry>;
  readonly shelf: Shelf;
  nextMessageId: number;
  attempt: Attempt | undefined;
}

/** Readers that wait for something to read, in the order in which they came. */
export interface FeedMemory {
  waiting: NodeEvent[];
  /** Who would take over a task whose time is over. */
  standingBy: NodeEvent[];
}

export type FeedData = NodeData<FeedKept, undefined, FeedMemory>;
