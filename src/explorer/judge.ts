/**
 * One scenario, run and judged: the pair that the page, the command line and the search all start from.
 */
import { check } from '../checker/check';
import type { Verdict } from '../checker/verdict';
import type { System } from '../engine/contracts';
import { simulate } from '../engine/simulate';
import type { LaneSpec, Scenario } from '../scenario/scenario';
import type { Trace } from '../trace/event';

export interface JudgedLane {
  readonly lane: LaneSpec;
  readonly trace: Trace;
  readonly verdict: Verdict;
}

/** Runs every lane of a valid scenario and judges it. Throws only on a broken invariant. */
export function judge(scenario: Scenario, systems: readonly System[]): readonly JudgedLane[] {
  return simulate(scenario, systems).map(({ lane, trace, claim }) => ({
    lane,
    trace,
    verdict: check(trace, { claim, records: scenario.records.count, keys: scenario.records.keys }),
  }));
}
