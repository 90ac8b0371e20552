/**
 * Security failures are delivery faults, in systems that process what they read and in the databases where effects land: each
 * row of that table, under its own name, in every one of them in which it can happen. Sources in the MODEL.md of each system.
 */
import { describe, expect, test } from 'vitest';
import { expectRow } from '../support/faultRows';
import {
  all,
  CERTIFICATE,
  COMMIT,
  crashAt,
  denied,
  each,
  expire,
  refusedWith,
  revoke,
  WRITE,
  type Row,
} from '../support/securityRows';

const SQL = '42501 insufficient_privilege';

const DATABASE: readonly Row[] = [
  {
    row: `${WRITE}: the statement fails, and its message comes again when its lease is over: a stall`,
    system: 'database',
    preset: 'append',
    faults: [revoke('worker', 'INSERT', 'table', 410, 1_000)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${WRITE}, for good: what is refused twice is not tried for ever`,
    system: 'database',
    preset: 'append',
    faults: [revoke('worker', 'INSERT', 'table', 410)],
    shows: each([3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(denied(trace).map(({ records }) => records)).toEqual([[3], [4], [5], [6], [3]]),
  },
  {
    row: `${WRITE}, for one record: it comes again after the others`,
    system: 'database',
    preset: 'append',
    faults: [revoke('worker', 'INSERT', 'table', 410, 200)],
    shows: ['3 reordered'],
  },
  {
    row: `${WRITE}, for one record: and is then older than what is there`,
    system: 'database',
    preset: 'versioned',
    faults: [revoke('worker', 'UPDATE', 'table', 410, 200)],
    shows: ['3 lost'],
  },
  {
    row: `${COMMIT}, in one transaction: the effect is rolled back with it, so nothing is done twice`,
    system: 'database',
    preset: 'with-offset',
    faults: [revoke('worker', 'UPDATE', 'offsets', 410, 1_000)],
    shows: [],
    trace: (trace) => {
      refusedWith(SQL)(trace);
      expect(all(trace, 'apply').filter(({ at }) => at > 410 && at < 1_410)).toEqual([]);
    },
  },
  {
    row: `${COMMIT}, with ids: likewise`,
    system: 'database',
    preset: 'with-id',
    faults: [revoke('worker', 'INSERT', 'ids', 410, 1_000)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: 'may write and not look whether the row is there: it does not come to writing',
    system: 'database',
    preset: 'append',
    settings: { 'app.selectsFirst': true },
    faults: [revoke('worker', 'SELECT', 'table', 410, 1_000)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'database',
    preset: 'append',
    faults: [expire('sink', 250)],
    shows: [],
  },
  {
    row: `${CERTIFICATE}: the next connection fails, so the worker stalls until it is renewed`,
    system: 'database',
    preset: 'append',
    faults: [expire('sink', 250, 2_000), crashAt('worker', 500)],
    shows: ['4 reordered'],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 500 && at < 2_250)).toEqual([]),
  },
  {
    row: `${CERTIFICATE}: a call is a connection of its own, and fails`,
    system: 'database',
    preset: 'append',
    faults: [expire('source', 410)],
    shows: each([4, 5, 6], 'failed'),
  },
];

describe.each([['database', DATABASE]] as const)('rights and certificates: %s', (_, rows) => {
  test.each(rows.map((row) => [row.preset, row.row, row] as const))('%s: %s', (_, __, row) =>
    expectRow(row.system, row),
  );
});
