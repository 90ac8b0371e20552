/** What a monitor shows: the backlog and the counters, against runs of which each is known what happened in it. */
import { describe, expect, test } from 'vitest';
import { probe, type Probes } from '../../../src/checker/probes';
import { judge } from '../../../src/explorer/judge';
import type { Trace } from '../../../src/trace/event';
import { OPENING_SCENARIO } from '../../../src/session/openings';
import { SYSTEMS } from '../../../src/systems/registry';
import { readScenario } from '../../support/catalogueRun';

interface Probed {
  readonly trace: Trace;
  readonly probes: Probes;
}

function probesOf(scenario: string): ReadonlyMap<string, Probed> {
  return new Map(
    judge(readScenario(scenario), SYSTEMS).map(({ lane, trace, verdict }) => [
      lane.id,
      { trace, probes: probe(trace, verdict) },
    ]),
  );
}

const at = (probes: Probes, ms: number): number => probes.lag.findLast(({ atMs }) => atMs <= ms)?.records ?? 0;

describe('the backlog', () => {
  /** Who saves nothing, or saves it in another place than the one that is read. */
  const OPEN_AT_THE_END: ReadonlySet<string> = new Set(['flink as-shipped', 'pulsar-geo replicated-subscription']);
  /** A call and its answer: nobody saves progress. */
  const WITHOUT: ReadonlySet<string> = new Set(['stripe', 'paypal', 'two-generals', 'two-phase']);

  test.each(SYSTEMS.flatMap(({ id, presets }) => presets.map((preset) => [id, preset.id] as const)))(
    '%s %s: without faults all is ticked off in the end',
    (system, preset) => {
      const lanes = [{ id: 'a', system, preset, settings: {} }];
      const [run] = judge({ ...OPENING_SCENARIO, faults: [], lanes }, SYSTEMS);
      const { lag } = probe(run!.trace, run!.verdict);
      expect(lag.length === 0).toBe(WITHOUT.has(system) || `${system} ${preset}` === 'mqtt qos0');
      expect((lag.at(-1)?.records ?? 0) > 0).toBe(OPEN_AT_THE_END.has(`${system} ${preset}`));
      expect(lag.every(({ records }) => records >= 0)).toBe(true);
    },
  );

  test('of a consumer that may read and not commit never falls although effects rise', () => {
    const lanes = probesOf('right-you-did-not-know');
    expect(lanes.size).toBe(5);
    for (const [lane, { trace, probes }] of lanes) {
      const [from, to] = [500, 2_000];
      const effects = trace.events.filter((event) => event.kind === 'apply' && event.at > from && event.at < to);
      expect(effects.length, lane).toBeGreaterThan(3);
      const steps = probes.lag.filter(({ atMs }) => atMs >= from && atMs < to).map(({ records }) => records);
      expect(steps, lane).toEqual(steps.toSorted((a, b) => a - b));
      expect(at(probes, to), lane).toBe(6);
      expect(at(probes, Infinity), lane).toBe(0);
      expect(probes.denied, lane).toBeGreaterThan(0);
      expect(probes.oldestMs, lane).toBeGreaterThan(1_600);
    }
  });
});

describe('the counters', () => {
  test('see a repeated send wherever there was one, and its absorption where a memory knew it', () => {
    const lanes = probesOf('double-charge');
    const [most, least, exact] = [...lanes.values()].map(({ probes }) => probes);
    expect([most!.retries, least!.retries, exact!.retries]).toEqual([0, 1, 1]);
    expect([most!.absorbed, least!.absorbed, exact!.absorbed]).toEqual([0, 0, 1]);
    expect(least!.redelivered).toBeGreaterThan(0);
  });

  test('take a swallowed record for a repetition: only who knows all records can tell', () => {
    const [lane] = [...probesOf('six-times-ok').values()];
    expect(lane!.probes.swallowed).toBeGreaterThan(0);
    expect(lane!.probes.absorbed).toBe(0);
  });

  test('show what waits behind an open transaction, and who was fenced', () => {
    expect([...probesOf('behind-an-open-transaction').values()].some(({ probes }) => probes.hidden > 1)).toBe(true);
    expect([...probesOf('shield-of-epochs').values()].some(({ probes }) => probes.fenced > 0)).toBe(true);
  });
});

test('one repetition that a sink knows is absorbed once, though the worker is told and passes it over', () => {
  for (const [system, preset] of [
    ['database', 'with-id'],
    ['database', 'unique'],
    ['ttl', 'with'],
  ] as const) {
    const crash = {
      do: 'crash',
      node: 'worker',
      pin: { when: 'after', step: 'effect', record: 3, attempt: 1 },
      forMs: 300,
    } as const;
    const lanes = [{ id: 'a', system, preset, settings: {} }];
    const [run] = judge({ ...OPENING_SCENARIO, faults: [crash], lanes }, SYSTEMS);
    expect(probe(run!.trace, run!.verdict).absorbed, `${system} ${preset}`).toBe(1);
  }
});

test('a dead letter that is moved back waits in the queue again', () => {
  const settings = { 'app.poisonRecord': 2, 'app.poison.times': 1, maxReceiveCount: 1, 'app.redrive.after.ms': 2_000 };
  const lanes = [{ id: 'a', system: 'sqs', preset: 'standard', settings }];
  const [run] = judge({ ...OPENING_SCENARIO, faults: [], lanes }, SYSTEMS);
  const back = run!.trace.events.find((event) => event.kind === 'return' && event.why === 'redriven')!;
  const { lag } = probe(run!.trace, run!.verdict);
  expect([at({ lag } as Probes, back.at - 1), at({ lag } as Probes, back.at)]).toEqual([0, 1]);
  expect(lag.at(-1)!.records).toBe(0);
});
