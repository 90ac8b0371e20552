/**
 * What happens one after the other within one instant. Several events may share an instant; those that leave something
 * behind are told apart, in the order of the trace, which no effect leaves before its cause. What only leads up to one
 * belongs to it, and what follows the last one belongs to that.
 */
import type { Trace, TraceEvent } from '../trace/event';
import { lastSeqAt } from '../trace/history/timeline';

/** Where the cursor stands: at an instant, and there after its first, second, … stage; without a stage after all of it. */
export interface Place {
  readonly atMs: number;
  readonly stage?: number | undefined;
}

/** A place of the cursor at which a reader stops. */
export interface Moment {
  readonly atMs: number;
  /** From 1. */
  readonly stage: number;
}

/** Events that leave something behind, so that a reader wants to stop at each. */
const TELLING: ReadonlySet<TraceEvent['kind']> = new Set([
  ...(['lost', 'append', 'truncate', 'refuse', 'marker', 'lead', 'deliver', 'commit', 'told'] as const),
  ...(['enqueue', 'lease', 'settle', 'return', 'bury', 'stage', 'apply', 'absorb', 'exception'] as const),
  ...(['fault', 'crash', 'pause', 'restart', 'wake', 'cut', 'heal', 'transaction'] as const),
]);

/** The numbers of a lane's telling events at an instant, in their order. */
export function tellingAt(trace: Trace, atMs: number): readonly number[] {
  const seqs: number[] = [];
  for (let seq = lastSeqAt(trace.events, atMs - 1) + 1; trace.events[seq]?.at === atMs; seq += 1)
    if (TELLING.has(trace.events[seq]?.kind ?? 'end')) seqs.push(seq);
  return seqs;
}

/** The number of the last event that has happened in a lane when the cursor stands at `place`; -1 before the first. */
export function lastSeqIn(trace: Trace, { atMs, stage }: Place): number {
  const telling = stage === undefined ? [] : tellingAt(trace, Math.round(atMs));
  const isInside = stage !== undefined && stage < telling.length;
  return isInside ? (telling[stage - 1] ?? -1) : lastSeqAt(trace.events, atMs);
}

/** The telling event at which the cursor stands in a lane; undefined where the lane has none at this place. */
export function tellingOf(trace: Trace, { atMs, stage }: Place): TraceEvent | undefined {
  const telling = tellingAt(trace, Math.round(atMs));
  const seq = stage === undefined ? telling.at(-1) : telling[Math.min(stage, telling.length) - 1];
  return seq === undefined ? undefined : trace.events[seq];
}

/** The place right after an event of a lane. */
export function placeOf(trace: Trace, seq: number): Place {
  const atMs = trace.events[seq]?.at ?? 0;
  const before = tellingAt(trace, atMs).filter((telling) => telling < seq).length;
  const own = TELLING.has(trace.events[seq]?.kind ?? 'end') ? 1 : 0;
  return { atMs, stage: Math.max(1, before + own) };
}
