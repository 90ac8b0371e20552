/** Spark Structured Streaming: each row of the "fault → outcome" table. Sources in src/systems/spark/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, expectRow, type FaultRow } from '../support/faultRows';
import type { Fault } from '../../src/scenario/scenario';
import { isKind, type Trace } from '../../src/trace/event';

const crashAt = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });
const forgetAt = (atMs: number): Fault => ({ do: 'forget', target: 'checkpoint', atMs });
/** The query is there before the first record. */
const LATE_START: Fault = { do: 'delay', message: 'ProduceRequest', record: 1, attempt: 1, byMs: 200 };
const EIGHT = { count: 8 };
const SECOND_BATCH = ['5 duplicated', '6 duplicated', '7 duplicated', '8 duplicated'];
const rows = ({ events }: Trace): number => events.filter(isKind('apply')).length;
const exceptions = ({ events }: Trace): readonly string[] =>
  events.filter(isKind('exception')).map(({ error }) => error);

const ROWS: readonly FaultRow[] = [
  {
    row: 'crash after the plan, before the sink: the batch runs once',
    preset: 'append',
    records: EIGHT,
    faults: [crash('driver', 'before', 'effect', 5)],
    shows: [],
    trace: ({ events }) => {
      const plans = events.filter(isKind('send')).filter(({ message }) => message.name === 'WriteOffsetLog');
      expect(plans.map(({ message }) => message.says)).toEqual(['batch 0: offsets 0 to 3', 'batch 1: offsets 4 to 7']);
    },
  },
  {
    row: 'crash after the sink’s write, before the commit log: the same batch again',
    preset: 'append',
    records: EIGHT,
    faults: [crash('driver', 'after', 'effect', 8)],
    shows: SECOND_BATCH,
  },
  {
    row: 'guard by batch id in the sink’s transaction: none',
    preset: 'batch-id',
    records: EIGHT,
    faults: [crash('driver', 'after', 'effect', 8)],
    shows: [],
    trace: (trace) => expect(rows(trace)).toBe(8),
  },
  {
    row: 'guard stored separately from the data: the crash gap again',
    preset: 'batch-id-apart',
    records: EIGHT,
    faults: [crash('driver', 'after', 'effect', 8)],
    shows: SECOND_BATCH,
  },
  {
    row: 'checkpoint directory deleted, guard kept: ids start at 0 again and are refused',
    preset: 'batch-id',
    settings: { startingOffsets: 'latest' },
    records: { count: 16, everyMs: 300 },
    faults: [LATE_START, forgetAt(2_250), crashAt('driver', 2_250, 40)],
    shows: ['9', '10', '11', '12', '13', '14', '15', '16'].map((record) => `${record} swallowed`),
  },
  {
    row: 'the same, and the query goes on: ids are refused until they pass the old maximum',
    preset: 'batch-id',
    settings: { startingOffsets: 'latest' },
    records: { count: 20, everyMs: 300 },
    faults: [LATE_START, forgetAt(2_250), crashAt('driver', 2_250, 40)],
    shows: ['9', '10', '11', '12', '13', '14', '15', '16'].map((record) => `${record} swallowed`),
    trace: (trace) => {
      expect(rows(trace), 'two batches before, and the third after').toBe(12);
      const ids = trace.events.filter(isKind('send')).filter(({ message }) => message.name === 'WriteOffsetLog');
      const batches = ids.map(({ message }) => message.says.replace(/:.*/u, ''));
      expect(batches).toEqual(['batch 0', 'batch 1', 'batch 0', 'batch 1', 'batch 2']);
    },
  },
  {
    row: 'checkpoint deleted, no guard, earliest: everything again',
    preset: 'append',
    records: EIGHT,
    faults: [forgetAt(1_700), crashAt('driver', 1_700, 40)],
    shows: ['1', '2', '3', '4'].map((record) => `${record} duplicated`).concat(SECOND_BATCH),
  },
  {
    row: 'checkpoint deleted, no guard, latest: what came meanwhile is lost',
    preset: 'append',
    settings: { startingOffsets: 'latest' },
    records: { count: 12 },
    faults: [LATE_START, forgetAt(900), crashAt('driver', 900, 500)],
    shows: ['5 lost', '6 lost', '7 lost', '8 lost'],
  },
  {
    row: 'two destinations in one foreachBatch: one written, then both again',
    preset: 'append',
    settings: { 'app.steps': 'E X P' },
    records: EIGHT,
    faults: [crash('driver', 'before', 'outside', 5)],
    shows: SECOND_BATCH,
    trace: ({ events }) => {
      const second = events.filter(isKind('apply')).filter(({ node }) => node === 'table-2');
      expect(second.map(({ record }) => record)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    },
  },
  {
    row: 'two queries share a checkpoint: one dies',
    preset: 'batch-id',
    settings: { 'app.queries': 2 },
    records: EIGHT,
    shows: [],
    trace: (trace) => expect(exceptions(trace)).toEqual(['another query has written this batch']),
  },
  {
    row: 'dedup on (partitionId, epochId) in foreach: a retry is dealt out otherwise, one row twice and one never',
    preset: 'batch-id',
    settings: { 'app.guardedBy': 'partitionIdAndEpochId' },
    records: EIGHT,
    faults: [crash('driver', 'after', 'effect', 6)],
    shows: ['6 duplicated', '8 swallowed'],
  },
  {
    row: 'non-deterministic batch code: the retry writes other rows',
    preset: 'upsert',
    settings: { 'app.deterministic': false },
    records: EIGHT,
    faults: [crash('driver', 'after', 'effect', 8)],
    shows: SECOND_BATCH,
  },
  {
    row: 'deterministic batch code and keys: the retry writes the same rows',
    preset: 'upsert',
    records: EIGHT,
    faults: [crash('driver', 'after', 'effect', 8)],
    shows: [],
  },
  {
    row: 'source retention shorter than the outage: the query fails',
    preset: 'append',
    settings: { 'retention.ms': 1_500 },
    records: EIGHT,
    faults: [crash('driver', 'before', 'effect', 5, 5_000)],
    shows: ['5 lost', '6 lost', '7 lost', '8 lost'],
    trace: (trace) => expect(exceptions(trace)).toEqual(['OffsetOutOfRangeException']),
  },
  {
    row: 'source retention shorter than the outage, failOnDataLoss off: loss',
    preset: 'append',
    settings: { 'retention.ms': 1_500, failOnDataLoss: false },
    records: { count: 40 },
    faults: [crash('driver', 'before', 'effect', 5, 2_000)],
    shows: ['5 lost', '6 lost', '7 lost', '8 lost', '9 lost', '10 lost', '11 lost'],
    trace: (trace) => expect(exceptions(trace)).toEqual([]),
  },
];

describe('Spark Structured Streaming', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('spark', row));
});
