/** The same scenario under many seeds: how often each lane keeps its claim, and the first seed that breaks it. */
import type { OutcomeCounts } from '../checker/verdict';
import type { System } from '../engine/contracts';
import { encodeLink } from '../scenario/link';
import type { Scenario } from '../scenario/scenario';
import type { Claim } from '../terms/claim';
import { judge } from './judge';

export interface SweepPlan {
  /** The first run's number. */
  readonly from: number;
  readonly seeds: number;
  /** This part of so many: run k belongs to shard k mod `of`. */
  readonly shard: { readonly index: number; readonly of: number };
}

export interface LaneSweep {
  readonly id: string;
  readonly claim: Claim;
  readonly runs: number;
  readonly clean: number;
  readonly broken: number;
  readonly outcome: OutcomeCounts;
  readonly firstBroken: { readonly seed: string; readonly link: string } | null;
}

export interface Sweep {
  readonly seeds: number;
  readonly lanes: readonly LaneSweep[];
}

/** A long seed is cut, so that it stays within the limit with the run's number behind it. */
const SEED_CHARS_MAX = 64;

/** The seed of run k: the scenario's seed, a slash and the number. */
export function seedOfRun(seed: string, run: number): string {
  const suffix = `/${run}`;
  return seed.slice(0, SEED_CHARS_MAX - suffix.length) + suffix;
}

/** Runs K … K+N−1 of this shard. The result is the same however the runs are dealt to shards and merged again. */
export function sweep(scenario: Scenario, systems: readonly System[], plan: SweepPlan): Sweep {
  const runs = Array.from({ length: plan.seeds }, (_, index) => plan.from + index);
  const mine = runs.filter((run) => run % plan.shard.of === plan.shard.index % plan.shard.of);
  const parts = mine.map((run) => sweepOne({ ...scenario, seed: seedOfRun(scenario.seed, run) }, systems));
  return mergeSweeps(parts.length === 0 ? [emptySweep(scenario, systems)] : parts);
}

function emptySweep(scenario: Scenario, systems: readonly System[]): Sweep {
  const one = sweepOne({ ...scenario, records: { ...scenario.records, count: 1 }, faults: [] }, systems);
  const lanes = one.lanes.map((lane) => ({
    ...lane,
    runs: 0,
    clean: 0,
    broken: 0,
    outcome: zero(lane.outcome),
    firstBroken: null,
  }));
  return { seeds: 0, lanes };
}

function sweepOne(scenario: Scenario, systems: readonly System[]): Sweep {
  const lanes = judge(scenario, systems).map(({ lane, verdict }): LaneSweep => {
    const { claim, keepsClaim, outcome } = verdict;
    const firstBroken = keepsClaim ? null : { seed: scenario.seed, link: `#${encodeLink(scenario, systems)}` };
    return { id: lane.id, claim, runs: 1, clean: keepsClaim ? 1 : 0, broken: keepsClaim ? 0 : 1, outcome, firstBroken };
  });
  return { seeds: 1, lanes };
}

/** Joins sweeps of the same scenario: counts are added, the lowest run that broke a claim is kept. */
export function mergeSweeps(parts: readonly Sweep[]): Sweep {
  const first = parts[0];
  if (first === undefined) return { seeds: 0, lanes: [] };
  const lanes = first.lanes.map((lane, place) =>
    parts.slice(1).reduce((sum, part) => addLane(sum, part.lanes[place] ?? sum), lane),
  );
  return { seeds: parts.reduce((sum, part) => sum + part.seeds, 0), lanes };
}

function addLane(a: LaneSweep, b: LaneSweep): LaneSweep {
  return {
    ...a,
    runs: a.runs + b.runs,
    clean: a.clean + b.clean,
    broken: a.broken + b.broken,
    outcome: add(a.outcome, b.outcome),
    firstBroken: earlier(a.firstBroken, b.firstBroken),
  };
}

function earlier(a: LaneSweep['firstBroken'], b: LaneSweep['firstBroken']): LaneSweep['firstBroken'] {
  if (a === null || b === null) return a ?? b;
  return runOf(a.seed) <= runOf(b.seed) ? a : b;
}

const runOf = (seed: string): number => Number(seed.slice(seed.lastIndexOf('/') + 1));

function add(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return {
    sent: a.sent + b.sent,
    once: a.once + b.once,
    lost: a.lost + b.lost,
    duplicated: a.duplicated + b.duplicated,
    failed: a.failed + b.failed,
    unknown: a.unknown + b.unknown,
    swallowed: a.swallowed + b.swallowed,
    reordered: a.reordered + b.reordered,
    effects: a.effects + b.effects,
  };
}

const zero = (of: OutcomeCounts): OutcomeCounts =>
  Object.fromEntries(Object.keys(of).map((name) => [name, 0])) as unknown as OutcomeCounts;
