/**
 * Every preset of every system in worlds of bad luck: messages lost, late and doubled, nodes that crash between any two steps.
 * No world stops the engine, every run ends by itself, and every promise is kept – but for what the excuses name,
 * which is each looked for in the run. `ACKWARD_WORLDS` plays more worlds than the few of each test run.
 */
import { describe, expect, test } from 'vitest';
import { judge, type JudgedLane } from '../../src/explorer/judge';
import type { System } from '../../src/engine/contracts';
import { DEFAULT_RECORDS, defaultLimits } from '../../src/scenario/defaults';
import { encodeLink } from '../../src/scenario/link';
import type { Scenario } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { EXCUSES, isExcused, type Anomaly } from './excuses';

const WORLDS = Number(process.env['ACKWARD_WORLDS'] ?? 6);

/** Two kinds of bad weather: with late copies of messages and without. */
const COPIES = { calm: 0, copying: 20 } as const;

function world(seed: string, system: System, preset: string, duplicatePerMille: number): Scenario {
  return {
    version: 1,
    title: 'a world of bad luck',
    seed,
    records: DEFAULT_RECORDS,
    network: { latencyMs: [5, 15], lossPerMille: 20, duplicatePerMille, delayPerMille: 30, delayMs: [20, 200] },
    crashes: { perMille: 10, forMs: [100, 600] },
    faults: [],
    lanes: [{ id: 'lane', system: system.id, preset, settings: {} }],
    limits: defaultLimits(DEFAULT_RECORDS),
  };
}

/** At most once without copies only: a late copy is done again there. Of each, a copying world that breaks the promise. */
const BROKEN_BY_COPIES: Readonly<Record<string, number>> = {
  'kafka at-most-once': 2,
  'sqs delete-first': 5,
  'pubsub acknowledge-first': 0,
  'rabbitmq fire-and-forget': 2,
  'jetstream acknowledge-first': 2,
  'ttl before': 17,
  'singlestore offset-first': 27,
  'mqtt qos0': 11,
  'mqtt qos2': 17,
  'kinesis checkpoint-first': 3,
};

interface Run {
  readonly scenario: Scenario;
  readonly lane: JudgedLane;
}

function play(name: string, seed: number, copies: number): Run {
  const [system, preset] = name.split(' ');
  const found = SYSTEMS.find(({ id }) => id === system);
  if (found === undefined) throw new Error(`no system ${system}`);
  const scenario = world(`bad-luck-${seed}`, found, preset!, copies);
  return { scenario, lane: judge(scenario, SYSTEMS)[0]! };
}

const brokenIn = ({ verdict: { anomalies, claim } }: JudgedLane): readonly Anomaly[] =>
  anomalies.filter(({ rulesOut }) => rulesOut.includes(claim));

const inexcusableIn = (name: string, lane: JudgedLane): readonly Anomaly[] =>
  brokenIn(lane).filter((anomaly) => !isExcused(name, lane, anomaly));

/** What is wrong with a run, in words with a link that plays it; empty when nothing is. */
function complaintOf(name: string, { scenario, lane }: Run): string {
  const link = `#${encodeLink(scenario, SYSTEMS)}`;
  if (lane.verdict.ended !== 'quiet') return `does not end: ${link}`;
  if (lane.verdict.keepsClaim) return '';
  const inexcusable = inexcusableIn(name, lane);
  return inexcusable.length === 0
    ? ''
    : `${inexcusable.map(({ kind, record }) => `${record} ${kind}`).join(', ')}: ${link}`;
}

describe.each(SYSTEMS.map((system) => [system.id, system] as const))('%s', (id, system) => {
  test.each(system.presets.map((preset) => [preset.id]))('%s', (preset) => {
    const name = `${id} ${preset}`;
    const weathers = name in BROKEN_BY_COPIES ? [COPIES.calm] : [COPIES.calm, COPIES.copying];
    const complaints = weathers.flatMap((copies) =>
      Array.from({ length: WORLDS }, (_, seed) => complaintOf(name, play(name, seed, copies))),
    );
    expect(complaints.filter((complaint) => complaint !== '')).toEqual([]);
  });
});

test.each(Object.entries(EXCUSES))('the excuse of %s is needed, and enough', (name, { kind, neededIn }) => {
  const { lane } = play(name, neededIn, COPIES.calm);
  const broken = brokenIn(lane);
  expect(lane.verdict.keepsClaim).toBe(false);
  expect([...new Set(broken.map((anomaly) => anomaly.kind))]).toEqual([kind]);
  expect(inexcusableIn(name, lane)).toEqual([]);
});

test.each(Object.entries(BROKEN_BY_COPIES))('%s: copies break it, and nothing else does there', (name, seed) => {
  const { lane } = play(name, seed, COPIES.copying);
  expect(lane.verdict.claim).toBe('at-most-once');
  expect([...new Set(inexcusableIn(name, lane).map(({ kind }) => kind))]).toEqual(['duplicated']);
  expect(inexcusableIn(name, play(name, seed, COPIES.calm).lane)).toEqual([]);
});
