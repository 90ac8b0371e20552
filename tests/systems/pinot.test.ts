/** Apache Pinot: each row of the "fault → outcome" table. Sources in src/systems/pinot/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';
import type { Fault } from '../../src/scenario/scenario';
import { isKind, type Trace } from '../../src/trace/event';

const crashAt = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });
const TWELVE = { count: 12 };
const readBy = ({ events }: Trace, node: string): readonly number[] =>
  events
    .filter(isKind('deliver'))
    .filter((event) => event.node === node)
    .map(({ record }) => record);

const ROWS: readonly FaultRow[] = [
  {
    row: 'server crash while consuming: rows in memory are dropped and read again from the segment’s start',
    preset: 'realtime',
    settings: { replication: 1 },
    records: TWELVE,
    faults: [crashAt('server-1', 700, 300)],
    shows: [],
    trace: (trace) => expect(readBy(trace, 'server-1')).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  },
  {
    row: 'committer dies during the commit: another replica commits',
    preset: 'realtime',
    records: TWELVE,
    faults: [crash('server-1', 'before', 'effect', 6)],
    shows: [],
    trace: ({ events }) => {
      const writers = events.filter(isKind('send')).filter(({ message }) => message.name === 'Write');
      expect(writers[0]!.node).toBe('server-2');
    },
  },
  {
    row: 'controller dies between the metadata steps: consumption stalls, and none is lost',
    preset: 'realtime',
    records: TWELVE,
    faults: [crashAt('segments-0', 700, 3_000)],
    shows: [],
    trace: ({ events }) => expect(events.filter(isKind('apply'))[0]!.at).toBeGreaterThan(3_000),
  },
  {
    row: 'stream retention shorter than an unfinished segment’s age at restart: loss',
    preset: 'realtime',
    settings: { replication: 1, 'retention.ms': 1_500 },
    records: TWELVE,
    faults: [crashAt('server-1', 700, 1_500)],
    shows: ['1 lost', '2 lost', '3 lost', '4 lost'],
  },
  {
    row: 'the same, and the server goes on at the end: what the stream still had is lost too',
    preset: 'realtime',
    settings: { replication: 1, 'retention.ms': 1_500, 'auto.offset.reset': 'latest' },
    records: { count: 16 },
    faults: [crashAt('server-1', 700, 1_500)],
    shows: Array.from({ length: 12 }, (_, index) => `${index + 1} lost`),
  },
  {
    row: 'producer duplicates in the stream: both rows stored',
    preset: 'producer-repeats',
    records: TWELVE,
    faults: [drop('ProduceResponse', 8)],
    shows: ['8 duplicated'],
  },
  {
    row: 'producer duplicates, dedup on: one row stored',
    preset: 'dedup',
    records: TWELVE,
    faults: [drop('ProduceResponse', 8)],
    shows: [],
  },
  {
    row: 'dedup on, stream not partitioned by key: duplicates in different partitions undetected',
    preset: 'dedup-unkeyed',
    records: { count: 12, keys: 2 },
    faults: [drop('ProduceResponse', 8)],
    shows: ['8 duplicated'],
  },
  {
    row: 'dedup TTL shorter than the duplicate’s delay: the duplicate is stored',
    preset: 'dedup',
    settings: { 'dedupConfig.metadataTTL': 3_000, 'app.retries': 0, 'app.job.again.ms': 5_000 },
    records: { count: 30 },
    faults: [drop('ProduceResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'dedup TTL longer than the duplicate’s delay: the duplicate is dropped',
    preset: 'dedup',
    settings: { 'dedupConfig.metadataTTL': 30_000, 'app.retries': 0, 'app.job.again.ms': 5_000 },
    records: { count: 30 },
    faults: [drop('ProduceResponse', 3)],
    shows: [],
  },
  {
    row: 'lagging replica keeps ingesting while its segment is replaced: wrong metadata, the duplicate is stored',
    preset: 'dedup',
    settings: { 'app.retries': 0, 'app.job.again.ms': 5_000 },
    records: { count: 30 },
    faults: [drop('ProduceResponse', 3), { do: 'forget', target: 'segments-0', atMs: 2_500 }],
    shows: ['3 duplicated'],
  },
  {
    row: 'replicas read before the commit: they differ by a few rows',
    preset: 'realtime',
    settings: { 'app.rowMs.second': 450 },
    records: TWELVE,
    shows: [],
    trace: (trace) => {
      const before = { ...trace, events: trace.events.filter(({ at }) => at < 900) };
      expect([readBy(before, 'server-1').length, readBy(before, 'server-2').length]).toEqual([5, 2]);
    },
  },
];

describe('Pinot', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('pinot', row));
});
