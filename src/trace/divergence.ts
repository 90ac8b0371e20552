/** Where two traces part: the first event that one has and the other has not, or has otherwise. */
import { canonicalText } from './canonical';
import type { Trace, TraceEvent } from './event';

export interface Divergence {
  readonly seq: number;
  /** Absent: that trace has ended before. */
  readonly left: TraceEvent | undefined;
  readonly right: TraceEvent | undefined;
}

/** The first difference of two traces, or `undefined` when they are equal. */
export function firstDivergence(left: Trace, right: Trace): Divergence | undefined {
  const length = Math.max(left.events.length, right.events.length);
  for (let seq = 0; seq < length; seq += 1) {
    const a = left.events[seq];
    const b = right.events[seq];
    if (a === undefined || b === undefined || canonicalText(a) !== canonicalText(b)) return { seq, left: a, right: b };
  }
  return undefined;
}
