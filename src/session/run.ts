/** One scenario, run, judged and read: everything that the page shows of it before anybody looks at an instant. */
import { judge, type JudgedLane } from '../explorer/judge';
import { firstDivergence, type Divergence } from '../layout/divergence';
import { instantsOf, readLane, touchedIn, type LaneReading, type Stop } from '../layout/reading';
import { foldTime, type TimeFolding } from '../layout/timeAxis';
import type { Scenario } from '../scenario/scenario';
import type { System } from '../engine/contracts';
import { momentsOf, stopsOf } from './moments';
import type { Moment } from './stages';

export interface Run {
  readonly scenario: Scenario;
  readonly lanes: readonly JudgedLane[];
  readonly readings: readonly LaneReading[];
  /** Records that have colour. */
  readonly touched: ReadonlySet<number>;
  readonly folding: TimeFolding;
  /** Moments between which a reader steps. */
  readonly moments: readonly Moment[];
  readonly stops: readonly Stop[];
  readonly divergence: Divergence | undefined;
  /** Pinned faults, by index, with the lanes in which they met nothing. */
  readonly notMet: ReadonlyMap<number, readonly string[]>;
}

/** Part of the run's length that the axis goes on after the last event, so that nothing sticks to the edge. */
const AFTER_SHARE = 0.02;
const AFTER_LEAST_MS = 10;

/** Runs a valid scenario. Throws only on a broken invariant. */
export function makeRun(scenario: Scenario, systems: readonly System[]): Run {
  const lanes = judge(scenario, systems);
  const readings = lanes.map(({ trace, verdict }) => readLane(trace, verdict));
  const { instants, endMs } = instantsOf(readings);
  const folding = foldTime(instants, endMs);
  const paddedMs = endMs + Math.max(AFTER_LEAST_MS, Math.round(folding.endUnits * AFTER_SHARE));
  return {
    scenario,
    lanes,
    readings,
    touched: touchedIn(readings),
    folding: foldTime(instants, paddedMs),
    moments: momentsOf(readings),
    stops: stopsOf(readings),
    divergence: isOneSystem(scenario) ? firstDivergence(readings) : undefined,
    notMet: collectNotMet(lanes),
  };
}

/** Lanes of different systems part with their first message: that is nothing to point at. */
const isOneSystem = ({ lanes }: Scenario): boolean => lanes.every(({ system }) => system === lanes[0]?.system);

function collectNotMet(lanes: readonly JudgedLane[]): ReadonlyMap<number, readonly string[]> {
  const byFault = new Map<number, string[]>();
  for (const { lane, trace } of lanes) {
    for (const index of trace.notMet) byFault.set(index, [...(byFault.get(index) ?? []), lane.id]);
  }
  return byFault;
}
