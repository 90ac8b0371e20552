/** How fast the cursor goes: virtual milliseconds of busy time in one real millisecond, in powers of two. */

const SLOWEST = -7;
const FASTEST = 6;
const EXPONENTS = Array.from({ length: FASTEST - SLOWEST + 1 }, (_, index) => SLOWEST + index);

export interface Speed {
  readonly factor: number;
  readonly label: string;
}

const power = (exponent: number): number => (exponent < 0 ? 1 / (1 << -exponent) : 1 << exponent);
const labelOf = (exponent: number): string => (exponent < 0 ? `1/${1 << -exponent}×` : `${1 << exponent}×`);

export const SPEEDS: readonly Speed[] = EXPONENTS.map((exponent) => ({
  factor: power(exponent),
  label: labelOf(exponent),
}));

/** The opening play: about so many real milliseconds for the whole run. */
const OPENING_MS = 15_000;

/** The index of the speed at which `units` of busy time take about the time of the opening play. */
export function openingSpeed(units: number): number {
  const wanted = units / OPENING_MS;
  return Math.max(
    0,
    SPEEDS.findLastIndex(({ factor }) => factor <= wanted),
  );
}

export const clampSpeed = (index: number): number => Math.min(SPEEDS.length - 1, Math.max(0, index));
