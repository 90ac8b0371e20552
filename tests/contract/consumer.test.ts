/** What the application around a consumer does, and what becomes of records then: reasons k1 to k6 and k10 of the reference. */
import { expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault, Settings } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind } from '../../src/trace/event';
import { crashAtStep, kafkaScenario, lane } from '../support/kafkaScenario';

/** Eight records in two batches of four, each returned by one poll. */
const BURST = { records: { count: 8, everyMs: 3, keys: 1, kind: 'payment' } };
const IN_FOURS: Settings = { 'batch.size': 4000, 'linger.ms': 20, 'max.poll.records': 4 };
const AUTO: Settings = { ...IN_FOURS, 'enable.auto.commit': true, 'auto.commit.interval.ms': 5 };

const run = (settings: Settings, faults: readonly Fault[] = [], change = BURST) =>
  judge(kafkaScenario([lane('at-least-once', settings)], faults, change), SYSTEMS)[0]!;
const notOnce = ({ verdict }: ReturnType<typeof run>): readonly string[] =>
  verdict.records.filter(({ outcome }) => outcome !== 'once').map(({ record, outcome }) => `${record} ${outcome}`);

const ROWS: readonly (readonly [string, Settings, readonly Fault[], readonly string[]])[] = [
  [
    'k4: close() in a finally block commits past the rest of the batch',
    { ...AUTO, 'app.throwsAt': 3 },
    [],
    ['3 lost', '4 lost'],
  ],
  [
    'k2: a process that dies with the exception commits nothing, and repeats what it had done',
    { ...AUTO, 'app.throwsAt': 3, 'app.onException': 'crash' },
    [],
    ['1 duplicated', '2 duplicated'],
  ],
  [
    'k1: commit first, then an exception',
    { ...IN_FOURS, 'app.steps': 'P E', 'app.throwsAt': 3 },
    [],
    ['3 lost', '4 lost'],
  ],
  ['k2: process first, then an exception', { ...IN_FOURS, 'app.throwsAt': 3 }, [], ['1 duplicated', '2 duplicated']],
  ['an exception at the first record repeats nothing', { ...IN_FOURS, 'app.throwsAt': 5 }, [], []],
  [
    'effect and progress in one step: an exception changes nothing',
    { ...IN_FOURS, 'app.steps': '[E P]', 'app.throwsAt': 3 },
    [],
    [],
  ],
  [
    'k6: records handed to another thread are committed by a later poll',
    { ...AUTO, 'max.poll.records': 1, 'app.processing': 'handedOver' },
    [crashAtStep('consumer', 'before', 'effect', 5)],
    ['5 lost', '6 lost', '7 lost', '8 lost'],
  ],
  [
    'a loop that polls when it is done loses nothing by the same crash, and repeats what was not committed',
    { ...AUTO, 'max.poll.records': 1 },
    [crashAtStep('consumer', 'before', 'effect', 5)],
    ['4 duplicated'],
  ],
  [
    'handed over and committed by hand when it is done: nothing is lost',
    { ...IN_FOURS, 'max.poll.records': 1, 'app.processing': 'handedOver' },
    [crashAtStep('consumer', 'before', 'effect', 5)],
    [],
  ],
];

test.each(ROWS)('%s', (_, settings, faults, expected) => {
  const judged = run(settings, faults);
  expect(judged.trace.notMet).toEqual([]);
  expect(notOnce(judged)).toEqual(expected);
  expect(judged.verdict.ended).toBe('quiet');
});

test('k2: a loop that polls when it is done loses nothing by the same crash, and repeats what no poll has committed yet', () => {
  const settings = { ...AUTO, 'max.poll.records': 1 };
  const { verdict } = run(settings, [crashAtStep('consumer', 'before', 'effect', 5)]);
  expect(verdict.outcome.lost).toBe(0);
  expect(verdict.records.slice(4).map(({ outcome }) => outcome)).toEqual(['once', 'once', 'once', 'once']);
});

test.each([
  ['committed offsets', 'E P'],
  ['offsets in the sink', '[E P]'],
])('k5: auto.offset.reset=none and no %s: poll() throws, and the consumer is at its end', (_, steps) => {
  const { trace, verdict } = run({ 'auto.offset.reset': 'none', 'app.steps': steps });
  const thrown = trace.events.filter(isKind('exception')).map(({ error }) => error);
  expect(thrown).toEqual(['NoOffsetForPartitionException']);
  expect(verdict.outcome.effects).toBe(0);
  expect(verdict.ended).toBe('quiet');
});

test('automatic commit follows the clock under a steady load, inside poll alone: never past what polls returned before', () => {
  const { trace } = run({ ...AUTO, 'max.poll.records': 1, 'auto.commit.interval.ms': 150 }, [], {
    records: { count: 20, everyMs: 40, keys: 1, kind: 'payment' },
  });
  const commits = trace.events.filter(isKind('commit')).map(({ offset }) => offset);
  expect(commits.length).toBeGreaterThan(3);
  expect(commits).toEqual(commits.toSorted((a, b) => a - b));
  expect(commits.at(-1)).toBe(20);
});

const PAUSED: Fault = {
  do: 'pause',
  node: 'consumer-1',
  pin: { when: 'before', step: 'effect', record: 4, attempt: 1 },
  forMs: 2500,
};
const BRISK = { records: { count: 8, everyMs: 40, keys: 1, kind: 'payment' } };
const STEADY = { records: { count: 8, everyMs: 100, keys: 1, kind: 'payment' } };

test('k3: a zombie finishes its record and is refused its commit; the new owner has done it as well', () => {
  const { trace, verdict } = run({ 'app.consumers': 2 }, [PAUSED], STEADY);
  expect(verdict.records[3]!.outcome).toBe('duplicated');
  const refused = trace.events.filter(isKind('commit')).filter(({ accepted }) => !accepted);
  expect(refused.map(({ error }) => error)).toEqual(['UNKNOWN_MEMBER_ID']);
});

test('k10: an upsert absorbs the repetition, but it is the zombie who writes last', () => {
  const { trace, verdict } = run({ 'app.consumers': 2, 'sink.write': 'upsert' }, [PAUSED], STEADY);
  expect(verdict.outcome).toMatchObject({ once: 8 });
  const absorbed = trace.events.filter(isKind('absorb'));
  expect(absorbed.map(({ record, reason }) => [record, reason])).toEqual([[4, 'sameKey']]);
  const request = trace.events[trace.events[absorbed[0]!.seq]!.causes[0]!]!;
  expect(request.kind === 'arrive' && request.message.from).toBe('consumer-1');
});

test.each([
  ['finish', 'done, or done twice', ['5 duplicated'], []],
  ['drop', 'lost', ['4 lost'], [4, 5]],
] as const)(
  'k6: app.onPartitionsLost=%s, what waits of a lost partition and is committed already is %s',
  (onLost, _, expected, gone) => {
    const often = { 'enable.auto.commit': true, 'auto.commit.interval.ms': 0, 'max.poll.records': 1 };
    const settings = { ...often, 'app.consumers': 2, 'session.timeout.ms': 200 };
    const handedOver = { ...settings, 'app.processing': 'handedOver', 'app.onPartitionsLost': onLost };
    const pin = { when: 'after', step: 'effect', record: 2, attempt: 1 } as const;
    const judged = run(handedOver, [{ ...PAUSED, pin, forMs: 600 }], BRISK);
    expect(judged.trace.notMet).toEqual([]);
    expect(notOnce(judged)).toEqual(expected);
    const dropped = judged.trace.events.filter(isKind('skip')).filter(({ why }) => why === 'lost');
    expect(dropped.flatMap(({ records }) => records)).toEqual(gone);
  },
);

test('a partition that is given back in a rebalance is not lost: what waits of it is done', () => {
  const settings = { ...AUTO, 'app.consumers': 2, 'max.poll.records': 1, 'app.processing': 'handedOver' };
  const { trace } = run({ ...settings, 'app.onPartitionsLost': 'drop' }, [], STEADY);
  expect(trace.events.filter(isKind('skip'))).toEqual([]);
});

test('commit first: a zombie that could not commit has no effect', () => {
  const { verdict } = run({ 'app.consumers': 2, 'app.steps': 'P E' }, [{ ...PAUSED, pin: { atMs: 390 } }], STEADY);
  expect(verdict.outcome).toMatchObject({ once: 8, lost: 0, duplicated: 0 });
});
