/** Waits between attempts that grow. */

export interface BackOff {
  readonly firstMs: number;
  /** Each wait is so many times the one before. */
  readonly factor: number;
  readonly capMs: number;
}

/** The wait after so many failures, at least one, ms. By multiplication alone: each engine's powers may differ in their last digit. */
export function growingWait({ firstMs, factor, capMs }: BackOff, failures: number): number {
  let wait = Math.min(firstMs, capMs);
  for (let at = 1; at < failures && wait < capMs; at += 1) wait = Math.min(wait * factor, capMs);
  return wait;
}
