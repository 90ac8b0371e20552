/** Database sinks: each cell of the "fault → outcome" table that says something, under its row's name. Sources in MODEL.md. */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/scenario/scenario';
import type { EventOf, Trace } from '../../src/trace/event';
import { crash, expectRefused, expectRow, type FaultRow } from '../support/faultRows';

/** What the table held after each write. */
const contents = ({ events }: Trace): string[] =>
  events
    .filter((event): event is EventOf<'send'> => event.kind === 'send' && event.message.name === 'WriteResponse')
    .map(({ message }) => message.says.replace('known, ', ''));
const finally_ = (expected: string) => (trace: Trace) => expect(contents(trace).at(-1)).toBe(expected);

const ACCOUNT = { count: 4, everyMs: 400 };
const REPLAY: Settings = { 'app.replay.from': 1, 'app.replay.to': 2 };
const WHOLE_REPLAY: Settings = { 'app.replay.from': 1, 'app.replay.to': 4 };

/** A row of the table as one test for each column: what comes out, and what the table holds in the end. */
function across(
  row: string,
  more: Partial<FaultRow>,
  columns: Readonly<Record<string, readonly [shows: readonly string[], holds: string]>>,
): FaultRow[] {
  return Object.entries(columns).map(([preset, [shows, holds]]) => ({
    row: `${row}: ${preset}`,
    preset,
    records: ACCOUNT,
    ...more,
    shows,
    trace: finally_(holds),
  }));
}

const TWICE = ['2 duplicated'];
const ROWS: readonly FaultRow[] = [
  ...across(
    'redelivery, same content',
    { faults: [crash('worker', 'after', 'effect', 4)] },
    {
      append: [['4 duplicated'], '5 rows'],
      unique: [[], '4 rows'],
      upsert: [[], 'balance 101'],
      versioned: [[], 'balance 101'],
      increment: [['4 duplicated'], 'balance 102'],
      'with-offset': [[], 'balance 101'],
      'with-id': [[], 'balance 101'],
    },
  ),
  ...across(
    'replay of older messages after newer ones',
    { settings: REPLAY },
    {
      append: [['1 duplicated', '2 duplicated'], '6 rows'],
      unique: [[], '4 rows'],
      upsert: [['1 duplicated', '2 duplicated'], 'balance 15'],
      versioned: [[], 'balance 101'],
      increment: [['1 duplicated', '2 duplicated'], 'balance 116'],
      'with-offset': [[], 'balance 101'],
      'with-id': [[], 'balance 101'],
    },
  ),
  ...across(
    'the replay goes on to the end',
    { settings: WHOLE_REPLAY },
    {
      upsert: [[1, 2, 3, 4].map((record) => `${record} duplicated`), 'balance 101'],
      increment: [[1, 2, 3, 4].map((record) => `${record} duplicated`), 'balance 202'],
    },
  ),
  ...across(
    'producer’s second message with a new id',
    { settings: { 'app.messageId': 'perCall', 'app.clickedTwice': 2 } },
    {
      append: [TWICE, '5 rows'],
      unique: [TWICE, '5 rows'],
      upsert: [[], 'balance 101'],
      versioned: [[], 'balance 101'],
      increment: [TWICE, 'balance 106'],
      'with-id': [TWICE, 'balance 106'],
    },
  ),
  {
    row: 'check-then-insert without a key, two workers',
    preset: 'append',
    settings: { 'app.selectsFirst': true, 'app.workers': 2, 'app.clickedTwice': 2, 'app.processing.ms': 100 },
    records: ACCOUNT,
    shows: TWICE,
    trace: finally_('5 rows'),
  },
  {
    row: 'check-then-insert without a key, one worker: what is redelivered is found',
    preset: 'append',
    settings: { 'app.selectsFirst': true },
    faults: [crash('worker', 'after', 'effect', 4)],
    records: ACCOUNT,
    shows: [],
    trace: finally_('4 rows'),
  },
  {
    row: 'generated key, append: dup',
    preset: 'append',
    settings: { 'table.key': 'generated', ...REPLAY },
    records: ACCOUNT,
    shows: ['1 duplicated', '2 duplicated'],
    trace: finally_('6 rows'),
  },
  {
    row: 'replay of older messages after newer ones, upsert and offset in one transaction: ignored, in the style of "set" too',
    preset: 'with-offset',
    settings: { 'table.write': 'upsert', ...REPLAY },
    records: ACCOUNT,
    shows: [],
    trace: finally_('balance 101'),
  },
  {
    row: 'generated key instead of message id: not a guard',
    preset: 'unique',
    settings: { 'table.key': 'generated', ...REPLAY },
    records: ACCOUNT,
    shows: ['1 duplicated', '2 duplicated'],
    trace: finally_('6 rows'),
  },
  {
    row: 'generated key, upsert: new row',
    preset: 'upsert',
    settings: { 'table.key': 'generated', ...REPLAY },
    records: ACCOUNT,
    shows: ['1 duplicated', '2 duplicated'],
    trace: finally_('6 rows'),
  },
  {
    row: 'generated key, with an id table: ok',
    preset: 'append',
    settings: { 'table.key': 'generated', 'table.remembers': 'messageId', ...REPLAY },
    records: ACCOUNT,
    shows: [],
    trace: finally_('4 rows'),
  },
  ...across(
    'delete, then a late upsert of the same key',
    { settings: { 'app.deletes': 4, ...REPLAY } },
    {
      unique: [['1 duplicated', '2 duplicated'], '2 rows'],
      upsert: [['1 duplicated', '2 duplicated'], 'balance 15'],
      versioned: [[], '0 rows'],
      'with-offset': [[], '0 rows'],
      'with-id': [[], '0 rows'],
    },
  ),
  {
    row: 'delete, then a late versioned upsert: ignored only if a tombstone keeps the version',
    preset: 'versioned',
    settings: { 'app.deletes': 4, 'table.tombstones': false, ...REPLAY },
    records: ACCOUNT,
    shows: ['1 duplicated', '2 duplicated'],
    trace: finally_('balance 15'),
  },
  {
    row: 'acknowledged before the write, crash between: no way of writing helps',
    preset: 'versioned',
    settings: { 'app.steps': 'P E' },
    faults: [crash('worker', 'after', 'progress', 4)],
    records: ACCOUNT,
    shows: ['4 lost'],
    trace: finally_('balance 100'),
  },
];

describe('database sinks', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('database', row));

  test('readers of an upsert watch time run backwards until the replay has caught up', () => {
    const row: FaultRow = {
      row: 'upsert',
      preset: 'upsert',
      settings: WHOLE_REPLAY,
      records: ACCOUNT,
      shows: [1, 2, 3, 4].map((record) => `${record} duplicated`),
      trace: (trace) =>
        expect(contents(trace)).toEqual([10, 15, 100, 101, 10, 15, 100, 101].map((value) => `balance ${value}`)),
    };
    expectRow('database', row);
  });

  test('a version without its account’s row compares with nothing', () => {
    const row = { row: 'versioned by message', preset: 'versioned', settings: { 'table.key': 'message' }, shows: [] };
    expectRefused('database', row, 'table.key');
  });

  test('an offset is the record’s number here, so a second message of the application is not shown with it', () => {
    const settings = { 'app.messageId': 'perCall', 'app.clickedTwice': 2 };
    expectRefused(
      'database',
      { row: 'second message', preset: 'with-offset', settings, shows: [] },
      'app.clickedTwice',
    );
  });
});
