/** Makes a failing thing smaller, one step at a time: what is left of it cannot lose any single part more. */

/** What to try next, the boldest first. */
export type Smaller<T> = (whole: T) => readonly T[];

/**
 * Takes the first smaller version that still fails, again and again, until none does. `triesMax` bounds the number of
 * trials; the best so far is always a failing one. Deterministic: the same input gives the same result.
 */
export function shrink<T>(whole: T, smaller: Smaller<T>, stillFails: (one: T) => boolean, triesMax = 500): T {
  let best = whole;
  let tries = 0;
  for (let next = step(); next !== undefined; next = step()) best = next;
  return best;

  function step(): T | undefined {
    return smaller(best).find((one) => {
      tries += 1;
      return tries <= triesMax && stillFails(one);
    });
  }
}

/** A list without one of its items, for each of them. */
export const withoutOne = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.map((_, gone) => items.filter((_item, place) => place !== gone));
