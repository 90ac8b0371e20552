/** Debezium on Kafka Connect: each row of the "fault → outcome" table, under its own name. Sources in src/systems/debezium/MODEL.md. */
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/scenario/scenario';
import { isKind, type Trace } from '../../src/trace/event';
import { crash, drop, expectRefused, expectRow, type FaultRow } from '../support/faultRows';

const duplicated = (...records: number[]): string[] => records.map((record) => `${record} duplicated`);
const lost = (...records: number[]): string[] => records.map((record) => `${record} lost`);
const APPEND = { 'sink.write': 'append' };

/** When an event of this kind about this record took place first. */
const at = ({ events }: Trace, kind: 'append' | 'apply', record: number): number =>
  events.find((event) =>
    event.kind === 'append'
      ? kind === 'append' && event.records.includes(record)
      : event.kind === kind && event.record === record,
  )!.at;
const saysOf = ({ events }: Trace, name: string): string[] =>
  events.filter(isKind('send')).flatMap(({ message }) => (message.name === name ? [message.says] : []));
const errors = ({ events }: Trace): string[] => events.filter(isKind('exception')).map(({ error }) => error);

/** The database is away for a moment; 6 is committed before the connector is back. */
const FAILOVER: Fault = { do: 'crash', node: 'database', pin: { atMs: 900 }, forMs: 50 };
const REPLICA = { 'app.afterCrash': 'replica', 'retriable.restart.connector.wait.ms': 300 };
/** The connector is away while 4, 5 and 6 are committed. */
const AWAY: Fault = { do: 'crash', node: 'worker', pin: { atMs: 500 }, forMs: 400 };
const FORGOTTEN: Fault = { do: 'forget', target: 'position', atMs: 850 };
const CRASH = [crash('worker', 'after', 'effect', 4)];

const ROWS: readonly FaultRow[] = [
  {
    row: 'worker crash, default: up to 60 s of changes again, duplicates',
    preset: 'upsert',
    settings: { ...APPEND, 'offset.flush.interval.ms': 60_000 },
    records: { count: 10, everyMs: 5_000 },
    faults: [crash('worker', 'after', 'effect', 7)],
    shows: duplicated(1, 2, 3, 4, 5, 6, 7),
  },
  {
    row: 'the same after a flush: what came since',
    preset: 'upsert',
    settings: APPEND,
    records: { count: 10, everyMs: 1_500 },
    faults: [crash('worker', 'after', 'effect', 7)],
    shows: duplicated(5, 6, 7),
  },
  {
    row: 'same, exactly-once on, read_committed reader: none',
    preset: 'exactly-once',
    records: { everyMs: 600 },
    faults: CRASH,
    shows: [],
  },
  {
    row: 'same, read_uncommitted reader: duplicates visible',
    preset: 'read-uncommitted',
    records: { everyMs: 600 },
    faults: CRASH,
    shows: duplicated(4),
  },
  {
    row: 'Postgres failover, slot not on the new primary: gap, loss',
    preset: 'slot-left-behind',
    settings: REPLICA,
    faults: [FAILOVER],
    shows: lost(6),
    trace: (trace) => expect(saysOf(trace, 'ReadChangesResponse')).toContain('gone, the first is 7'),
  },
  {
    row: 'the same with a version that fails: it stops there',
    preset: 'slot-left-behind',
    settings: { ...REPLICA, 'app.positionGone': 'stop' },
    records: { count: 8 },
    faults: [FAILOVER],
    shows: lost(6, 7, 8),
    trace: (trace) => expect(errors(trace)).toEqual(['the position is no longer available on the server']),
  },
  {
    row: 'Postgres failover, slot not on the new primary: or forced re-snapshot, rows again',
    preset: 'slot-left-behind',
    settings: { ...REPLICA, ...APPEND, 'snapshot.mode': 'when_needed' },
    faults: [FAILOVER],
    shows: duplicated(1, 2, 3, 4, 5),
  },
  {
    row: 'Postgres failover with a failover slot (PostgreSQL 17): none',
    preset: 'slot-on-replica',
    settings: { ...REPLICA, ...APPEND },
    faults: [FAILOVER],
    shows: [],
  },
  {
    row: 'slot dropped while the connector was down: loss',
    preset: 'upsert',
    settings: { 'app.positionGone': 'goOn', 'offset.flush.interval.ms': 100 },
    records: { count: 8 },
    faults: [AWAY, FORGOTTEN],
    shows: lost(4, 5, 6),
  },
  {
    row: 'slot dropped while the connector was down: re-snapshot',
    preset: 'upsert',
    settings: { ...APPEND, 'snapshot.mode': 'when_needed', 'offset.flush.interval.ms': 100 },
    faults: [AWAY, FORGOTTEN],
    shows: duplicated(1, 2, 3),
  },
  {
    row: 'binlog expired while the connector was down: loss, it stops',
    preset: 'mysql-when-needed',
    settings: { 'snapshot.mode': 'initial', binlog_expire_logs_seconds: 1, 'offset.flush.interval.ms': 100 },
    records: { count: 8, everyMs: 400 },
    faults: [{ do: 'crash', node: 'worker', pin: { atMs: 700 }, forMs: 1_800 }],
    shows: lost(3, 4, 5, 6, 7, 8),
    trace: (trace) => expect(errors(trace)).toHaveLength(1),
  },
  {
    row: 'binlog expired while the connector was down: re-snapshot',
    preset: 'mysql-when-needed',
    settings: { binlog_expire_logs_seconds: 1, 'offset.flush.interval.ms': 100 },
    records: { count: 8, everyMs: 400 },
    faults: [{ do: 'crash', node: 'worker', pin: { atMs: 700 }, forMs: 1_800 }],
    shows: [],
    trace: (trace) => expect(saysOf(trace, 'ReadChangesResponse')).toContain('snapshot: 7 rows, then position 8'),
  },
  {
    row: 'connector down, slot kept: the disk grows, stall that takes the source down',
    preset: 'upsert',
    settings: { 'app.disk.changes': 3, 'offset.flush.interval.ms': 100 },
    records: { count: 9 },
    faults: [{ do: 'crash', node: 'worker', pin: { atMs: 250 }, forMs: 1_100 }],
    shows: ['5 failed', '6 failed', '7 failed', '8 failed'],
    trace: (trace) => expect(saysOf(trace, 'UpdateResponse')).toContain('No space left on device'),
  },
  {
    row: 'the other danger: the slot is given up when it holds back too much, loss',
    preset: 'upsert',
    settings: { max_slot_wal_keep_size: 3, 'app.positionGone': 'goOn', 'offset.flush.interval.ms': 100 },
    records: { count: 9 },
    faults: [{ do: 'crash', node: 'worker', pin: { atMs: 250 }, forMs: 1_100 }],
    shows: lost(3, 4, 5, 6, 7, 8),
  },
  {
    row: 'snapshot interrupted: rows again',
    preset: 'upsert',
    settings: { ...APPEND, 'app.createdAt.ms': 900, 'app.processing.ms': 20, 'offset.flush.interval.ms': 100 },
    faults: [crash('worker', 'after', 'effect', 3)],
    shows: duplicated(1, 2, 3),
  },
  {
    row: 'snapshot interrupted under exactly-once: what was committed of it comes again',
    preset: 'exactly-once',
    settings: { 'app.createdAt.ms': 900, 'app.processing.ms': 40, 'poll.interval.ms': 50 },
    faults: [crash('worker', 'after', 'effect', 4)],
    shows: duplicated(1, 2, 3),
  },
  {
    row: 'connector renamed: new offsets, full snapshot again',
    preset: 'upsert',
    settings: { ...APPEND, 'app.renamedAt.ms': 900 },
    shows: duplicated(1, 2, 3, 4, 5),
  },
  {
    row: 'the topic of offsets is lost: full snapshot again',
    preset: 'upsert',
    settings: { ...APPEND, 'offset.flush.interval.ms': 100 },
    faults: [AWAY, { do: 'forget', target: 'offsets', atMs: 850 }],
    shows: duplicated(1, 2, 3),
  },
  {
    row: 'several tables changed in one transaction: consumers see them one by one, torn view',
    preset: 'upsert',
    settings: { 'app.transaction.records': 2 },
    faults: [crash('worker', 'after', 'effect', 3)],
    shows: [],
    trace: (trace) => {
      expect(at(trace, 'append', 3)).toBe(at(trace, 'append', 4));
      expect(at(trace, 'apply', 4) - at(trace, 'apply', 3)).toBeGreaterThan(300);
    },
  },
  {
    row: 'a transaction whose connection breaks before its commit is rolled back, and no event comes of it',
    preset: 'upsert',
    settings: { 'app.transaction.records': 2 },
    faults: [drop('UpdateRequest', 4)],
    shows: ['3 failed', '4 failed'],
    trace: ({ events }) =>
      expect(events.filter(isKind('append')).flatMap(({ records }) => records)).toEqual([1, 2, 5, 6]),
  },
  {
    row: 'a late copy of a statement comes over a session that is gone: no change',
    preset: 'adding-up',
    faults: [{ do: 'duplicate', message: 'UpdateRequest', record: 3, attempt: 1, byMs: 50 }],
    shows: [],
  },
  {
    row: 'downstream "add amount" per event: double count on repeat',
    preset: 'adding-up',
    faults: CRASH,
    shows: duplicated(1, 2, 3, 4),
  },
  { row: 'downstream "set" per event: a repeat is harmless', preset: 'upsert', faults: CRASH, shows: [] },
  {
    row: 'each event carries its position: a reader that knows positions recognises repeats',
    preset: 'adding-up',
    settings: { 'sink.dedup': 'set' },
    faults: CRASH,
    shows: [],
  },
  {
    row: 'the producer in Connect is not idempotent: a lost answer of the topic is a duplicate',
    preset: 'adding-up',
    faults: [drop('WriteResponse', 3)],
    shows: duplicated(3),
  },
  {
    row: 'rows that stood there before the connector come by the snapshot alone',
    preset: 'upsert',
    settings: { 'snapshot.mode': 'no_data', 'app.createdAt.ms': 700 },
    shows: lost(1, 2, 3, 4, 5),
  },
];

describe('Debezium on Kafka Connect', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('debezium', row));

  test.each([
    ['exactly.once.support', 'upsert', { 'exactly.once.support': 'required' }],
    ['exactly.once.support', 'exactly-once', { 'exactly.once.source.support': 'preparing', 'app.steps': 'E P' }],
    ['transaction.boundary', 'exactly-once', { 'transaction.boundary': 'interval' }],
    ['app.steps', 'exactly-once', { 'app.steps': 'E P' }],
    ['app.steps', 'upsert', { 'app.steps': '[E P]' }],
    ['slot.failover', 'mysql-when-needed', { 'slot.failover': true }],
    ['app.renamedAt.ms', 'upsert', { 'app.createdAt.ms': 500, 'app.renamedAt.ms': 400 }],
  ] as const)('%s of %s that cannot be is refused', (where, preset, settings) => {
    expectRefused('debezium', { row: where, preset, settings, shows: [] }, where);
  });
});
