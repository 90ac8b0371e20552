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
  denied,
  each,
  expire,
  refusedWith,
  revoke,
  WRITE,
  type Row,
} from '../support/securityRows';

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
  ['dataflow', DATAFLOW],
  ['temporal', TEMPORAL],
] as const)('rights and certificates: %s', (_, rows) => {
  test.each(rows.map((row) => [row.preset, row.row, row] as const))('%s: %s', (_preset, _row, row) =>
    expectRow(row.system, row),
  );
});
