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
    row: `${WRITE}: a record that deletes needs no INSERT`,
    system: 'database',
    preset: 'versioned',
    settings: { 'app.deletes': 3 },
    faults: [revoke('worker', 'INSERT', 'table', 410, 300)],
    shows: ['4 lost'],
    trace: (trace) => expect(denied(trace).map(({ records }) => records)).toEqual([[4]]),
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

const OUTBOX: readonly Row[] = [
  {
    row: `${WRITE}: the order fails with its event, so that there is no event to lose`,
    system: 'outbox',
    preset: 'outbox',
    faults: [revoke('shop', 'INSERT', 'outbox', 350, 400)],
    shows: each([2, 3], 'failed'),
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (a relay that polls): it publishes and cannot mark; duplicates after a restart`,
    system: 'outbox',
    preset: 'outbox-by-id',
    faults: [revoke('relay', 'UPDATE', 'outbox', 900, 2_000), crashAt('relay', 1_500)],
    shows: ['1 duplicated'],
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (a relay that polls), for good: it does not go past the row`,
    system: 'outbox',
    preset: 'outbox-by-id',
    faults: [revoke('relay', 'UPDATE', 'outbox', 900)],
    shows: each([2, 3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(denied(trace)).toHaveLength(1),
  },
  {
    row: `${COMMIT} (a relay that polls), with an inbox: absorbed`,
    system: 'outbox',
    preset: 'outbox-inbox',
    settings: { 'relay.cursor': 'unmarked' },
    faults: [revoke('relay', 'UPDATE', 'outbox', 900, 2_000), crashAt('relay', 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT}: a relay that marks first does not publish either`,
    system: 'outbox',
    preset: 'outbox-by-id',
    settings: { 'relay.marks': 'beforePublish' },
    faults: [revoke('relay', 'UPDATE', 'outbox', 900, 2_000)],
    shows: [],
    trace: (trace) => expect(all(trace, 'enqueue').every(({ at }) => at > 2_900)).toBe(true),
  },
  {
    row: 'relay may mark but not read: it stalls, and the look that waits is refused, too',
    system: 'outbox',
    preset: 'outbox-by-id',
    faults: [revoke('relay', 'SELECT', 'outbox', 300, 2_000)],
    shows: [],
    trace: (trace) => {
      refusedWith(SQL)(trace);
      expect(all(trace, 'enqueue').every(({ at }) => at > 2_300)).toBe(true);
    },
  },
  {
    row: `${COMMIT}: not of a replication slot, where one right covers both`,
    system: 'outbox',
    preset: 'outbox',
    faults: [revoke('relay', 'REPLICATION', 'slot', 300, 2_000)],
    shows: [],
    trace: (trace) => {
      refusedWith(SQL)(trace);
      expect(all(trace, 'enqueue').filter(({ at }) => at > 300 && at < 2_300)).toEqual([]);
    },
  },
  {
    row: `${COMMIT} (the inbox), in one transaction: the effect is rolled back with it`,
    system: 'outbox',
    preset: 'outbox-inbox',
    faults: [revoke('worker', 'INSERT', 'inbox', 410, 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (the inbox), apart from the effect: it is done again after each lease`,
    system: 'outbox',
    preset: 'outbox-inbox',
    settings: { 'app.steps': 'E M P' },
    faults: [revoke('worker', 'INSERT', 'inbox', 410, 1_500)],
    shows: each([2, 3, 4, 5, 6], 'duplicated'),
    trace: refusedWith(SQL),
  },
  {
    row: `${COMMIT} (the inbox), before the effect: nothing is done`,
    system: 'outbox',
    preset: 'outbox-inbox',
    settings: { 'app.steps': 'M E P' },
    faults: [revoke('worker', 'INSERT', 'inbox', 410, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 450 && at < 1_910)).toEqual([]),
  },
  {
    row: `${WRITE} (of the next service): a stall`,
    system: 'outbox',
    preset: 'outbox-inbox',
    faults: [revoke('worker', 'INSERT', 'table', 410, 1_500)],
    shows: [],
    trace: refusedWith(SQL),
  },
  {
    row: `${CERTIFICATE}: the relay’s calls fail until it is renewed`,
    system: 'outbox',
    preset: 'outbox-inbox',
    faults: [expire('relay', 250, 2_000)],
    shows: [],
    trace: (trace) => expect(all(trace, 'enqueue').filter(({ at }) => at > 300 && at < 2_250)).toEqual([]),
  },
];

const PUBSUB = 'PERMISSION_DENIED';
const CONSUME = 'pubsub.subscriptions.consume';
const UPDATE = 'bigquery.tables.updateData';
const DATAFLOW: readonly Row[] = [
  {
    row: 'sender’s right revoked: the call fails, and trying again does not help',
    system: 'dataflow',
    preset: 'exactly-once',
    faults: [revoke('publisher', 'pubsub.topics.publish', 'topic', 410, 300)],
    shows: ['4 failed'],
    trace: refusedWith(PUBSUB),
  },
  {
    row: `${WRITE}: the bundle fails and is done again until it may: a stall`,
    system: 'dataflow',
    preset: 'exactly-once',
    faults: [revoke('worker', UPDATE, 'output', 410, 1_000)],
    shows: [],
    trace: refusedWith(PUBSUB),
  },
  {
    row: `${WRITE}: what the code calls outside is called with each attempt`,
    system: 'dataflow',
    preset: 'calls-an-api',
    faults: [revoke('worker', UPDATE, 'output', 410, 1_000)],
    shows: each([1, 2, 3, 4, 5], 'duplicated'),
    trace: (trace) => expect(denied(trace).length).toBeGreaterThan(1),
  },
  {
    row: `${WRITE}: what the code calls outside with a key is known there`,
    system: 'dataflow',
    preset: 'calls-with-keys',
    faults: [revoke('worker', UPDATE, 'output', 410, 1_000)],
    shows: [],
  },
  {
    row: `${WRITE}, for good: nothing comes out`,
    system: 'dataflow',
    preset: 'exactly-once',
    faults: [revoke('worker', UPDATE, 'output', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
  },
  {
    row: `${COMMIT}: not of a subscription, where one right covers both; nothing is done twice`,
    system: 'dataflow',
    preset: 'exactly-once',
    faults: [revoke('worker', CONSUME, 'subscription', 410, 1_000)],
    shows: [],
    trace: refusedWith(PUBSUB),
  },
  {
    row: `${COMMIT}: in at-least-once mode what is done and cannot be acknowledged is done again`,
    system: 'dataflow',
    preset: 'at-least-once-mode',
    settings: { 'app.bundle': 1 },
    faults: [revoke('worker', CONSUME, 'subscription', 425, 1_000)],
    shows: ['3 duplicated'],
    trace: refusedWith(PUBSUB),
  },
  {
    row: `${CERTIFICATE}: the worker’s reads fail until it is renewed`,
    system: 'dataflow',
    preset: 'exactly-once',
    faults: [expire('worker', 250, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 300 && at < 1_750)).toEqual([]),
  },
];

const NAMESPACE = 'PERMISSION_DENIED: Request unauthorized.';
const TEMPORAL: readonly Row[] = [
  {
    row: 'sender’s right revoked: the workflow cannot be started',
    system: 'temporal',
    preset: 'activity',
    faults: [revoke('starter', 'Write', 'namespace', 430, 300)],
    shows: ['4 failed'],
    trace: refusedWith(NAMESPACE),
  },
  {
    row: `${COMMIT}: one right covers polling and reporting; a step whose report was refused is done again after its time-out`,
    system: 'temporal',
    preset: 'activity',
    faults: [revoke('worker', 'Write', 'namespace', 410, 1_000)],
    shows: ['3 duplicated'],
    trace: (trace) => {
      refusedWith(NAMESPACE)(trace);
      expect(all(trace, 'apply').filter(({ record }) => record === 3)[1]!.at).toBeGreaterThan(10_000);
    },
  },
  {
    row: `${COMMIT}: the service knows the step by its key`,
    system: 'temporal',
    preset: 'derived-key',
    faults: [revoke('worker', 'Write', 'namespace', 410, 1_000)],
    shows: [],
  },
  {
    row: `${COMMIT}, for good: nobody polls for the step again`,
    system: 'temporal',
    preset: 'activity',
    faults: [revoke('worker', 'Write', 'namespace', 410)],
    shows: each([4, 5, 6], 'lost'),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open; polls fail until it is renewed`,
    system: 'temporal',
    preset: 'activity',
    faults: [expire('worker', 250, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 300 && at < 1_750)).toEqual([]),
  },
];

describe.each([
  ['database', DATABASE],
  ['outbox', OUTBOX],
  ['dataflow', DATAFLOW],
  ['temporal', TEMPORAL],
] as const)('rights and certificates: %s', (_, rows) => {
  test.each(rows.map((row) => [row.preset, row.row, row] as const))('%s: %s', (_, __, row) =>
    expectRow(row.system, row),
  );
});
