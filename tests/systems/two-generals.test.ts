/** Two generals: each row of the "fault → outcome" table, under its own name, and the formulas. Sources in MODEL.md. */
import { describe, expect, test } from 'vitest';
import { judge, type JudgedLane } from '../../src/explorer/judge';
import { GENERALS_CURVES } from '../../src/systems/two-generals/curves';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind, type Trace } from '../../src/trace/event';
import type { Settings, Workload } from '../../src/scenario/scenario';
import { drop, expectRow, rowScenario, type FaultRow } from '../support/faultRows';

/** The attacks of each general are a series of their own. */
const EACH_HIS_OWN_ORDER = { keys: 2 };
/** The next order comes after the one before is given up and ordered elsewhere. */
const ORDERS_APART = { everyMs: 1_000 };
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
    records: ORDERS_APART,
    faults: requestLost,
    shows: [],
  },
  {
    row: 'the same, with orders closer together than an answer is waited for: none is lost, and one comes late',
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
      faults: [drop('LastMessenger', sender)],
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

/** One lane in which three messengers of ten are caught. */
function inWeather(preset: string, settings: Settings, records: Partial<Workload>): JudgedLane {
  const calm = rowScenario('two-generals', { row: 'weather', preset, settings, records, shows: [] });
  const [lane] = judge({ ...calm, network: { ...calm.network, lossPerMille: 300 } }, SYSTEMS);
  if (lane === undefined) throw new Error('a scenario of one lane has one lane');
  return lane;
}

const okOf = ({ events }: Trace): number =>
  events.filter(isKind('told')).filter(({ outcome }) => outcome === 'ok').length;

describe('two generals', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('two-generals', row));

  /** Of many rounds or orders in a loss of 30 %; a share may be five standard errors off. */
  const within = (share: number, expected: number, count: number, deviation = expected * (1 - expected)): void =>
    expect(Math.abs(share - expected), `${share} is not ${expected}`).toBeLessThan(5 * Math.sqrt(deviation / count));

  test.each([
    ['both act', [0.7, 0.49, 0.343]],
    ['one acts alone', [0.3, 0.21, 0.147]],
    ['nothing delivered', [0.3, 0.09, 0.027]],
    ['delivered, and nobody knows', [0.21, 0.1701, 0.105651]],
  ])('the curve "%s" says what the formula does', (says, shares) => {
    const curve = GENERALS_CURVES.flatMap(({ curves }) => curves).find((one) => one.says === says)!;
    shares.forEach((share, at) => expect(curve.of(0.3, at + 1)).toBeCloseTo(share, 10));
  });

  test.each([
    [1, 0.3, 0.7],
    [2, 0.21, 0.49],
    [3, 0.147, 0.343],
    [6, 0.0504, 0.1176],
  ])('a chain of %i disagrees with p(1-p)^(n-1), and both act with (1-p)^n', (length, disagrees, bothAct) => {
    const rounds = 2_000;
    const { verdict } = inWeather('chain', { 'chain.length': length }, { count: rounds * 2, everyMs: 10 });
    const { lost, once } = verdict.outcome;
    within(lost / rounds, disagrees, rounds);
    within((once - lost) / 2 / rounds, bothAct, rounds);
  });

  test('until an answer comes: 1/(1-p)^2 attempts on average, and every order is carried out once', () => {
    const orders = 2_000;
    const { verdict, trace } = inWeather('retry-named', {}, { count: orders, everyMs: 100 });
    const attempts = trace.events.filter(isKind('send')).filter(({ message }) => message.name === 'Order');
    const success = 0.7 ** 2;
    within(attempts.length / orders, 1 / success, orders, (1 - success) / success ** 2);
    expect(verdict.outcome).toMatchObject({ once: orders, duplicated: 0, lost: 0 });
  });

  test.each([
    [1, 0.3, 0.21],
    [2, 0.09, 0.1701],
    [3, 0.027, 0.105651],
  ])(
    'given up after %i attempts: nothing delivered with p^n, delivered but unknown with (1-(1-p)^2)^n - p^n',
    (n, nothing, doubt) => {
      const orders = 2_000;
      const lane = inWeather('retry-named', { 'order.retries': n - 1 }, { count: orders, everyMs: 100 });
      const inDoubt = new Set(
        lane.trace.events.filter(isKind('told')).flatMap((e) => (e.outcome === 'unknown' ? [e.record] : [])),
      );
      const outcomes = lane.verdict.records.filter(({ record }) => inDoubt.has(record)).map(({ outcome }) => outcome);
      within(outcomes.filter((outcome) => outcome === 'failed').length / orders, nothing, orders);
      within(outcomes.filter((outcome) => outcome === 'once').length / orders, doubt, orders);
      expect(outcomes.length, 'whoever is told ok is told the truth').toBe(orders - okOf(lane.trace));
    },
  );
});
