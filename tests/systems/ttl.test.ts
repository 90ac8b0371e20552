/** Sliding-window de-duplication: each row of its "fault → outcome" table, under its own name. Sources in MODEL.md. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import { SYSTEMS } from '../../src/systems/registry';
import type { Trace } from '../../src/trace/event';
import { crash, drop, expectRefused, expectRow, rowScenario, type FaultRow } from '../support/faultRows';

const effects = ({ events }: Trace, record: number): number =>
  events.filter((event) => event.kind === 'apply' && event.record === record).length;
const absorbs = ({ events }: Trace, record: number): number =>
  events.filter((event) => event.kind === 'absorb' && event.record === record).length;

/** The sender hears nothing three times, and sends the same event four times in all, 40 s apart, in a window of 60 s. */
const PERSISTENT = {
  settings: { 'app.retries': 3, 'app.timeout.ms': 500, 'app.backoff.ms': 39_500 },
  faults: [drop('SendResponse', 3, 1), drop('SendResponse', 3, 2), drop('SendResponse', 3, 3)],
};
/** Two workers have the same event in their hands at the same time. */
const SAME_ID_AT_ONCE = { 'app.workers': 2, 'app.clickedTwice': 3, 'app.processing.ms': 150 };

const ROWS: readonly FaultRow[] = [
  {
    row: 'duplicate inside window: dropped',
    preset: 'after',
    faults: [drop('SendResponse', 3)],
    shows: [],
    trace: (trace) => expect(absorbs(trace, 3)).toBe(1),
  },
  {
    row: 'duplicate after window: processed again',
    preset: 'after',
    settings: { 'app.retries': 0, 'app.job.again.ms': 61_000 },
    faults: [drop('SendResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'remember before effect, crash between: the retry is dropped, loss',
    preset: 'before',
    faults: [crash('worker', 'after', 'remember', 4)],
    shows: ['4 swallowed'],
  },
  {
    row: 'remember after effect, crash between: duplicate',
    preset: 'after',
    faults: [crash('worker', 'after', 'effect', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'remember with effect, one transaction: none',
    preset: 'with',
    faults: [crash('worker', 'after', 'effect', 4)],
    shows: [],
    trace: (trace) => expect(absorbs(trace, 4)).toBe(1),
  },
  {
    row: 'memory-only store restarts: everything in flight can duplicate (the process)',
    preset: 'in-memory',
    settings: { 'app.twins.ms': 3_000 },
    faults: [{ do: 'crash', node: 'worker', pin: { atMs: 1_500 }, forMs: 200 }],
    shows: [1, 2, 3, 4, 5, 6].map((record) => `${record} duplicated`),
  },
  {
    row: 'memory-only store restarts: everything in flight can duplicate (a shared cache)',
    preset: 'after',
    settings: { 'dedup.store': 'cache', 'app.twins.ms': 3_000 },
    faults: [{ do: 'crash', node: 'names', pin: { atMs: 1_500 }, forMs: 200 }],
    shows: [1, 2, 3, 4, 5, 6].map((record) => `${record} duplicated`),
  },
  {
    row: 'a store with a disk restarts: nothing is forgotten',
    preset: 'after',
    settings: { 'app.twins.ms': 3_000 },
    faults: [{ do: 'crash', node: 'names', pin: { atMs: 1_500 }, forMs: 200 }],
    shows: [],
  },
  {
    row: 'two workers, same id at once, check-then-set: both pass, duplicate',
    preset: 'after',
    settings: SAME_ID_AT_ONCE,
    shows: ['3 duplicated'],
  },
  {
    row: 'two workers, same id at once, atomic put-if-absent: none',
    preset: 'before',
    settings: SAME_ID_AT_ONCE,
    shows: [],
    trace: (trace) => expect(absorbs(trace, 3)).toBe(1),
  },
  {
    row: 'two workers, same id at once, in-progress state: none',
    preset: 'in-progress',
    settings: SAME_ID_AT_ONCE,
    shows: [],
    trace: ({ events }) => {
      expect(events.some((event) => event.kind === 'refuse' && event.error === 'in progress')).toBe(true);
    },
  },
  {
    row: 'in-progress state, crash between claim and effect: the claim runs out, none is lost',
    preset: 'in-progress',
    faults: [crash('worker', 'before', 'effect', 4)],
    shows: ['4 reordered'],
  },
  {
    row: 'rebalance moves the key to a worker without the memory: duplicate',
    preset: 'after',
    settings: { 'dedup.store': 'disk', 'app.workers': 2, 'app.twins.ms': 3_000 },
    records: { count: 1 },
    faults: [{ do: 'crash', node: 'worker-1', pin: { atMs: 1_500 }, forMs: 60_000 }],
    shows: ['1 duplicated'],
  },
  {
    row: 'window anchored at first sight, endless retries: one gets through',
    preset: 'after',
    ...PERSISTENT,
    shows: ['3 duplicated'],
    trace: (trace) => expect([effects(trace, 3), absorbs(trace, 3)]).toEqual([2, 2]),
  },
  {
    row: 'window anchored at last sight, endless retries: never forgotten, and no ghost either',
    preset: 'after',
    ...PERSISTENT,
    settings: { ...PERSISTENT.settings, 'dedup.anchor': 'lastSeen' },
    shows: [],
    trace: (trace) => expect([effects(trace, 3), absorbs(trace, 3)]).toEqual([1, 3]),
  },
  {
    row: 'window anchored at the event’s own time: a late first arrival is forgotten at once',
    preset: 'after',
    settings: { 'dedup.anchor': 'eventTime', 'app.retries': 3, 'app.backoff.ms': 40_000 },
    faults: [drop('SendRequest', 3, 1), drop('SendRequest', 3, 2), drop('SendResponse', 3, 1)],
    shows: ['3 duplicated', '3 reordered'],
  },
  ...(
    [
      [2, [1, 2, 3, 4, 5, 6].map((record) => `${record} duplicated`)],
      [5, []],
    ] as const
  ).map(([most, shows]): FaultRow => ({
    row: `the last ${most} names are kept, and a twin comes three events later`,
    preset: 'after',
    settings: { 'dedup.memory': 'lastN', 'dedup.lastN': most, 'app.twins.ms': 700 },
    shows,
  })),
  {
    row: 'id derived from content: equal events swallowed',
    preset: 'after',
    settings: { 'dedup.key': 'content', 'app.sameBody': 4 },
    shows: ['4 swallowed'],
  },
  {
    row: 'an id that is new with each attempt is no name at all: duplicate',
    preset: 'with',
    settings: { 'dedup.key': 'perAttempt' },
    faults: [drop('SendResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'a high-water mark takes what comes late for what was seen: loss',
    preset: 'after',
    settings: { 'dedup.memory': 'highWater', 'app.workers': 2, 'app.slowRecord': 3, 'app.slow.ms': 1_000 },
    faults: [crash('worker-1', 'before', 'effect', 3, 9_000)],
    shows: ['3 swallowed'],
  },
];

describe('sliding-window de-duplication', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('ttl', row));

  test('Bloom filter alone: a false positive drops a new message, at the rate of false positives', () => {
    const scenario = rowScenario('ttl', {
      row: 'bloom',
      preset: 'bloom',
      records: { count: 200, everyMs: 100 },
      shows: [],
    });
    const [lane] = judge(scenario, SYSTEMS);
    const { lost, swallowed, duplicated } = lane!.verdict.outcome;
    expect({ duplicated, allSwallowed: lost === swallowed }).toEqual({ duplicated: 0, allSwallowed: true });
    // 1024 bits and 3 hashes: 200 names fill 44 % of them, so over all of them about 2 % are taken for seen.
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(200 * 0.08);
  });

  test('two stores share no transaction', () => {
    const row = { row: '[M E] with a shared store', preset: 'after', settings: { 'app.steps': '[M E] P' }, shows: [] };
    expectRefused('ttl', row, 'dedup.store');
  });
});
