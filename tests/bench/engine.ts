/** How fast a lane runs against the yardstick, and how its time grows with the number of records. */
import { simulate } from '../../src/engine/simulate';
import type { Scenario } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { check } from '../../src/checker/check';
import { kafkaScenario, lane } from '../support/kafkaScenario';
import { round, thousands, type Chapter, type Figure } from './figure';
import { pingPong } from './pingPong';
import { timed, type Timing } from './stopwatch';

const YARDSTICK_RECORDS = 1_000;
const RATIO_FLOOR = 0.02;
const RATIO_AIM = 0.04;
const CHECKER_SHARE_MOST = 0.5;
const EOS_AGAINST_ALO_MOST = 4;
/** 10 times the records may take 12 times the time. */
const GROWTH_ALLOWANCE = 1.2;
const SIZES = [8, 100, 1_000, 10_000] as const;
const PRESETS = ['at-most-once', 'at-least-once', 'exactly-once'] as const;

export function benchWorkload(presets: readonly string[], records: number): Scenario {
  return kafkaScenario(
    presets.map((preset) => lane(preset)),
    [],
    {
      records: { count: records, everyMs: 100, keys: 1, kind: 'payment' },
      limits: { virtualMs: 100_000_000, events: 10_000_000 },
    },
  );
}

export function engineChapter(): Chapter {
  const plain = rate('hand-written loop', () => pingPong(YARDSTICK_RECORDS).length);
  const lanes = PRESETS.map((preset) => laneFigures(preset, plain.perSecond));
  return {
    title: 'Engine',
    about:
      `Events per second of one lane of ${thousands(YARDSTICK_RECORDS)} records, against a loop written by hand for the same ping-pong ` +
      `(\`pingPong.ts\`) in the same process: ${thousands(plain.perSecond)} events per second.`,
    figures: [...lanes.flatMap(({ figures }) => figures), againstAtLeastOnce(lanes.map(({ timing }) => timing))],
  };
}

export function growthChapter(): Chapter {
  const timings = SIZES.map((size) => ({ size, timing: timed(() => simulate(benchWorkload(PRESETS, size), SYSTEMS)) }));
  const figures = timings.map(({ size, timing }, index): Figure => {
    const measured = `${round(timing.medianMs, 1)} ms`;
    const before = timings[index - 1];
    if (before === undefined) return { name: `${size} records`, measured, goal: '' };
    const allowed = (size / before.size) * GROWTH_ALLOWANCE;
    const times = timing.medianMs / before.timing.medianMs;
    return {
      name: `${thousands(size)} records`,
      measured: `${measured}, ${round(times, 1)} times that of ${before.size}`,
      goal: `at most ${round(allowed, 0)} times`,
      kept: times <= allowed,
    };
  });
  return { title: 'Growth', about: 'One run of the three lanes, without faults.', figures };
}

interface Rate {
  readonly perSecond: number;
  readonly timing: Timing;
}

function rate(name: string, work: () => number): Rate {
  const events = work();
  if (events === 0) throw new Error(`${name} made no events`);
  const timing = timed(work);
  return { perSecond: (events * 1_000) / timing.medianMs, timing };
}

function laneFigures(preset: string, plainPerSecond: number): { figures: readonly Figure[]; timing: Timing } {
  const scenario = benchWorkload([preset], YARDSTICK_RECORDS);
  const { perSecond, timing } = rate(preset, () => simulate(scenario, SYSTEMS)[0]?.trace.events.length ?? 0);
  const ratio = perSecond / plainPerSecond;
  const speed: Figure = {
    name: `${preset}, events per second against the yardstick`,
    measured: `${round(ratio, 3)} (${thousands(perSecond)} per second)`,
    goal: `at least ${RATIO_FLOOR}, aim ${RATIO_AIM}`,
    kept: ratio >= RATIO_FLOOR,
  };
  return { figures: [speed, checkerFigure(preset, scenario, timing)], timing };
}

function checkerFigure(preset: string, scenario: Scenario, engine: Timing): Figure {
  const expectation = { records: scenario.records.count, keys: scenario.records.keys };
  const runs = simulate(scenario, SYSTEMS);
  const { medianMs } = timed(() => runs.map(({ trace, claim }) => check(trace, { ...expectation, claim })));
  const share = medianMs / engine.medianMs;
  return {
    name: `${preset}, time of the checker against that of the run`,
    measured: round(share, 2),
    goal: `at most ${CHECKER_SHARE_MOST}`,
    kept: share <= CHECKER_SHARE_MOST,
  };
}

function againstAtLeastOnce([, atLeastOnce, exactlyOnce]: readonly Timing[]): Figure {
  const times = (exactlyOnce?.medianMs ?? Number.NaN) / (atLeastOnce?.medianMs ?? Number.NaN);
  return {
    name: 'exactly-once, time of the run against at-least-once',
    measured: `${round(times, 1)} times`,
    goal: `at most ${EOS_AGAINST_ALO_MOST} times`,
    kept: times <= EOS_AGAINST_ALO_MOST,
  };
}
