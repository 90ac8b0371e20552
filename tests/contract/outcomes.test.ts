/** What the command line must say of eight records and one fault, without rates. */
import { expect, test } from 'vitest';
import { SYSTEMS } from '../../src/systems/registry';
import { json, notOnce, type LaneJson } from '../support/cli';
import { scratchFolder } from '../support/scratchFolder';

const file = scratchFolder();
const LANES = [
  { id: 'amo', system: 'kafka', preset: 'at-most-once' },
  { id: 'alo', system: 'kafka', preset: 'at-least-once' },
  { id: 'eo', system: 'kafka', preset: 'exactly-once' },
];

async function run(
  faults: readonly object[],
  sets: readonly string[] = [],
  lanes: readonly object[] = LANES,
): Promise<Record<string, LaneJson>> {
  const path = file('scenario.json', { version: 1, seed: 'contract', lanes, faults });
  const document = await json<{ lanes: LaneJson[] }>('run', path, ...sets.flatMap((set) => ['--set', set]));
  return Object.fromEntries(document.lanes.map((lane) => [lane.id, lane]));
}

test('a lost ProduceResponse of record 3 doubles exactly record 3 without idempotence, and nothing with it', async () => {
  const fault = { do: 'drop', message: 'ProduceResponse', record: 3 };
  expect(notOnce((await run([fault], ['alo.enable.idempotence=false']))['alo']!)).toEqual(['3 duplicated']);
  expect(notOnce((await run([fault], ['alo.enable.idempotence=true']))['alo']!)).toEqual([]);
});

test('a lost ProduceRequest of record 3 loses exactly record 3 at acks=0', async () => {
  const fault = { do: 'drop', message: 'ProduceRequest', record: 3 };
  const lanes = await run([fault], ['alo.acks=0']);
  expect(notOnce(lanes['amo']!)).toEqual(['3 lost']);
  expect(notOnce(lanes['alo']!)).toEqual(['3 lost']);
  expect(notOnce(lanes['eo']!)).toEqual([]);
});

test.each([
  ['E P', 'after', ['5 duplicated']],
  ['P E', 'after', []],
  ['[E P]', 'after', []],
  ['E P', 'before', []],
  ['P E', 'before', ['5 lost']],
  ['[E P]', 'before', []],
])('with %s a crash %s the effect of record 5 gives %j', async (steps, when, expected) => {
  const fault = { do: 'crash', node: 'consumer', [when]: 'effect', record: 5, forMs: 300 };
  expect(notOnce((await run([fault], [`alo.app.steps=${steps}`]))['alo']!)).toEqual(expected);
});

test('without faults every preset delivers all once and in order', async () => {
  const lanes = SYSTEMS.flatMap((system) =>
    system.presets.map((preset) => ({ id: preset.id, system: system.id, preset: preset.id })),
  );
  for (let from = 0; from < lanes.length; from += 6) {
    for (const lane of Object.values(
      await run(
        [],
        ['defaults.auto.offset.reset=earliest'].filter(() =>
          lanes.slice(from, from + 6).some(({ id }) => id === 'defaults'),
        ),
        lanes.slice(from, from + 6),
      ),
    )) {
      expect(lane.outcome, lane.id).toMatchObject({ sent: 8, once: 8 });
      // Two generals take turns: their order holds for each of them, and this workload has one key for both.
      if (lane.system !== 'two-generals') expect(lane.outcome['reordered'], lane.id).toBe(0);
      expect(lane.ended).toBe('quiet');
    }
  }
});

test('a fault that a lane does not know is listed there, and is no error', async () => {
  const lanes = await run([{ do: 'drop', message: 'ProduceResponse', record: 3 }]);
  expect(lanes['amo']!.notMet).toEqual([{ do: 'drop', message: 'ProduceResponse', record: 3, attempt: 1 }]);
  expect(lanes['alo']!.notMet).toEqual([]);
});
