/** Small repeatable chance for tests that make many traces: xorshift32, seeded by a whole number. */
export interface Dice {
  /** 0 to `sides` - 1. */
  roll(sides: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in `percent` of 100 cases. */
  often(percent: number): boolean;
}

export function dice(seed: number): Dice {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let round = 0; round < 4; round += 1) next();
  const roll = (sides: number): number => next() % sides;
  return { roll, pick: (from) => from[roll(from.length)]!, often: (percent) => roll(100) < percent };
}
