import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../src/checker/check';
import type { Fact } from '../../src/trace/event';
import { naiveOutcome, naiveReordered } from '../reference/naiveChecker';
import { apply, cutOff, remembered, submit, told, trace } from '../support/traceBuilder';

const RECORDS = 5;
const record = fc.integer({ min: 1, max: RECORDS });
const fact: fc.Arbitrary<Fact> = fc.oneof(
  record.map(submit),
  fc.tuple(record, fc.constantFrom('ok', 'fail', 'unknown')).map(([of, outcome]) => told(of, outcome as 'ok')),
  record.map((of) => apply(of)),
  record.map(remembered),
);
const nodes = fc.array(fc.constantFrom('node', 'service'), { minLength: 14, maxLength: 14 });
const withOutside = fc.oneof(
  { arbitrary: fact, weight: 4 },
  record.map((of) => apply(of, true)),
);
const traceOf = (facts: readonly Fact[], quiet: boolean, places: readonly string[]) => {
  const lines = facts.map((one, at) => [at, places[at]!, one] as const);
  return quiet ? trace(...lines) : trace(...lines, [facts.length, 'node', cutOff]);
};
const anyTrace = fc
  .tuple(fc.array(fact, { maxLength: 14 }), fc.boolean(), nodes)
  .map(([facts, quiet, places]) => traceOf(facts, quiet, places));
const anyTraceWithOutside = fc
  .tuple(fc.array(withOutside, { maxLength: 14 }), fc.boolean(), nodes)
  .map(([facts, quiet, places]) => traceOf(facts, quiet, places));

test('the checker and a naive second one agree on every record of any trace', () => {
  fc.assert(
    fc.property(anyTraceWithOutside, fc.integer({ min: 1, max: 3 }), (of, keys) => {
      const verdict = check(of, { claim: 'exactly-once', records: RECORDS, keys });
      for (const judged of verdict.records) {
        expect(judged.outcome).toBe(naiveOutcome(of, judged.record));
        expect(judged.reordered).toBe(naiveReordered(of, judged.record, keys));
      }
    }),
    { numRuns: 5000 },
  );
});

test('changing one event changes the verdict of its own record alone, order apart', () => {
  fc.assert(
    fc.property(anyTrace, fc.nat(), (of, pick) => {
      const place = pick % of.events.length;
      const changed = of.events[place]!;
      if (changed.kind === 'end' || !('record' in changed)) return;
      const without = { ...of, events: of.events.filter((event) => event !== changed) };
      const [before, after] = [of, without].map((one) => check(one, { claim: 'none', records: RECORDS, keys: 1 }));
      for (const judged of before!.records) {
        if (judged.record === changed.record) continue;
        expect(after!.records[judged.record - 1]!.outcome).toBe(judged.outcome);
      }
    }),
    { numRuns: 3000 },
  );
});
