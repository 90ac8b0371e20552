/** Kafka Streams: each row of its "fault → outcome" table, under its own name. Sources in src/systems/kafka-streams/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';
import type { Fault } from '../../src/scenario/scenario';
import { isKind, type Trace } from '../../src/trace/event';

const EIGHT = { count: 8, everyMs: 100 };
const effectAt = ({ events }: Trace, record: number): number =>
  events.filter(isKind('apply')).find((event) => event.record === record)!.at;
const refusedCommits = ({ events }: Trace): readonly string[] =>
  events.filter(isKind('commit')).flatMap(({ accepted, error }) => (accepted ? [] : [error]));

/** A copy of the end of record 3's transaction comes when that of record 4 holds the output, and its processor is dead. */
const LATE_END: readonly Fault[] = [
  { do: 'duplicate', message: 'EndTxnRequest', record: 3, attempt: 1, byMs: 300 },
  crash('processor', 'after', 'send', 4),
];

const ROWS: readonly FaultRow[] = [
  {
    row: 'crash mid-transaction, read_committed: none',
    preset: 'exactly-once-v2',
    faults: [crash('processor', 'before', 'progress', 4)],
    shows: [],
  },
  {
    row: 'crash mid-transaction, read_uncommitted: aborted records visible, then again',
    preset: 'exactly-once-v2',
    settings: { 'isolation.level': 'read_uncommitted' },
    faults: [crash('processor', 'before', 'progress', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'commit acknowledged late or not at all: asked again, no duplicate',
    preset: 'exactly-once-v2',
    faults: [drop('EndTxnResponse', 4)],
    shows: [],
  },
  {
    row: 'long pause, partition given to another thread: the old one is refused at its commit, its work redone',
    preset: 'exactly-once-v2',
    settings: { 'app.processors': 2 },
    records: EIGHT,
    faults: [
      { do: 'pause', node: 'processor-1', pin: { when: 'after', step: 'send', record: 4, attempt: 1 }, forMs: 1_700 },
    ],
    shows: [],
    trace: (trace) => expect(refusedCommits(trace)).toEqual(['UNKNOWN_MEMBER_ID']),
  },
  {
    row: 'external call inside a processor: repeated on every replay',
    preset: 'side-effect-outside',
    faults: [crash('processor', 'before', 'progress', 4)],
    shows: ['4 duplicated'],
  },
  {
    row: 'big local state and an unclean stop: long stall while restoring, none lost',
    preset: 'exactly-once-v2',
    settings: { 'app.restore.ms': 30_000 },
    faults: [crash('processor', 'after', 'progress', 4)],
    shows: [],
    trace: (trace) => {
      expect(effectAt(trace, 4)).toBeLessThan(2_000);
      expect(effectAt(trace, 5)).toBeGreaterThan(30_000);
    },
  },
  {
    row: 'the same without transactions: the state is kept, and nobody waits',
    preset: 'at-least-once',
    settings: { 'app.restore.ms': 30_000 },
    faults: [crash('processor', 'after', 'progress', 4)],
    shows: [],
    trace: (trace) => expect(effectAt(trace, 5)).toBeLessThan(5_000),
  },
  {
    row: 'hanging transaction: readers of committed records stall until it is aborted',
    preset: 'exactly-once-v2',
    settings: { 'app.processors': 2, 'session.timeout.ms': 300, 'transaction.timeout.ms': 3_000 },
    records: EIGHT,
    faults: [
      { do: 'pause', node: 'processor-1', pin: { when: 'after', step: 'send', record: 4, attempt: 1 }, forMs: 60_000 },
    ],
    shows: [],
    trace: (trace) => expect(effectAt(trace, 5)).toBeGreaterThan(3_000),
  },
  {
    row: 'the same, read_uncommitted: nobody waits, and what will be aborted is read',
    preset: 'exactly-once-v2',
    settings: {
      'app.processors': 2,
      'session.timeout.ms': 300,
      'transaction.timeout.ms': 3_000,
      'isolation.level': 'read_uncommitted',
    },
    records: EIGHT,
    faults: [
      { do: 'pause', node: 'processor-1', pin: { when: 'after', step: 'send', record: 4, attempt: 1 }, forMs: 60_000 },
    ],
    shows: ['4 duplicated'],
  },
  {
    row: 'delayed end-transaction request hits a later transaction, before KIP-890: it commits half of that one',
    preset: 'exactly-once-v2',
    settings: { 'transaction.version': 1 },
    records: EIGHT,
    faults: LATE_END,
    shows: ['4 duplicated'],
  },
  {
    row: 'the same since KIP-890: the late request is of an old epoch',
    preset: 'exactly-once-v2',
    records: EIGHT,
    faults: LATE_END,
    shows: [],
  },
];

describe('Kafka Streams', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('kafka-streams', row));

  test('commit interval above the transaction timeout: refused at start-up', () => {
    const row = {
      row: 'commit interval',
      preset: 'exactly-once-v2',
      settings: { 'commit.interval.ms': 5_000 },
      shows: [],
    };
    expectRefused('kafka-streams', row, 'transaction.timeout.ms');
  });
});
