/**
 * Values that change as a run goes on, kept so that the one that holds at an event is found by halving: a cursor that is
 * dragged through a long run asks for many of them in every frame.
 */
import type { TraceEvent } from '../event';

/** A value and the event from which on it holds. */
export interface Since<T> {
  readonly seq: number;
  readonly value: T;
}

/** Ascending by `seq`. */
export type Timeline<T> = readonly Since<T>[];

/** The value that holds after event `seq`; undefined before the first. */
export function valueAt<T>(timeline: Timeline<T>, seq: number): T | undefined {
  return timeline[countWhile(timeline.length, (index) => (timeline[index]?.seq ?? 0) <= seq) - 1]?.value;
}

/** The last event that has happened at `ms`, whole or not; -1 before the first. */
export function lastSeqAt(events: readonly TraceEvent[], ms: number): number {
  return countWhile(events.length, (index) => (events[index]?.at ?? 0) <= ms) - 1;
}

/** How many of the first `length` indices hold, when all that hold come first. */
function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A timeline of each key, for filling while a trace is read once from its beginning. */
export function addSince<T>(timelines: Map<string, Since<T>[]>, key: string, since: Since<T>): void {
  const known = timelines.get(key);
  if (known === undefined) timelines.set(key, [since]);
  else known.push(since);
}

/** The name of one chart of a lane. */
export const chartKey = (node: string, part: string): string => `${node} ${part}`;

/** The name of one node's copy of a partition, or of its place in it. */
export const replicaKey = (node: string, partition: number): string => `${node} ${partition}`;
