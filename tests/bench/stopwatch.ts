/** Timing for the bench: medians of repeats, so that one pause of the machine decides nothing. */

export interface Timing {
  readonly medianMs: number;
  readonly repeats: number;
}

const LEAST_TOTAL_MS = 400;
const LEAST_REPEATS = 3;
const MOST_REPEATS = 200;

/** Runs `work` once to warm up, then until it has taken long enough to be believed. */
export function timed(work: () => unknown): Timing {
  work();
  const tookMs: number[] = [];
  let totalMs = 0;
  while (tookMs.length < LEAST_REPEATS || (totalMs < LEAST_TOTAL_MS && tookMs.length < MOST_REPEATS)) {
    const ms = onceMs(work);
    tookMs.push(ms);
    totalMs += ms;
  }
  return { medianMs: medianOf(tookMs), repeats: tookMs.length };
}

export function onceMs(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
