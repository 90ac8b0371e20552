/** SingleStore pipelines: each row of the "fault → outcome" table. Sources in src/systems/singlestore/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';
import type { Fault } from '../../src/scenario/scenario';
import { isKind } from '../../src/trace/event';

const crashAt = (node: string, atMs: number, forMs: number): Fault => ({ do: 'crash', node, pin: { atMs }, forMs });
const NINE = { count: 9 };

const ROWS: readonly FaultRow[] = [
  {
    row: 'crash mid-batch: rows and offsets roll back together',
    preset: 'pipeline',
    records: NINE,
    faults: [crash('pipeline', 'before', 'effect', 5)],
    shows: [],
  },
  {
    row: 'two writes, rows first, crash between: duplicates',
    preset: 'two-writes',
    records: NINE,
    faults: [crash('pipeline', 'after', 'effect', 6)],
    shows: ['4 duplicated', '5 duplicated', '6 duplicated'],
  },
  {
    row: 'two writes, offset first, crash between: loss',
    preset: 'offset-first',
    records: NINE,
    faults: [crash('pipeline', 'after', 'progress', 6)],
    shows: ['4 lost', '5 lost', '6 lost'],
  },
  {
    row: 'commit response lost to the puller: the offsets in the database are the truth',
    preset: 'pipeline',
    records: NINE,
    faults: [drop('WriteResponse', 4)],
    shows: [],
    trace: ({ events }) =>
      expect(events.filter(isKind('absorb')).map(({ record, reason }) => `${record} ${reason}`)).toEqual([
        '4 fenced',
        '5 fenced',
        '6 fenced',
      ]),
  },
  {
    row: 'poison record, stop on error: the pipeline stalls',
    preset: 'pipeline',
    settings: { 'app.poisonRecord': 5 },
    records: NINE,
    shows: ['4', '5', '6', '7', '8', '9'].map((record) => `${record} lost`),
    trace: ({ events }) => expect(events.filter(isKind('exception'))).toHaveLength(5),
  },
  {
    row: 'poison record, do not stop: that batch is skipped after its retries',
    preset: 'keeps-going',
    settings: { 'app.poisonRecord': 5 },
    records: NINE,
    shows: ['4 lost', '5 lost', '6 lost'],
  },
  {
    row: 'source retention passes while it is stopped: loss',
    preset: 'pipeline',
    settings: { 'retention.ms': 1_000 },
    records: { count: 15 },
    faults: [crash('pipeline', 'before', 'effect', 5, 1_600)],
    shows: ['4 lost', '5 lost', '6 lost', '7 lost', '8 lost', '9 lost'],
  },
  {
    row: 'producer duplicates: loaded twice',
    preset: 'pipeline',
    settings: { 'enable.idempotence': false },
    records: NINE,
    faults: [drop('ProduceResponse', 5)],
    shows: ['5 duplicated'],
  },
  {
    row: 'producer duplicates and a unique key: loaded once',
    preset: 'unique-key',
    settings: { 'enable.idempotence': false },
    records: NINE,
    faults: [drop('ProduceResponse', 5)],
    shows: [],
  },
  {
    row: 'operator sets the offset back by hand: exactly that range twice',
    preset: 'pipeline',
    settings: { 'app.alterOffsets': 1 },
    records: NINE,
    faults: [crashAt('pipeline', 1_250, 100)],
    shows: ['2 duplicated', '3 duplicated', '4 duplicated', '5 duplicated', '6 duplicated'],
  },
  {
    row: 'operator sets the offset forward by hand: exactly that range lost',
    preset: 'pipeline',
    settings: { 'app.alterOffsets': 8 },
    records: NINE,
    faults: [crashAt('pipeline', 1_250, 100)],
    shows: ['7 lost', '8 lost'],
  },
  {
    row: 'transform calls an outside service: repeated on retry',
    preset: 'pipeline',
    settings: { 'app.steps': 'X [E P]' },
    records: NINE,
    faults: [crash('pipeline', 'before', 'effect', 6)],
    shows: ['4 duplicated', '5 duplicated', '6 duplicated'],
    trace: ({ events }) => expect(events.filter(isKind('apply')).filter(({ outside }) => !outside)).toHaveLength(9),
  },
  {
    row: 'load into a second system: outside the transaction, and lost with it',
    preset: 'pipeline',
    settings: { 'app.steps': '[E P] X' },
    records: NINE,
    faults: [crash('pipeline', 'before', 'outside', 5)],
    shows: [],
    trace: ({ events }) => {
      const second = events.filter(isKind('apply')).filter(({ outside }) => outside);
      expect(second.map(({ record }) => record)).toEqual([1, 2, 3, 4, 7, 8, 9]);
    },
  },
];

describe('SingleStore pipelines', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('singlestore', row));
});
