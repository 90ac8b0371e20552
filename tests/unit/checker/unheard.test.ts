/** Causes that no message of the record tells of: a sink's clock, and a certificate that is over. */
import { expect, test } from 'vitest';
import { explainRecord } from '../../../src/checker/explain';
import { judge } from '../../../src/explorer/judge';
import type { Scenario } from '../../../src/scenario/scenario';
import { OPENING_SCENARIO } from '../../../src/session/openings';
import { SYSTEMS } from '../../../src/systems/registry';
import { readScenario } from '../../support/catalogueRun';

const codesOf = (scenario: Scenario, record: number): readonly string[] => {
  const { trace, verdict } = judge(scenario, SYSTEMS)[0]!;
  return explainRecord(trace, verdict, record).steps.map(({ code }) => code);
};

test('a sink that aborts by its own clock is told of', () => {
  const codes = codesOf(readScenario('promise-outlives'), 1);
  expect(codes).toContain('sinkAborted');
  expect(codes.indexOf('crashed')).toBeLessThan(codes.indexOf('sinkAborted'));
});

test('who could not connect any more had a certificate that was over; who could has none to blame', () => {
  const lanes = [{ id: 'pulsar', system: 'pulsar', preset: 'dedup', settings: {} }];
  const crash = { do: 'crash', node: 'producer', pin: { atMs: 160 }, forMs: 300 } as const;
  const expire = { do: 'expire', target: 'certificate', principal: 'producer', atMs: 150 } as const;
  expect(codesOf({ ...OPENING_SCENARIO, lanes, faults: [expire, crash] }, 4)).toEqual(['certificateOver']);
  const early = { ...crash, pin: { when: 'after', step: 'effect', record: 3, attempt: 1 }, node: 'consumer' } as const;
  expect(codesOf({ ...OPENING_SCENARIO, lanes, faults: [expire, early] }, 3)).not.toContain('certificateOver');
});

test('a certificate that was renewed before the sender was told is not blamed', () => {
  const lanes = [{ id: 'pulsar', system: 'pulsar', preset: 'dedup', settings: {} }];
  const crash = { do: 'crash', node: 'producer', pin: { atMs: 160 } } as const;
  const expire = { do: 'expire', target: 'certificate', principal: 'producer', atMs: 20 } as const;
  const told = (forMs?: number) =>
    codesOf(
      { ...OPENING_SCENARIO, lanes, faults: [{ ...expire, ...(forMs === undefined ? {} : { forMs }) }, crash] },
      6,
    );
  expect(told()).toContain('certificateOver');
  expect(told(50)).not.toContain('certificateOver');
});
