/** A crash can fall only between groups of the step string: what it does there, for every string that the system offers. */
import { expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { crashAtStep, kafkaScenario, lane } from '../support/kafkaScenario';

const crash = (when: 'before' | 'after', step: string): Fault => crashAtStep('consumer', when, step, 5);

/** The string, the gap, and what becomes of record 5. */
const ROWS: readonly (readonly [string, string, Fault, string])[] = [
  ['P E', 'between P and E', crash('before', 'effect'), 'lost'],
  ['P E', 'after E', crash('after', 'effect'), 'once'],
  ['E P', 'between E and P', crash('after', 'effect'), 'duplicated'],
  ['E P', 'after P', crash('after', 'progress'), 'once'],
  ['M E P', 'between M and E', crash('after', 'remember'), 'lost'],
  ['M E P', 'between E and P', crash('after', 'effect'), 'once'],
  ['E M P', 'between E and M', crash('after', 'effect'), 'duplicated'],
  ['E M P', 'between M and P', crash('after', 'remember'), 'once'],
  ['[M E] P', 'between [M E] and P', crash('after', 'effect'), 'once'],
  ['[M E P]', 'before it', crash('before', 'effect'), 'once'],
  ['[E P]', 'before it', crash('before', 'effect'), 'once'],
  ['[E P]', 'after it', crash('after', 'effect'), 'once'],
  ['e [P V]', 'between e and [P V]', crash('after', 'effect'), 'once'],
  ['e [P V]', 'after it', crash('after', 'publish'), 'once'],
  ['e [T P] V', 'between e and [T P]', crash('after', 'effect'), 'once'],
  ['e [T P] V', 'between [T P] and V', crash('after', 'prepare'), 'once'],
  ['X e [P V]', 'between X and e', crash('before', 'effect'), 'once'],
];

const run = (steps: string, faults: readonly Fault[], settings = {}) =>
  judge(kafkaScenario([lane('at-least-once', { 'app.steps': steps, ...settings })], faults), SYSTEMS)[0]!;

test.each(ROWS)('%s with a crash %s', (steps, _, fault, expected) => {
  const { trace, verdict } = run(steps, [fault]);
  expect(trace.notMet).toEqual([]);
  const others = verdict.records.filter(({ record }) => record !== 5).map(({ outcome }) => outcome);
  expect(new Set(others)).toEqual(new Set(['once']));
  expect(verdict.records[4]!.outcome).toBe(expected);
});

test.each([...new Set(ROWS.map(([steps]) => steps))])(
  '%s loses nothing and repeats nothing by itself, with or without a memory at the sink',
  (steps) => {
    for (const dedup of ['none', 'set'])
      expect(run(steps, [], { 'sink.dedup': dedup }).verdict.outcome, dedup).toMatchObject({ once: 8 });
  },
);
