/** What an HTTP service with a memory of keys is told once, and what it keeps. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import type { GuardParameters, NameGuard } from '../guard/attachment';

export interface EndpointParameters {
  /** The system's own name of the answer. */
  readonly response: string;
  readonly processingMs: number;
  readonly guard: GuardParameters | undefined;
  /** A known key with other parameters is an error; without this nobody compares them. */
  readonly comparesParameters: boolean;
  /** A key is somebody's: the same key of another account is another key. */
  readonly scopedByAccount: boolean;
  /** A failure after the work has begun is the answer for ever, or the work is taken up again by a retry. */
  readonly afterFailure: 'storesFailure' | 'runsAgain';
  /** The service fails right after it has done the work for this record; 0: never. */
  readonly failsAfterEffect: number;
  /** The request of this record is refused before any work, the first time; 0: never. */
  readonly invalidOnce: number;
  /** What the service goes on to do with a finished record, so that its state is a later one; 0: nothing. */
  readonly movesOnAfterMs: number;
}

/** What is known of a key. */
export interface KeyRecord {
  readonly record: number;
  readonly body: number;
  state: 'running' | 'done' | 'failed';
}

export interface Services {
  readonly guard: NameGuard | undefined;
  readonly keys: Map<string, KeyRecord>;
  /** Records whose work was done, and how often. */
  readonly done: Map<number, number>;
  readonly refusedOnce: Set<number>;
  /** Finished work that has gone on to a later state since. */
  readonly movedOn: Set<number>;
}

export interface EndpointMemory {
  /** Requests that are being worked on. */
  readonly running: Map<number, NodeEvent>;
  made: number;
}

export type EndpointData = NodeData<Services, undefined, EndpointMemory>;
