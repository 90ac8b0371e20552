/** Kinesis with KCL: each row of the "fault → outcome" table, under its own name. Sources in src/systems/kinesis/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';
import { recordAgeOf } from '../../src/systems/kinesis/values';
import { isKind, type Trace } from '../../src/trace/event';

const refusedCheckpoints = ({ events }: Trace): number =>
  events.filter(isKind('commit')).filter(({ accepted }) => !accepted).length;
const applied = ({ events }: Trace): readonly number[] => events.filter(isKind('apply')).map(({ record }) => record);

const HOUR = 3_600_000;
const TOGETHER = { everyMs: 1, count: 9 } as const;
const SLOW = { 'app.processing.ms': 300 } as const;

const ROWS: readonly FaultRow[] = [
  {
    row: 'put response lost, retry: two records, different sequence numbers',
    preset: 'caught',
    faults: [drop('PutRecordResponse', 3)],
    shows: ['3 duplicated'],
    trace: ({ events }) => {
      const at = events.filter(isKind('append')).filter(({ records }) => records.includes(3));
      expect(new Set(at.map(({ offset }) => offset)).size).toBe(2);
    },
  },
  {
    row: 'part of the puts under way throttled, resent: those records now after later ones',
    preset: 'caught',
    settings: { 'app.inFlight': 10 },
    records: { everyMs: 30 },
    faults: [drop('PutRecordRequest', 2)],
    shows: ['2 reordered'],
  },
  {
    row: 'worker crash before checkpoint: replay from the last checkpoint',
    preset: 'caught',
    faults: [crash('worker', 'after', 'effect', 5)],
    shows: ['5 duplicated'],
  },
  {
    row: 'checkpoint on receipt, crash before work: loss',
    preset: 'checkpoint-first',
    faults: [crash('worker', 'before', 'effect', 5)],
    shows: ['5 lost'],
  },
  {
    row: 'handler throws: the rest of the batch is skipped, no alarm',
    preset: 'uncaught',
    settings: { 'app.poisonRecord': 5, 'app.poison.times': 1, ...SLOW },
    records: TOGETHER,
    shows: ['5 lost', '6 lost'],
    trace: (trace) => expect(applied(trace)).toEqual([1, 2, 3, 4, 7, 8, 9]),
  },
  {
    row: 'worker paused for more than 10 s: two owners process, the old one’s checkpoint is refused',
    preset: 'caught',
    settings: { 'app.workers': 2 },
    faults: [
      {
        do: 'pause',
        node: 'worker-1',
        pin: { when: 'before', step: 'effect', record: 3, attempt: 1 },
        forMs: 12_000,
      },
    ],
    shows: ['3 duplicated'],
    trace: (trace) => expect(refusedCheckpoints(trace)).toBe(1),
  },
  {
    row: 'reshard or rebalance: replay of the tail',
    preset: 'caught',
    settings: { 'app.workers': 2, 'app.rebalanceAt.ms': 700, ...SLOW },
    records: TOGETHER,
    shows: ['1 duplicated', '2 duplicated', '3 duplicated'],
    trace: (trace) => expect(refusedCheckpoints(trace)).toBe(1),
  },
  {
    row: 'consumer down longer than retention: loss',
    preset: 'caught',
    settings: { RetentionPeriodHours: 24 },
    faults: [crash('worker', 'before', 'effect', 3, 25 * HOUR)],
    shows: ['3 lost', '4 lost', '5 lost', '6 lost'],
  },
  {
    row: 'Lambda event source instead of KCL: failing batch blocks its shard until its retries run out, then loss',
    preset: 'event-source',
    settings: { 'app.poisonRecord': 5, 'app.retryAttempts': 3, ...SLOW },
    records: TOGETHER,
    shows: ['4 duplicated', '5 lost', '6 lost'],
    trace: (trace) => expect(applied(trace)).toEqual([1, 2, 3, 4, 4, 4, 4, 7, 8, 9]),
  },
  {
    row: 'Lambda event source instead of KCL: failing batch blocks its shard until its age runs out, then loss',
    preset: 'event-source',
    settings: { 'app.poisonRecord': 5, 'app.retryAttempts': -1, MaximumRecordAgeInSeconds: 60, ...SLOW },
    records: { count: 9, everyMs: 20_000 },
    shows: ['5 lost'],
    trace: (trace) => {
      expect(applied(trace)).toEqual([1, 2, 3, 4, 6, 7, 8, 9]);
      const given = trace.events.filter(isKind('refuse')).filter(({ error }) => error === 'record age exceeded');
      expect(given).toMatchObject([{ records: [5] }]);
      expect(given[0]!.at, 'a minute after it was put').toBeGreaterThan(140_000);
    },
  },
  {
    row: 'what has grown too old behind a failing batch is passed over, too, without having been tried',
    preset: 'event-source',
    settings: { 'app.poisonRecord': 1, 'app.retryAttempts': -1, MaximumRecordAgeInSeconds: 60 },
    records: { count: 6, everyMs: 10 },
    shows: ['1 lost', '2 lost', '3 lost', '4 lost', '5 lost', '6 lost'],
    trace: (trace) => {
      expect(applied(trace)).toEqual([]);
      const threw = trace.events.filter(isKind('exception')).flatMap(({ records }) => records);
      expect(new Set(threw), 'the code never saw the others').toEqual(new Set([1]));
    },
  },
];

describe('Kinesis with KCL', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('kinesis', row));

  test('an age of less than a minute is refused, as by Lambda', () => {
    const settings = { MaximumRecordAgeInSeconds: 59 };
    expectRefused('kinesis', { row: 'age', preset: 'event-source', settings, shows: [] }, 'MaximumRecordAgeInSeconds');
  });

  test('the age that ends retries is the shorter of the mapping’s and the retention’s; KCL looks at neither', () => {
    const lambda = { onError: 'retryThenSkip', recordAgeSeconds: -1, retentionMs: 0 } as const;
    expect(recordAgeOf(lambda)).toBe(0);
    expect(recordAgeOf({ ...lambda, retentionMs: HOUR })).toBe(HOUR);
    expect(recordAgeOf({ ...lambda, retentionMs: HOUR, recordAgeSeconds: 60 })).toBe(60_000);
    expect(recordAgeOf({ ...lambda, retentionMs: HOUR, onError: 'retryThenStop' })).toBe(0);
  });

  test('a rebalance needs somebody to give the shard to', () => {
    const settings = { 'app.rebalanceAt.ms': 500 };
    expectRefused('kinesis', { row: 'alone', preset: 'caught', settings, shows: [] }, 'app.rebalanceAt.ms');
  });
});
