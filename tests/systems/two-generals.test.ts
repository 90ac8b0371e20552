/** Two generals: each row of the "fault → outcome" table, under its own name, and the formulas. Sources in MODEL.md. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import { SYSTEMS } from '../../src/systems/registry';
import type { Trace } from '../../src/trace/event';
import { drop, expectRow, rowScenario, type FaultRow } from '../support/faultRows';

/** The attacks of each general are a series of their own. */
const EACH_HIS_OWN_ORDER = { keys: 2 };
const requestLost = [drop('Order', 3)];
const answerLost = [drop('OrderAnswer', 3)];
const lastTold = ({ events }: Trace, record: number): string | undefined =>
  events.flatMap((event) => (event.kind === 'told' && event.record === record ? [event.outcome] : [])).at(-1);

const ROWS: readonly FaultRow[] = [
  { row: 'send once, assume done: request lost', preset: 'once', faults: requestLost, shows: ['3 lost'] },
  { row: 'send once, assume done: ack lost', preset: 'once', faults: answerLost, shows: [] },
  {
    row: 'send once, assume not done, do it elsewhere: request lost',
    preset: 'elsewhere',
    faults: requestLost,
    shows: ['3 reordered'],
  },
  {
    row: 'send once, assume not done, do it elsewhere: ack lost',
    preset: 'elsewhere',
    faults: answerLost,
    shows: ['3 duplicated'],
  },
  { row: 'retry until ack, no name: request lost', preset: 'retry', faults: requestLost, shows: [] },
  { row: 'retry until ack, no name: ack lost', preset: 'retry', faults: answerLost, shows: ['3 duplicated'] },
  { row: 'retry until ack, named: request lost', preset: 'retry-named', faults: requestLost, shows: [] },
  { row: 'retry until ack, named: ack lost', preset: 'retry-named', faults: answerLost, shows: [] },
  {
    row: 'retry n times, named, then give up: all requests lost, the sender cannot tell',
    preset: 'retry-named',
    settings: { 'order.retries': 1 },
    faults: [drop('Order', 3, 1), drop('Order', 3, 2)],
    shows: ['3 failed'],
    trace: (trace) => expect(lastTold(trace, 3)).toBe('unknown'),
  },
  {
    row: 'retry n times, named, then give up: all answers lost, the sender records "unknown"',
    preset: 'retry-named',
    settings: { 'order.retries': 1 },
    faults: [drop('OrderAnswer', 3, 1), drop('OrderAnswer', 3, 2)],
    shows: [],
    trace: (trace) => expect(lastTold(trace, 3)).toBe('unknown'),
  },
  // A chain: the last messenger that is lost leaves its sender alone, however many there are.
  ...[2, 3, 4, 5].map((length): FaultRow => {
    const [sender, alone] = length % 2 === 0 ? [4, 3] : [3, 4];
    return {
      row: `add one more ack: same table, one row further (the last of ${length} lost)`,
      preset: 'chain',
      settings: { 'chain.length': length },
      records: EACH_HIS_OWN_ORDER,
      faults: [drop(`Messenger${length}`, sender)],
      shows: [`${alone} lost`],
    };
  }),
  {
    row: 'an earlier messenger lost: nobody acts',
    preset: 'chain',
    records: EACH_HIS_OWN_ORDER,
    faults: [drop('Messenger2', 4)],
    shows: ['3 failed', '4 failed'],
  },
];

describe('two generals', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('two-generals', row));

  /** Loss of 30 %: shares of rounds with disagreement, and with both acting; 2000 rounds, five standard errors. */
  test.each([
    [1, 0.3, 0.7],
    [2, 0.21, 0.49],
    [3, 0.147, 0.343],
    [6, 0.0504, 0.1176],
  ])('a chain of %i disagrees with p(1-p)^(n-1), and both act with (1-p)^n', (length, disagrees, bothAct) => {
    const rounds = 2_000;
    const row = { row: 'weather', preset: 'chain', settings: { 'chain.length': length }, shows: [] };
    const calm = rowScenario('two-generals', { ...row, records: { count: rounds * 2, everyMs: 10 } });
    const [lane] = judge({ ...calm, network: { ...calm.network, lossPerMille: 300 } }, SYSTEMS);
    const { lost, once } = lane!.verdict.outcome;
    const within = (share: number, expected: number): void => {
      const error = Math.sqrt((expected * (1 - expected)) / rounds);
      expect(Math.abs(share - expected), `${share} is not ${expected}`).toBeLessThan(5 * error);
    };
    within(lost / rounds, disagrees);
    within((once - lost) / 2 / rounds, bothAct);
  });
});
