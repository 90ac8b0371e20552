/** What once forgot its clocks or its place: each without the mend would go on as if nothing had been promised. */
import { expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind } from '../../src/trace/event';
import { rowScenario } from '../support/faultRows';

const crash = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });
const LONG = { virtualMs: 400_000, events: 200_000 };
const play = (system: string, preset: string, settings: Settings, faults: readonly Fault[]) =>
  judge(
    { ...rowScenario(system, { row: 'regression', preset, settings, faults, shows: [] }), limits: LONG },
    SYSTEMS,
  )[0]!;

test('a broker that came back had forgotten how long its messages may live', () => {
  const away = crash('consumer', 10, 20_000);
  for (const faults of [[away], [away, crash('broker', 700, 100)]]) {
    const { trace } = play('rabbitmq', 'confirmed', { 'x-message-ttl': 2_000 }, faults);
    const expired = trace.events.filter(isKind('bury')).filter(({ why }) => why === 'retention');
    expect(expired.length).toBeGreaterThan(3);
  }
});

test('a queue that came back had forgotten how long its dead letters may live', () => {
  const settings = {
    'app.poisonRecord': 2,
    'app.poison.times': 1,
    maxReceiveCount: 1,
    MessageRetentionPeriod: 60,
    'app.redrive.after.ms': 120_000,
  };
  for (const faults of [[], [crash('queue', 8_000, 100)]]) {
    const { verdict } = play('sqs', 'standard', settings, faults);
    expect(verdict.records[1]!.outcome).toBe('lost');
  }
});

test('a late copy of the question of who stands by took its place, and nobody took over', () => {
  const settings = { 'app.workers': 2, StartToCloseTimeout: 1_000 };
  const scenario = rowScenario('temporal', {
    row: 'regression',
    preset: 'derived-key',
    settings,
    faults: [crash('worker', 420, 600_000)],
    shows: [],
  });
  for (let seed = 0; seed < 20; seed += 1) {
    const network = { ...scenario.network, duplicatePerMille: 300 };
    const [lane] = judge({ ...scenario, seed: `stands-by-${seed}`, network, limits: LONG }, SYSTEMS);
    expect(lane!.trace.notMet).toEqual([]);
    const done = new Set(lane!.trace.events.filter(isKind('apply')).map(({ record }) => record));
    expect(done.size, `seed stands-by-${seed}`).toBe(scenario.records.count);
  }
});
