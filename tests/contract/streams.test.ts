/** Consume, transform, produce: what each preset keeps, and where its guarantee ends, under named faults (reference 8.3). */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault, Scenario, Settings } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind } from '../../src/trace/event';
import { crashAtStep, drop, kafkaScenario } from '../support/kafkaScenario';

const run = (preset: string, settings: Settings, faults: readonly Fault[], change: Partial<Scenario> = {}) =>
  judge(kafkaScenario([{ id: 'one', system: 'kafka-streams', preset, settings }], faults, change), SYSTEMS)[0]!;
type Judged = ReturnType<typeof run>;
const notOnce = ({ verdict }: Judged): readonly string[] =>
  verdict.records.filter(({ outcome }) => outcome !== 'once').map(({ record, outcome }) => `${record} ${outcome}`);
const down = (node: string): Fault => ({ do: 'crash', node, pin: { atMs: 350 }, forMs: 400 });
const frozen = (step: string, when: 'before' | 'after', forMs: number, node = 'processor-1'): Fault => ({
  do: 'pause',
  node,
  pin: { when, step, record: 4, attempt: 1 },
  forMs,
});

/** The fault, and what it does without transactions, with them, and to a call outside. */
const ROWS: readonly (readonly [string, readonly Fault[], readonly string[], readonly string[]])[] = [
  ['after the poll', [crashAtStep('processor', 'after', 'receive', 4)], [], []],
  ['after the output', [crashAtStep('processor', 'after', 'send', 4)], ['4 duplicated'], ['4 duplicated']],
  ['before the commit', [crashAtStep('processor', 'before', 'progress', 4)], ['4 duplicated'], ['4 duplicated']],
  ['after the commit', [crashAtStep('processor', 'after', 'progress', 4)], [], []],
  ['offsets not arriving', [drop('TxnOffsetCommitRequest', 4), drop('OffsetCommitRequest', 4)], [], []],
  ['offsets not answered', [drop('TxnOffsetCommitResponse', 4), drop('OffsetCommitResponse', 4)], [], []],
  ['the end not arriving', [drop('EndTxnRequest', 4)], [], []],
  ['the end not answered', [drop('EndTxnResponse', 4)], [], []],
  ['outputs not answered', [drop('ProduceResponse', 4)], [], []],
  ['a coordinator that fails over', [down('coordinator')], [], []],
  ['a broker that comes back', [down('broker-1')], [], []],
];

describe.each(ROWS)('%s', (_, faults, repeated, calledAgain) => {
  test('at_least_once', () => {
    expect(notOnce(run('at-least-once', {}, faults))).toEqual(repeated);
  });
  test('exactly_once_v2', () => {
    const judged = run('exactly-once-v2', {}, faults);
    expect(notOnce(judged)).toEqual([]);
    expect(judged.verdict.ended).toBe('quiet');
  });
  test('a call outside (k9)', () => {
    expect(notOnce(run('side-effect-outside', {}, faults))).toEqual(calledAgain);
  });
});

test('a crash between the call and the output: nothing of it is in the log, the call is made again (k9)', () => {
  expect(notOnce(run('side-effect-outside', {}, [crashAtStep('processor', 'after', 'outside', 4)]))).toEqual([
    '4 duplicated',
  ]);
});

describe('a processor that is frozen until its partitions are another’s', () => {
  const gaps = ['receive', 'send', 'progress'].flatMap((step) =>
    (['before', 'after'] as const).map((when) => [when, step] as const),
  );
  const two: Settings = { 'app.processors': 2 };

  test.each(gaps)('%s %s: with all that the consumer knows of its group it changes nothing', (when, step) => {
    const judged = run('exactly-once-v2', two, [frozen(step, when, 1700)]);
    expect(judged.trace.notMet).toEqual([]);
    expect(notOnce(judged)).toEqual([]);
  });

  test.each(gaps)('%s %s: with the group’s name alone both commit the same input (k8)', (when, step) => {
    expect(notOnce(run('bare-group-id', {}, [frozen(step, when, 1700)]))).not.toEqual([]);
  });

  test('the group refuses the zombie, its transaction is aborted, and it comes back as another member', () => {
    const { trace } = run('exactly-once-v2', two, [frozen('send', 'after', 1700)]);
    const refused = trace.events.filter(isKind('commit')).filter(({ accepted }) => !accepted);
    expect(refused.map(({ error }) => error)).toEqual(['UNKNOWN_MEMBER_ID']);
    const members = trace.events.filter(isKind('assign')).map(({ member }) => member);
    expect(members).toEqual(expect.arrayContaining(['processor-1/1', 'processor-1/2']));
  });

  test('longer than its transaction may last: the producer is fenced, and a new instance goes on', () => {
    const judged = run('exactly-once-v2', {}, [frozen('progress', 'before', 3500, 'processor')]);
    expect(notOnce(judged)).toEqual([]);
    expect(judged.trace.events.filter(isKind('exception')).length).toBeGreaterThan(0);
  });
});

describe('an exception in mid-batch', () => {
  const throws: Settings = { 'app.throwsAt': 4 };
  test.each<[string, string, Settings, readonly string[]]>([
    ['aborted and gone back', 'exactly-once-v2', throws, []],
    ['aborted and not gone back (k7)', 'no-rewind', throws, ['4 lost']],
    [
      'closed: a new instance begins at the committed offsets',
      'no-rewind',
      { ...throws, 'app.onException': 'close' },
      [],
    ],
    ['without transactions', 'at-least-once', throws, []],
  ])('%s', (_, preset, settings, expected) => {
    expect(notOnce(run(preset, settings, []))).toEqual(expected);
  });

  test('a transaction over several polls takes all of them with it', () => {
    const settings = { ...throws, 'max.poll.records': 3, 'commit.interval.ms': 200 };
    const close = { records: { count: 8, everyMs: 30, keys: 1, kind: 'payment' } };
    expect(notOnce(run('exactly-once-v2', settings, [], close))).toEqual([]);
    expect(notOnce(run('no-rewind', settings, [], close)).length).toBeGreaterThan(1);
  });
});

test('a reader of uncommitted records is given what is aborted afterwards, one of committed records is not', () => {
  const faults = [crashAtStep('processor', 'before', 'progress', 4)];
  expect(notOnce(run('exactly-once-v2', { 'isolation.level': 'read_uncommitted' }, faults))).toEqual(['4 duplicated']);
  const { trace } = run('exactly-once-v2', {}, faults);
  expect(trace.events.filter(isKind('skip')).map(({ records, why }) => [records, why])).toEqual([[[4], 'aborted']]);
});

test.each([1, 2, 3])(
  'three partitions and %d processors: all once, each key in order, offsets committed by partition',
  (processors) => {
    const many = { records: { count: 30, everyMs: 20, keys: 3, kind: 'payment' } };
    for (const preset of ['at-least-once', 'exactly-once-v2']) {
      const { verdict, trace } = run(preset, { 'num.partitions': 3, 'app.processors': processors }, [], many);
      expect(verdict.outcome).toMatchObject({ once: 30, reordered: 0 });
      const last = new Map(
        trace.events.filter(isKind('commit')).map(({ group, partition, offset }) => [`${group} ${partition}`, offset]),
      );
      const inputs = [0, 1, 2].map((partition) => last.get(`payments-processor ${partition}`)!);
      expect(inputs.every((offset) => offset > 0)).toBe(true);
    }
  },
);

test('a processor more: work is committed before partitions move, so a planned rebalance repeats nothing', () => {
  const late: Fault = { do: 'pause', node: 'processor-2', pin: { atMs: 1 }, forMs: 250 };
  const many = { records: { count: 40, everyMs: 10, keys: 3, kind: 'payment' } };
  for (const strategy of ['range', 'cooperative-sticky']) {
    const settings = {
      'num.partitions': 3,
      'app.processors': 2,
      'commit.interval.ms': 200,
      'partition.assignment.strategy': strategy,
    };
    for (const preset of ['at-least-once', 'exactly-once-v2'])
      expect(notOnce(run(preset, settings, [late], many)), `${preset} ${strategy}`).toEqual([]);
  }
});
