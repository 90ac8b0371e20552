/**
 * Security failures are delivery faults, in systems that process what they read and in the databases where effects land: each
 * row of that table, under its own name, in every one of them in which it can happen. Sources in the MODEL.md of each system.
 */
import { expect } from 'vitest';
import type { Trace } from '../../src/trace/event';
import { crashAt, each } from '../support/faultRows';
import {
  all,
  CERTIFICATE,
  COMMIT,
  denied,
  expire,
  IDENTITY,
  onlyAfter,
  playRows,
  refusedWith,
  revoke,
  tellStories,
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
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'dataflow',
    preset: 'exactly-once',
    faults: [expire('worker', 250, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'deliver').some(({ at }) => at > 450 && at < 1_750)).toBe(true),
  },
  {
    row: `${CERTIFICATE}: who starts anew cannot connect until it is renewed`,
    system: 'dataflow',
    preset: 'exactly-once',
    faults: [expire('worker', 250, 1_500), crashAt('worker', 400)],
    shows: [],
    trace: (trace) => expect(all(trace, 'deliver').filter(({ at }) => at > 450 && at < 1_750)).toEqual([]),
  },
];

const NAMESPACE = 'PERMISSION_DENIED: Request unauthorized';
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
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'temporal',
    preset: 'activity',
    faults: [expire('worker', 250, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'apply').some(({ at }) => at > 450 && at < 1_750)).toBe(true),
  },
  {
    row: `${CERTIFICATE}: who starts anew cannot connect until it is renewed`,
    system: 'temporal',
    preset: 'activity',
    faults: [expire('worker', 250, 1_500), crashAt('worker', 400)],
    shows: [],
    trace: (trace) => expect(all(trace, 'apply').filter(({ at }) => at > 450 && at < 1_750)).toEqual([]),
  },
];

const TOPIC = 'TOPIC_AUTHORIZATION_FAILED';
const EIGHT = { count: 8 };
const EIGHT_RECORDS = [1, 2, 3, 4, 5, 6, 7, 8];
const ended = (trace: Trace): readonly string[] =>
  all(trace, 'exception')
    .filter(({ leadsTo }) => leadsTo === 'end')
    .map(({ error }) => error);

const onTopic = (system: string, preset: string): Row => ({
  row: 'producer’s write right revoked, without a transaction: the send fails',
  system,
  preset,
  faults: [revoke('producer', 'Write', 'topic', 430, 300)],
  shows: ['4 failed'],
  trace: refusedWith(TOPIC),
});

const ACCESS = 'AccessControlException: Permission denied';
const SPARK: readonly Row[] = [
  onTopic('spark', 'append'),
  {
    row: 'consumer may not read the topic: the query ends, and goes on where its checkpoint says when it is started again',
    system: 'spark',
    preset: 'append',
    records: EIGHT,
    faults: [revoke('driver', 'Read', 'topic', 300, 1_000), crashAt('driver', 1_600)],
    shows: [],
    trace: (trace) => {
      refusedWith(TOPIC)(trace);
      expect(ended(trace)).toEqual([TOPIC]);
    },
  },
  {
    row: `${COMMIT}: rows are written and the commit log is not; the batch runs again, and a sink that appends has it twice`,
    system: 'spark',
    preset: 'append',
    records: EIGHT,
    faults: [revoke('driver', 'WRITE', 'checkpoint', 640, 1_000), crashAt('driver', 1_700)],
    shows: each([1, 2, 3, 4], 'duplicated'),
    trace: (trace) => {
      refusedWith(ACCESS)(trace);
      expect(ended(trace)).toEqual([ACCESS]);
    },
  },
  {
    row: `${COMMIT}: a sink that keeps the batch id passes it over`,
    system: 'spark',
    preset: 'batch-id',
    records: EIGHT,
    faults: [revoke('driver', 'WRITE', 'checkpoint', 640, 1_000), crashAt('driver', 1_700)],
    shows: [],
    trace: (trace) => expect(all(trace, 'absorb').map(({ record }) => record)).toEqual([1, 2, 3, 4]),
  },
  {
    row: `${COMMIT}: without the plan nothing is written`,
    system: 'spark',
    preset: 'append',
    records: EIGHT,
    faults: [revoke('driver', 'WRITE', 'checkpoint', 300)],
    shows: each(EIGHT_RECORDS, 'lost'),
    trace: (trace) => expect(all(trace, 'apply')).toEqual([]),
  },
  {
    row: `${WRITE}: the query ends, and the batch that was planned runs when it is started again`,
    system: 'spark',
    preset: 'append',
    records: EIGHT,
    faults: [revoke('driver', 'INSERT', 'table', 300, 1_000), crashAt('driver', 1_700)],
    shows: [],
    trace: (trace) => expect(ended(trace)).toHaveLength(1),
  },
  {
    row: `${IDENTITY} (checkpoint directory): the second writer of a batch ends`,
    system: 'spark',
    preset: 'batch-id',
    records: EIGHT,
    settings: { 'app.queries': 2 },
    shows: [],
    trace: (trace) => expect(ended(trace)).toEqual(['another query has written this batch']),
  },
  {
    row: `${CERTIFICATE}: a query that cannot come back stalls until it is renewed`,
    system: 'spark',
    preset: 'batch-id',
    records: EIGHT,
    faults: [expire('driver', 250, 3_000), crashAt('driver', 500)],
    shows: [],
    trace: onlyAfter('apply', 3_250),
  },
];

const PINOT: readonly Row[] = [
  onTopic('pinot', 'realtime'),
  {
    row: 'consumer may not read the stream: both replicas read again until they may',
    system: 'pinot',
    preset: 'realtime',
    faults: [revoke('server', 'Read', 'topic', 300, 1_000)],
    shows: [],
    trace: (trace) => {
      refusedWith(TOPIC)(trace);
      expect(denied(trace)).toHaveLength(2);
    },
  },
  {
    row: `${COMMIT}: rows and end offset are committed together, so the server holds and asks again; nothing is done twice`,
    system: 'pinot',
    preset: 'realtime',
    faults: [revoke('server', 'CommitSegment', 'cluster', 300, 3_000), crashAt('server-1', 2_000)],
    shows: [],
    trace: (trace) => {
      refusedWith('403 Forbidden')(trace);
      onlyAfter('apply', 3_300)(trace);
    },
  },
  {
    row: `${COMMIT}, for good: rows stay in memory, and nothing of them is official`,
    system: 'pinot',
    preset: 'realtime',
    faults: [revoke('server', 'CommitSegment', 'cluster', 300)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(denied(trace)).toHaveLength(2),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'pinot',
    preset: 'realtime',
    faults: [expire('server', 250, 1_500)],
    shows: [],
    trace: (trace) => expect(all(trace, 'deliver').some(({ at }) => at > 450 && at < 1_750)).toBe(true),
  },
  {
    row: `${CERTIFICATE}: who starts anew cannot connect until it is renewed`,
    system: 'pinot',
    preset: 'realtime',
    faults: [expire('server', 250, 1_500), crashAt('server-1', 400), crashAt('server-2', 400)],
    shows: [],
    trace: (trace) => expect(all(trace, 'deliver').filter(({ at }) => at > 450 && at < 1_750)).toEqual([]),
  },
];

const DENIED_ROWS = '1142 ER_TABLEACCESS_DENIED_ERROR';
const SINGLESTORE: readonly Row[] = [
  onTopic('singlestore', 'pipeline'),
  {
    row: 'consumer may not read the topic: the pipeline stops after its retries, and goes on when it is started again',
    system: 'singlestore',
    preset: 'pipeline',
    faults: [revoke('pipeline', 'Read', 'topic', 300, 1_000), crashAt('pipeline', 1_600)],
    shows: [],
    trace: (trace) => {
      refusedWith(TOPIC)(trace);
      expect(denied(trace)).toHaveLength(5);
      expect(ended(trace)).toEqual([TOPIC]);
    },
  },
  {
    row: 'consumer may not read the topic, twice for a short time: a read that succeeds between begins the count anew',
    system: 'singlestore',
    preset: 'pipeline',
    faults: [revoke('pipeline', 'Read', 'topic', 425, 230), revoke('pipeline', 'Read', 'topic', 825, 230)],
    shows: [],
    trace: (trace) => expect(denied(trace).length).toBeGreaterThan(4),
  },
  {
    row: 'consumer may not read the topic: a pipeline that does not stop on errors reads again until it may',
    system: 'singlestore',
    preset: 'keeps-going',
    faults: [revoke('pipeline', 'Read', 'topic', 300, 1_000)],
    shows: [],
    trace: (trace) => expect(ended(trace)).toEqual([]),
  },
  {
    row: `${COMMIT} (a loader of one’s own): rows are loaded with each retry, and after the restart`,
    system: 'singlestore',
    preset: 'two-writes',
    faults: [revoke('pipeline', 'UPDATE', 'offsets', 300, 1_500), crashAt('pipeline', 1_900)],
    shows: each([1, 2, 3], 'duplicated'),
    trace: (trace) => {
      refusedWith(DENIED_ROWS)(trace);
      expect(denied(trace)).toHaveLength(5);
    },
  },
  {
    row: `${COMMIT} (a loader of one’s own), offset first: nothing is loaded`,
    system: 'singlestore',
    preset: 'offset-first',
    faults: [revoke('pipeline', 'UPDATE', 'offsets', 300, 1_500), crashAt('pipeline', 1_900)],
    shows: [],
    trace: refusedWith(DENIED_ROWS),
  },
  {
    row: `${WRITE} (a loader of one’s own): it stops, and has done nothing by halves`,
    system: 'singlestore',
    preset: 'two-writes',
    faults: [revoke('pipeline', 'INSERT', 'table', 300)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(all(trace, 'commit')).toEqual([]),
  },
  {
    row: `${WRITE} (a loader of one’s own), offset first: what is given up is lost`,
    system: 'singlestore',
    preset: 'offset-first',
    faults: [revoke('pipeline', 'INSERT', 'table', 300, 1_000), crashAt('pipeline', 1_900)],
    shows: each([1, 2, 3], 'lost'),
    trace: refusedWith(DENIED_ROWS),
  },
  {
    row: `${CERTIFICATE}: the next connection to the database fails, a stall`,
    system: 'singlestore',
    preset: 'pipeline',
    faults: [expire('table', 250, 2_000), crashAt('pipeline', 350)],
    shows: [],
    trace: onlyAfter('apply', 2_250),
  },
];

playRows({ dataflow: DATAFLOW, temporal: TEMPORAL, spark: SPARK, pinot: PINOT, singlestore: SINGLESTORE });

tellStories([
  ['dataflow', 'exactly-once', revoke('worker', UPDATE, 'output', 410), 3],
  ['dataflow', 'exactly-once', revoke('worker', CONSUME, 'subscription', 410), 6],
  ['temporal', 'activity', revoke('worker', 'Write', 'namespace', 410), 5],
  ['spark', 'append', revoke('driver', 'Read', 'topic', 410), 5],
  ['spark', 'append', revoke('driver', 'WRITE', 'checkpoint', 410), 3],
  ['pinot', 'realtime', revoke('server', 'CommitSegment', 'cluster', 410), 3],
  ['singlestore', 'pipeline', revoke('pipeline', 'Read', 'topic', 410), 5],
  ['singlestore', 'two-writes', revoke('pipeline', 'UPDATE', 'offsets', 300, 300), 2],
]);
