/**
 * All chance of a run, drawn in one place and keyed by what it is about.
 *
 * There is no running stream: one extra retry would shift every later draw, and a comparison of lanes would be false.
 * Instead each draw seeds a generator of its own with (seed, about), so the same message of the same record and attempt
 * meets the same fate in every lane, whatever happened before.
 */
import alea from 'seedrandom/lib/alea.js';
import type { Range } from '../scenario/scenario';

const PER_MILLE = 1000;

/** A whole number in [0, count), the same for equal `seed` and `about`. 0 is by convention the harmless answer. */
export function draw(seed: string, about: string, count: number): number {
  return Math.floor(alea(`${seed}/${about}`).quick() * count);
}

/** A whole number in the range, both ends included. */
export function drawWithin(seed: string, about: string, [from, to]: Range): number {
  return from === to ? from : from + draw(seed, about, to - from + 1);
}

/** Whether something of these odds strikes. Odds of 0 never do and cost no draw. */
export function strikes(seed: string, about: string, perMille: number): boolean {
  return perMille > 0 && draw(seed, about, PER_MILLE) >= PER_MILLE - perMille;
}
