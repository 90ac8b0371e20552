/** Laws of the engine over any scenario. A failure prints its seed, its path and the scenario that shows it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../../src/engine/simulate';
import type { Fault, Scenario } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { firstDivergence } from '../../src/trace/divergence';
import type { Trace } from '../../src/trace/event';
import { anyFault, anyScenario } from '../support/anyScenario';

const tracesOf = (scenario: Scenario): readonly Trace[] => simulate(scenario, SYSTEMS).map(({ trace }) => trace);
const RUNS = { numRuns: 150 };

test('a run is a function of its scenario: twice the same, whatever ran in between', () => {
  fc.assert(
    fc.property(anyScenario, anyScenario, (scenario, other) => {
      const first = tracesOf(scenario);
      tracesOf(other);
      tracesOf(scenario).forEach((trace, lane) => expect(firstDivergence(first[lane]!, trace)).toBeUndefined());
    }),
    RUNS,
  );
});

test('every trace numbers its events, names causes that came before, never goes back in time, and says why it ended', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      for (const { events, nodes } of tracesOf(scenario)) {
        events.forEach(({ seq, at, node, causes, control }, place) => {
          expect(seq).toBe(place);
          expect(at).toBeGreaterThanOrEqual(events[place - 1]?.at ?? 0);
          expect(Number.isSafeInteger(at)).toBe(true);
          expect(nodes).toContain(node);
          for (const cause of causes) expect(cause).toBeLessThan(seq);
          for (const cause of control) expect(causes).toContain(cause);
        });
        expect(events.at(-1)).toMatchObject({ kind: 'end', ended: 'quiet' });
      }
    }),
    RUNS,
  );
});

/** The first event in which two traces differ tells when the fault began to matter; nothing before it may differ. */
const strikesFrom = (fault: Fault): number | undefined => {
  if ('atMs' in fault) return fault.atMs;
  return 'pin' in fault && 'atMs' in fault.pin ? fault.pin.atMs : undefined;
};

test('prefix law: a fault more leaves every lane as it was before the instant at which it strikes', () => {
  fc.assert(
    fc.property(anyScenario, anyFault, (scenario, fault) => {
      const before = tracesOf(scenario);
      const after = tracesOf({ ...scenario, faults: [...scenario.faults, fault] });
      before.forEach((trace, lane) => {
        const struck = after[lane]!.events.find(
          (event) => event.kind === 'fault' && event.pinned === scenario.faults.length,
        );
        const from = strikesFrom(fault) ?? struck?.at ?? Number.POSITIVE_INFINITY;
        const prefix = (of: Trace) => of.events.filter(({ at, kind }) => at < from && kind !== 'end');
        expect(prefix(after[lane]!)).toEqual(prefix(trace));
      });
    }),
    RUNS,
  );
});

/** What the network decided about each logical message: which random faults struck it, and how long it took when nothing held it up. */
function fates(trace: Trace): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const event of trace.events) {
    if (event.kind !== 'fault' || event.pinned >= 0 || event.what === 'crash') continue;
    found.set(event.says, `${found.get(event.says) ?? ''} ${event.what}`);
  }
  for (const event of trace.events)
    if (event.kind === 'send' && !found.has(event.message.id)) found.set(event.message.id, 'none');
  return found;
}

test('shared fate: what the network does to a logical message does not depend on the lane', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const phaseEndMs = scenario.records.count * scenario.records.everyMs;
      const lanes = tracesOf({ ...scenario, faults: [], crashes: { perMille: 0, forMs: [1, 1] } });
      const sentEarly = lanes.map(
        (trace) =>
          new Set(
            trace.events.flatMap((event) =>
              event.kind === 'arrive' && event.at < phaseEndMs ? [event.message.id] : [],
            ),
          ),
      );
      const [first, ...others] = lanes.map(fates);
      others.forEach((other, place) => {
        for (const [id, fate] of other)
          if (sentEarly[0]!.has(id) && sentEarly[place + 1]!.has(id)) expect(fate, id).toBe(first!.get(id));
      });
    }),
    RUNS,
  );
});

test('shared latency: unhindered, the same message takes the same time in every lane', () => {
  const latencies = (trace: Trace): ReadonlyMap<string, number> => {
    const sent = new Map(
      trace.events.flatMap((event) => (event.kind === 'send' ? [[event.message.copy, event.at] as const] : [])),
    );
    return new Map(
      trace.events.flatMap((event) =>
        event.kind === 'arrive' ? [[event.message.id, event.at - sent.get(event.message.copy)!] as const] : [],
      ),
    );
  };
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,10}$/u), (seed) => {
      const lanes = ['at-most-once', 'at-least-once', 'idempotent-sink'].map((preset) => ({
        id: preset,
        system: 'kafka',
        preset,
        settings: {},
      }));
      const calm = fc.sample(anyScenario, { numRuns: 1, seed: 1 })[0]!;
      const network = { ...calm.network, lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0 };
      const [first, ...others] = tracesOf({
        ...calm,
        seed,
        lanes,
        faults: [],
        network,
        crashes: { perMille: 0, forMs: [1, 1] },
        records: { ...calm.records, everyMs: 200 },
      }).map(latencies);
      let compared = 0;
      for (const other of others) {
        for (const [id, took] of other) {
          if (!first!.has(id)) continue;
          compared += 1;
          expect(took, id).toBe(first!.get(id));
        }
      }
      expect(compared).toBeGreaterThan(20);
    }),
    { numRuns: 40 },
  );
});
