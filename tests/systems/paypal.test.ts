/** PayPal's PayPal-Request-Id: each row of its "fault → outcome" table, under its own name. Sources in MODEL.md. */
import { expect, test } from 'vitest';
import type { EventOf, Trace } from '../../src/trace/event';
import { drop, expectRow, type FaultRow } from '../support/faultRows';

const answersOf = ({ events }: Trace, record: number): string[] =>
  events
    .filter((event): event is EventOf<'send'> => event.kind === 'send' && event.message.name === 'CreateResponse')
    .filter(({ message }) => message.records.includes(record))
    .map(({ message }) => message.says);

/** The batch job comes after seven hours. */
const AFTER_SEVEN_HOURS = { 'app.retries': 0, 'app.job.again.ms': 70_000 };
const AFTER_FOUR_HOURS = { 'app.retries': 0, 'app.job.again.ms': 40_000 };

const ROWS: readonly FaultRow[] = [
  {
    row: "timeout, retry with the same id inside the API's window: the original result, in its current state",
    preset: 'orders',
    faults: [drop('CreateResponse', 3)],
    shows: [],
    trace: (trace) => expect(answersOf(trace, 3)).toEqual(['200', '200, and completed meanwhile']),
  },
  {
    row: 'the same after the window (orders, after seven hours): second order',
    preset: 'orders',
    settings: AFTER_SEVEN_HOURS,
    faults: [drop('CreateResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'one client library, one retry policy for all APIs: safe for captures',
    preset: 'captures',
    settings: AFTER_SEVEN_HOURS,
    faults: [drop('CreateResponse', 3)],
    shows: [],
  },
  {
    row: 'the same job after four hours: safe for orders',
    preset: 'orders',
    settings: AFTER_FOUR_HOURS,
    faults: [drop('CreateResponse', 3)],
    shows: [],
  },
  {
    row: 'the same job after four hours: too late for the vault, which knows an id for three',
    preset: 'vault',
    settings: AFTER_FOUR_HOURS,
    faults: [drop('CreateResponse', 3)],
    shows: ['3 duplicated'],
  },
  {
    row: 'parallel double submit: one may fail, and its caller must try again',
    preset: 'orders',
    settings: { 'app.racer': 3 },
    shows: [],
    trace: (trace) => expect(answersOf(trace, 3)[0]).toBe('409 still running'),
  },
  {
    row: 'the response shows a later state than the lost one',
    preset: 'captures',
    faults: [drop('CreateResponse', 2)],
    shows: [],
    trace: (trace) => expect(answersOf(trace, 2).at(-1)).toBe('200, and completed meanwhile'),
  },
  {
    row: 'no header: duplicates',
    preset: 'no-header',
    faults: [drop('CreateResponse', 3)],
    shows: ['3 duplicated'],
  },
];

test.each(ROWS.map((row) => [row.row, row] as const))('%s', (_, row) => expectRow('paypal', row));
