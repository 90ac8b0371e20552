/** Choices of a fault generator: drawn from its seed by what they are about, so that one more choice moves no other. */
import { draw } from '../../src/engine/draw';

export interface Luck {
  readonly seed: string;
  /** A whole number, both ends included. */
  within(about: string, from: number, to: number): number;
  oneOf<T>(about: string, of: readonly T[]): T;
  /** True in so many of a hundred cases. */
  chance(about: string, percent: number): boolean;
}

export function luckOf(seed: string): Luck {
  const within = (about: string, from: number, to: number): number => from + draw(seed, about, to - from + 1);
  return {
    seed,
    within,
    oneOf: (about, of) => of[draw(seed, about, of.length)]!,
    chance: (about, percent) => within(about, 1, 100) <= percent,
  };
}
