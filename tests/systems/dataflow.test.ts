/** Google Dataflow: each row of the "fault → outcome" table. Sources in src/systems/dataflow/MODEL.md. */
import { describe, expect, test } from 'vitest';
import { crash, drop, expectRow, type FaultRow } from '../support/faultRows';
import { isKind, type Trace } from '../../src/trace/event';

const TEN = { count: 10 };
const outputs = ({ events }: Trace): number => events.filter(isKind('apply')).filter(({ outside }) => !outside).length;
const charges = ({ events }: Trace): number => events.filter(isKind('apply')).filter(({ outside }) => outside).length;

const ROWS: readonly FaultRow[] = [
  {
    row: 'worker crash mid-bundle: results once',
    preset: 'exactly-once',
    records: TEN,
    faults: [crash('worker', 'before', 'effect', 8)],
    shows: [],
  },
  {
    row: 'worker crash mid-bundle: calls outside of what was processed repeated',
    preset: 'calls-an-api',
    records: TEN,
    faults: [crash('worker', 'after', 'outside', 7)],
    shows: ['6 duplicated', '7 duplicated'],
    trace: (trace) => expect([outputs(trace), charges(trace)]).toEqual([10, 12]),
  },
  {
    row: 'shuffle RPC’s answer lost: sent again, dropped by what the receiver saved with the effect',
    preset: 'exactly-once',
    records: TEN,
    faults: [drop('WriteResponse', 6)],
    shows: [],
    trace: (trace) => {
      expect(outputs(trace)).toBe(10);
      const absorbed = trace.events.filter(isKind('absorb')).map(({ record, node }) => `${record} ${node}`);
      expect(absorbed).toEqual([6, 7, 8, 9, 10].map((record) => `${record} output`));
    },
  },
  {
    row: 'Pub/Sub redelivery: dropped by message id',
    preset: 'message-ids',
    settings: { 'service.redelivers': 3 },
    records: { count: 9 },
    shows: [],
    trace: ({ events }) => expect(events.filter(isKind('absorb')).map(({ record }) => record)).toEqual([3]),
  },
  {
    row: 'publisher duplicates (two ids): counted twice',
    preset: 'message-ids',
    records: { count: 9 },
    faults: [drop('PublishResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'publisher duplicates and an id attribute: counted once',
    preset: 'exactly-once',
    records: { count: 9 },
    faults: [drop('PublishResponse', 3)],
    shows: [],
  },
  {
    row: 'non-deterministic step before a sink, retry: two versions, both written',
    preset: 'calls-with-keys',
    settings: { 'app.deterministic': false },
    records: TEN,
    faults: [crash('worker', 'after', 'outside', 7)],
    shows: ['6 duplicated', '7 duplicated'],
  },
  {
    row: 'deterministic step before a sink that knows keys, retry: one version',
    preset: 'calls-with-keys',
    records: TEN,
    faults: [crash('worker', 'after', 'outside', 7)],
    shows: [],
  },
  {
    row: 'at-least-once mode: duplicates',
    preset: 'at-least-once-mode',
    records: TEN,
    faults: [crash('worker', 'after', 'effect', 10)],
    shows: ['6 duplicated', '7 duplicated', '8 duplicated', '9 duplicated', '10 duplicated'],
  },
  {
    row: 'late data beyond allowed lateness: dropped, exact but incomplete',
    preset: 'exactly-once',
    settings: { allowedLateness: 300, 'app.bundle': 1 },
    records: TEN,
    faults: [{ do: 'delay', message: 'PublishRequest', record: 4, attempt: 1, byMs: 400 }],
    shows: ['4 lost'],
  },
  {
    row: 'zombie worker finishes later: its commit is refused, its calls outside stay',
    preset: 'calls-an-api',
    settings: { 'app.workers': 2 },
    records: TEN,
    faults: [
      {
        do: 'pause',
        node: 'worker',
        pin: { when: 'before', step: 'effect', record: 10, attempt: 1 },
        forMs: 4_000,
      },
    ],
    shows: ['6', '7', '8', '9', '10'].map((record) => `${record} duplicated`),
    trace: (trace) => {
      expect(outputs(trace)).toBe(10);
      expect(trace.events.filter(isKind('absorb')).every(({ reason }) => reason === 'fenced')).toBe(true);
    },
  },
  {
    row: 'element always fails: its bundle is retried for ever, stall',
    preset: 'exactly-once',
    settings: { 'app.poisonRecord': 7 },
    records: TEN,
    shows: ['6 lost', '7 lost', '8 lost', '9 lost', '10 lost'],
  },
];

describe('Dataflow', () => {
  test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('dataflow', row));

  test('the innocent neighbours: output 10 and 13 charges, 10 with a key', () => {
    const counts: number[][] = [];
    for (const preset of ['calls-an-api', 'calls-with-keys'])
      expectRow('dataflow', {
        row: preset,
        preset,
        settings: { 'app.failsOnce': 9 },
        records: TEN,
        shows: preset === 'calls-an-api' ? ['6 duplicated', '7 duplicated', '8 duplicated'] : [],
        trace: (trace) => counts.push([outputs(trace), charges(trace)]),
      });
    expect(counts).toEqual([
      [10, 13],
      [10, 10],
    ]);
  });
});
