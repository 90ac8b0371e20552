/**
 * Security failures are delivery faults, in logs and in what copies between them: the rows of the table that
 * `security.test.ts` has for queues and Kafka, under the same names. Sources in the MODEL.md of each system.
 */
import { describe, expect, test } from 'vitest';
import { explainRecord } from '../../src/checker/explain';
import { judge } from '../../src/explorer/judge';
import type { SystemFault } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import { crash, crashAt, drop, each, expectRow, rowScenario } from '../support/faultRows';
import {
  all,
  CERTIFICATE,
  COMMIT,
  denied,
  expire,
  IDENTITY,
  refusedWith,
  revoke,
  tellStories,
  WRITE,
  type Row,
} from '../support/securityRows';

const ROWS: readonly Row[] = [
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [expire('broker', 250)],
    shows: [],
  },
  {
    row: `${CERTIFICATE}: the next connection fails; with a send time-out, loss at the sender`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [expire('broker', 250), drop('Send', 3)],
    shows: each([3, 4, 5, 6], 'failed'),
  },
  {
    row: `${CERTIFICATE}: renewed in time, it was a stall`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [expire('producer', 250, 2_000), drop('Send', 3)],
    shows: [],
  },
  {
    row: 'producer’s right revoked, without a transaction: it is sent away, and what waits fails with its time-out',
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [revoke('producer', 'produce', 'topic', 350)],
    shows: each([3, 4, 5, 6], 'failed'),
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      expect(all(trace, 'send').find(({ message }) => message.name === 'CloseProducer')).toMatchObject({ at: 350 });
    },
  },
  {
    row: 'producer’s right revoked, without a send time-out: a stall, and nothing is lost when it has it back',
    system: 'pulsar',
    preset: 'dedup',
    faults: [revoke('producer', 'produce', 'topic', 350, 60_000)],
    shows: [],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      expect(denied(trace)).toHaveLength(1);
    },
  },
  {
    row: 'producer’s right missing from the beginning: it cannot be created',
    system: 'pulsar',
    preset: 'dedup',
    faults: [revoke('producer', 'produce', 'topic', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: (trace) => expect(all(trace, 'append')).toEqual([]),
  },
  {
    row: `${COMMIT}: not in Pulsar, where one right covers both; what is in hand comes again`,
    system: 'pulsar',
    preset: 'as-shipped',
    faults: [revoke('consumer', 'consume', 'topic', 430, 1_000)],
    shows: ['3 duplicated'],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      expect(all(trace, 'return')).toMatchObject([{ record: 3, why: 'disconnected', at: 430 }]);
    },
  },
  {
    row: `${WRITE}: the producer is sent away, the transaction left open until timeout; readers stall, then abort: no partial output`,
    system: 'pulsar',
    preset: 'transactions',
    settings: { 'app.transaction.messages': 3, 'transactionTimeout.ms': 5_000 },
    records: { everyMs: 20 },
    faults: [revoke('processor', 'produce', 'topic', 230, 8_000)],
    shows: ['1 reordered', '2 reordered', '3 reordered'],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      const [first] = all(trace, 'marker');
      expect(first).toMatchObject({ commit: false, records: [1, 2] });
      expect(first!.at).toBeGreaterThan(5_000);
      expect(all(trace, 'apply').filter(({ at }) => at < 5_000)).toEqual([]);
    },
  },
  {
    row: `${IDENTITY} (producer name): whoever comes later fences the other`,
    system: 'pulsar',
    preset: 'dedup',
    settings: { 'app.standby.after.ms': 1_000, accessMode: 'ExclusiveWithFencing' },
    faults: [
      { do: 'pause', node: 'producer', pin: { when: 'after', step: 'send', record: 3, attempt: 1 }, forMs: 10_000 },
    ],
    shows: [],
    trace: (trace) => expect(all(trace, 'refuse').some(({ error }) => error === 'ProducerFenced')).toBe(true),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'rabbitmq-streams',
    preset: 'named',
    faults: [expire('stream', 250)],
    shows: [],
  },
  {
    row: `${CERTIFICATE}: the next connection fails; with a confirm time-out the application is told that it does not know`,
    system: 'rabbitmq-streams',
    preset: 'no-name',
    faults: [expire('publisher', 250), drop('Publish', 3)],
    shows: each([3, 4, 5, 6], 'failed'),
  },
  {
    row: 'publisher’s right revoked: it is looked at when a publisher is declared, and this one goes on',
    system: 'rabbitmq-streams',
    preset: 'named',
    faults: [revoke('publisher', 'write', 'stream', 350)],
    shows: [],
    trace: (trace) => expect(denied(trace)).toEqual([]),
  },
  {
    row: 'publisher’s right revoked, and it has to declare itself anew: it is not taken back, whatever it is given later',
    system: 'rabbitmq-streams',
    preset: 'no-name',
    faults: [revoke('publisher', 'write', 'stream', 350, 500), drop('Publish', 3)],
    shows: each([3, 4, 5, 6], 'failed'),
    trace: (trace) => {
      refusedWith('ACCESS_REFUSED')(trace);
      const told = all(trace, 'told').filter(({ outcome }) => outcome !== 'ok');
      expect(told.map(({ record, outcome }) => `${record} ${outcome}`)).toEqual([
        '4 fail',
        '5 fail',
        '6 fail',
        '3 unknown',
      ]);
    },
  },
  {
    row: 'publisher’s right missing from the beginning: it cannot be declared',
    system: 'rabbitmq-streams',
    preset: 'no-name',
    faults: [revoke('publisher', 'write', 'stream', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: refusedWith('ACCESS_REFUSED'),
  },
  {
    row: 'a publisher with a name may write but not read: it may not ask how far its name came, and cannot begin',
    system: 'rabbitmq-streams',
    preset: 'named',
    faults: [revoke('publisher', 'read', 'stream', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: refusedWith('ACCESS_REFUSED'),
  },
  {
    row: 'the same without a name: it never asks',
    system: 'rabbitmq-streams',
    preset: 'no-name',
    faults: [revoke('publisher', 'read', 'stream', 0)],
    shows: [],
    trace: (trace) => expect(denied(trace)).toEqual([]),
  },
  {
    row: `${COMMIT}: not in streams, where who has subscribed may store offsets, too`,
    system: 'rabbitmq-streams',
    preset: 'named',
    faults: [revoke('consumer', 'read', 'stream', 350)],
    shows: [],
    trace: (trace) => expect(denied(trace)).toEqual([]),
  },
  {
    row: 'consumer may not read, and starts anew: it cannot subscribe',
    system: 'rabbitmq-streams',
    preset: 'named',
    faults: [revoke('consumer', 'read', 'stream', 350), crashAt('consumer', 700)],
    shows: each([5, 6], 'lost'),
    trace: refusedWith('ACCESS_REFUSED'),
  },
  {
    row: 'consumer may not read, and keeps its offset with the effect: it cannot subscribe either',
    system: 'rabbitmq-streams',
    preset: 'source-position',
    faults: [revoke('consumer', 'read', 'stream', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
    trace: refusedWith('ACCESS_REFUSED'),
  },
  {
    row: 'consumer may not read, keeps its offset with the effect, and starts anew: it reads again when it may as it starts',
    system: 'rabbitmq-streams',
    preset: 'source-position',
    faults: [revoke('consumer', 'read', 'stream', 350, 1_000), crashAt('consumer', 700), crashAt('consumer', 1_400)],
    shows: [],
    trace: refusedWith('ACCESS_REFUSED'),
  },
  {
    row: `${IDENTITY} (publisher name): whoever is behind is dropped`,
    system: 'rabbitmq-streams',
    preset: 'one-name-for-two',
    shows: [],
  },
  {
    row: 'a processor’s right to consume revoked: it reads again as soon as it may',
    system: 'pulsar',
    preset: 'process',
    faults: [revoke('processor', 'consume', 'topic', 500, 1_000)],
    shows: [],
    trace: refusedWith('AuthorizationError'),
  },
  {
    row: 'producer’s write right revoked: the send fails, and nothing of it is copied',
    system: 'mirrormaker',
    preset: 'as-shipped',
    faults: [revoke('producer', 'Write', 'topic', 350, 300)],
    shows: ['3 failed', '4 failed'],
    trace: refusedWith('TOPIC_AUTHORIZATION_FAILED'),
  },
  {
    row: 'the task may not read the source: it logs that and polls again, and goes on when it may',
    system: 'mirrormaker',
    preset: 'as-shipped',
    faults: [revoke('mirror', 'Read', 'topic', 350, 2_000)],
    shows: [],
    trace: (trace) => {
      refusedWith('TOPIC_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'exception')).toEqual([]);
    },
  },
  {
    row: 'the task may not write the copy: it fails, and goes on only when somebody starts it again',
    system: 'mirrormaker',
    preset: 'as-shipped',
    faults: [revoke('mirror', 'Write', 'topic', 350, 1_000)],
    shows: each([3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(all(trace, 'exception')).toMatchObject([{ node: 'mirror', leadsTo: 'end' }]),
  },
  {
    row: `${COMMIT} (the offsets topic): it copies, never records progress; duplicates after a restart`,
    system: 'mirrormaker',
    preset: 'as-shipped',
    faults: [revoke('mirror', 'Write', 'offsets topic', 410), crashAt('mirror', 1_600)],
    shows: each([1, 2, 3, 4, 5, 6], 'duplicated'),
    trace: (trace) => {
      refusedWith('TOPIC_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'exception')).toEqual([]);
    },
  },
  {
    row: `${WRITE} (the offsets topic): the task fails, the transaction is left open until the next life aborts it: no partial output`,
    system: 'mirrormaker',
    preset: 'exactly-once',
    faults: [revoke('mirror', 'Write', 'offsets topic', 410, 1_000), crashAt('mirror', 2_000)],
    shows: [],
    trace: (trace) => expect(all(trace, 'marker').map(({ commit }) => commit)).toContain(false),
  },
  {
    row: 'transactional id without Write: the task cannot start, stall',
    system: 'mirrormaker',
    preset: 'exactly-once',
    faults: [revoke('mirror', 'Write', 'transactional.id', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
    trace: (trace) => {
      refusedWith('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'append').filter(({ node }) => node === 'target')).toEqual([]);
    },
  },
  {
    row: `${COMMIT}: processes, never records progress; duplicates after a restart`,
    system: 'mirrormaker',
    preset: 'as-shipped',
    faults: [revoke('app', 'Read', 'group', 410, 1_000), crashAt('app', 1_600)],
    shows: each([3, 4, 5, 6], 'duplicated'),
    trace: refusedWith('GROUP_AUTHORIZATION_FAILED'),
  },
  {
    row: 'consumer may not read the topic: what waited at the broker still comes, and the next poll() throws',
    system: 'mirrormaker',
    preset: 'as-shipped',
    faults: [revoke('app', 'Read', 'topic', 350, 1_000)],
    shows: each([4, 5, 6], 'lost'),
    trace: (trace) => expect(all(trace, 'exception')).toMatchObject([{ node: 'app', leadsTo: 'end' }]),
  },
  {
    row: `${CERTIFICATE}: the next connection fails, and what is to be copied waits until it is renewed`,
    system: 'mirrormaker',
    preset: 'exactly-once',
    faults: [expire('target', 250, 3_000), crashAt('mirror', 500)],
    shows: [],
  },
  {
    row: 'the application’s right revoked: the call fails, and trying again does not help',
    system: 'debezium',
    preset: 'adding-up',
    faults: [revoke('application', 'UPDATE', 'table', 350, 200)],
    shows: ['3 failed'],
    trace: refusedWith('permission denied for table'),
  },
  {
    row: 'the connector loses REPLICATION: it is looked at when a reader of the log begins, and this one goes on',
    system: 'debezium',
    preset: 'adding-up',
    faults: [revoke('worker', 'REPLICATION', 'database', 350)],
    shows: [],
    trace: (trace) => expect(denied(trace)).toEqual([]),
  },
  {
    row: 'the connector has no REPLICATION when it starts: the task fails',
    system: 'debezium',
    preset: 'adding-up',
    faults: [revoke('worker', 'REPLICATION', 'database', 350), crashAt('worker', 700)],
    shows: each([5, 6], 'lost'),
    trace: (trace) => expect(all(trace, 'exception')).toMatchObject([{ node: 'worker', leadsTo: 'end' }]),
  },
  {
    row: `${COMMIT} (the offsets topic): it looks well, never records progress; duplicates after a restart`,
    system: 'debezium',
    preset: 'adding-up',
    faults: [revoke('worker', 'Write', 'offsets topic', 410), crashAt('worker', 1_600)],
    shows: each([1, 2, 3, 4, 5, 6], 'duplicated'),
    trace: (trace) => {
      refusedWith('TOPIC_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'exception')).toEqual([]);
    },
  },
  {
    row: 'the connector may not write the topic: the task fails, and goes on only when somebody starts it again',
    system: 'debezium',
    preset: 'adding-up',
    faults: [revoke('worker', 'Write', 'topic', 350)],
    shows: each([3, 4, 5, 6], 'lost'),
    trace: (trace) => expect(all(trace, 'exception')).toMatchObject([{ node: 'worker', leadsTo: 'end' }]),
  },
  {
    row: 'transactional id without Write: the task fails, and nothing of its transaction is seen',
    system: 'debezium',
    preset: 'exactly-once',
    faults: [revoke('worker', 'Write', 'transactional.id', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
    trace: refusedWith('TRANSACTIONAL_ID_AUTHORIZATION_FAILED'),
  },
  {
    row: `${WRITE} (the offsets topic): no partial output, and nothing twice when it starts again`,
    system: 'debezium',
    preset: 'exactly-once',
    faults: [revoke('worker', 'Write', 'offsets topic', 410, 1_000), crashAt('worker', 2_000)],
    shows: [],
    trace: refusedWith('TOPIC_AUTHORIZATION_FAILED'),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'debezium',
    preset: 'adding-up',
    faults: [expire('worker', 250)],
    shows: [],
  },
  {
    row: `${CERTIFICATE}: a connector that starts anew cannot connect, and goes on when it is renewed`,
    system: 'debezium',
    preset: 'exactly-once',
    faults: [expire('worker', 250, 3_000), crashAt('worker', 500)],
    shows: [],
  },
  {
    row: 'producer’s write right revoked: the send fails',
    system: 'flink',
    preset: 'exactly-once',
    faults: [revoke('producer', 'Write', 'topic', 350, 300)],
    shows: ['3 failed', '4 failed'],
    trace: refusedWith('TOPIC_AUTHORIZATION_FAILED'),
  },
  {
    row: 'the job may not read its source: it fails, starts again as often as its strategy says, and is at its end',
    system: 'flink',
    preset: 'exactly-once',
    settings: { 'restart-strategy.fixed-delay.attempts': 3 },
    faults: [revoke('taskmanager', 'Read', 'topic', 350)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
    trace: (trace) =>
      expect(all(trace, 'exception').map(({ leadsTo }) => leadsTo)).toEqual(['crash', 'crash', 'crash', 'end']),
  },
  {
    row: 'the job may not read its source for a while that its restarts outlast: nothing is lost, nothing twice',
    system: 'flink',
    preset: 'exactly-once',
    settings: { 'restart-strategy.fixed-delay.attempts': 9 },
    faults: [revoke('taskmanager', 'Read', 'topic', 350, 1_000)],
    shows: [],
    trace: refusedWith('TOPIC_AUTHORIZATION_FAILED'),
  },
  {
    row: `${WRITE} (the topic’s): the job fails; the transaction is aborted by the next life: no partial output`,
    system: 'flink',
    preset: 'exactly-once',
    settings: { 'restart-strategy.fixed-delay.attempts': 9 },
    faults: [revoke('taskmanager', 'Write', 'topic', 450, 1_000)],
    shows: [],
    trace: refusedWith('TOPIC_AUTHORIZATION_FAILED'),
  },
  {
    row: `${WRITE} (the transactional.id’s): what a complete checkpoint lists cannot be committed before the broker’s time-out`,
    system: 'flink',
    preset: 'exactly-once',
    settings: { 'restart-strategy.fixed-delay.attempts': 2 },
    faults: [revoke('taskmanager', 'Write', 'transactional.id', 990)],
    shows: each([1, 2, 3, 4, 5, 6], 'lost'),
    trace: refusedWith('TRANSACTIONAL_ID_AUTHORIZATION_FAILED'),
  },
  {
    row: 'transactional id without Write: the same job without transactions never needs it',
    system: 'flink',
    preset: 'at-least-once',
    faults: [revoke('taskmanager', 'Write', 'transactional.id', 0)],
    shows: [],
    trace: (trace) => expect(denied(trace)).toEqual([]),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'flink',
    preset: 'exactly-once',
    faults: [expire('taskmanager', 250)],
    shows: [],
  },
  {
    row: 'the broker may not publish to the other cluster: replication stalls, and goes on when it may',
    system: 'pulsar-geo',
    preset: 'dedup',
    faults: [revoke('replicator', 'produce', 'topic', 350, 5_000)],
    shows: [],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      expect(denied(trace)).toHaveLength(1);
      expect(all(trace, 'append').filter(({ node, at }) => node === 'eu' && at > 400 && at < 5_350)).toEqual([]);
    },
  },
  {
    row: 'the broker may not publish to the other cluster, for good: the copy ends there',
    system: 'pulsar-geo',
    preset: 'dedup',
    faults: [revoke('replicator', 'produce', 'topic', 350)],
    shows: each([3, 4, 5, 6], 'lost'),
    trace: refusedWith('AuthorizationError'),
  },
  {
    row: 'producer’s right revoked: the send fails, and nothing of it is copied',
    system: 'pulsar-geo',
    preset: 'dedup',
    faults: [revoke('producer', 'produce', 'topic', 350, 300)],
    shows: ['3 failed', '4 failed'],
    trace: refusedWith('AuthorizationError'),
  },
  {
    row: `${COMMIT}: not in Pulsar, where one right covers both; it reads again when it may`,
    system: 'pulsar-geo',
    preset: 'dedup',
    faults: [revoke('app', 'consume', 'topic', 350, 1_000)],
    shows: [],
    trace: (trace) => {
      refusedWith('AuthorizationError')(trace);
      expect(denied(trace)).toHaveLength(1);
    },
  },
  {
    row: 'the application may not consume from the beginning: it subscribes as soon as it may',
    system: 'pulsar-geo',
    preset: 'dedup',
    faults: [revoke('app', 'consume', 'topic', 0, 2_000)],
    shows: [],
    trace: refusedWith('AuthorizationError'),
  },
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open; the next fails, and what is to be copied waits`,
    system: 'pulsar-geo',
    preset: 'dedup',
    faults: [expire('eu', 250, 3_000), crashAt('replicator', 500)],
    shows: [],
    trace: (trace) =>
      expect(all(trace, 'append').filter(({ node, at }) => node === 'eu' && at > 500 && at < 3_250)).toEqual([]),
  },
];

describe('rights and certificates', () => {
  test.each(ROWS.map((row) => [row.system, row.row, row] as const))('%s: %s', (system, _, row) =>
    expectRow(system, row),
  );
});

// Of each system and right: a preset in which record 4 is lost for want of it.
tellStories([
  ['pulsar', 'as-shipped', revoke('producer', 'produce', 'topic', 350), 4],
  ['pulsar', 'dedup', revoke('producer', 'produce', 'topic', 0), 4],
  ['pulsar', 'transactions', revoke('processor', 'produce', 'topic', 430), 4],
  ['pulsar', 'as-shipped', revoke('consumer', 'consume', 'topic', 430), 4],
  ['rabbitmq-streams', 'no-name', revoke('publisher', 'write', 'stream', 0), 4],
  ['rabbitmq-streams', 'named', revoke('publisher', 'read', 'stream', 0), 4],
  ['rabbitmq-streams', 'named', revoke('consumer', 'read', 'stream', 0), 4],
  ['mirrormaker', 'as-shipped', revoke('producer', 'Write', 'topic', 350), 4],
  ['mirrormaker', 'as-shipped', revoke('mirror', 'Read', 'topic', 350), 4],
  ['mirrormaker', 'as-shipped', revoke('mirror', 'Write', 'topic', 350), 4],
  ['mirrormaker', 'exactly-once', revoke('mirror', 'Write', 'transactional.id', 0), 4],
  ['mirrormaker', 'as-shipped', revoke('app', 'Read', 'topic', 350), 4],
  ['debezium', 'adding-up', revoke('application', 'UPDATE', 'table', 350), 4],
  ['debezium', 'adding-up', revoke('worker', 'REPLICATION', 'database', 0), 4],
  ['debezium', 'adding-up', revoke('worker', 'Write', 'topic', 350), 4],
  ['debezium', 'exactly-once', revoke('worker', 'Write', 'transactional.id', 350), 4],
  ['debezium', 'exactly-once', revoke('worker', 'Write', 'offsets topic', 350), 4],
  ['flink', 'exactly-once', revoke('producer', 'Write', 'topic', 350), 4],
  ['flink', 'exactly-once', revoke('taskmanager', 'Read', 'topic', 350), 4],
  ['flink', 'exactly-once', revoke('taskmanager', 'Write', 'topic', 350), 4],
  ['flink', 'exactly-once', revoke('taskmanager', 'Write', 'transactional.id', 350), 4],
  ['pulsar-geo', 'dedup', revoke('producer', 'produce', 'topic', 350), 4],
  ['pulsar-geo', 'dedup', revoke('replicator', 'produce', 'topic', 350), 4],
  ['pulsar-geo', 'dedup', revoke('app', 'consume', 'topic', 350), 4],
]);

test('the story of a record that a consumer lost blames no right of the producer’s', () => {
  const faults = [crash('consumer', 'after', 'progress', 3), revoke('producer', 'produce', 'topic', 700)];
  const row = { row: 'story', preset: 'as-shipped', settings: { 'app.steps': 'P E' }, faults, shows: [] };
  const [lane] = judge(rowScenario('pulsar', row), SYSTEMS);
  const { steps, outcome } = explainRecord(lane!.trace, lane!.verdict, 3);
  expect(outcome).toBe('lost');
  expect(denied(lane!.trace)).not.toEqual([]);
  expect(steps.map(({ code }) => code)).not.toContain('deniedAll');
});

describe('whoever polls and is not trusted any more waits, and the run ends', () => {
  const run = (system: string, preset: string, fault: SystemFault) =>
    judge(rowScenario(system, { row: 'polls', preset, faults: [fault], shows: [] }), SYSTEMS)[0]!;
  test.each([
    ['sqs', 'standard'],
    ['kinesis', 'caught'],
  ] as const)('%s: %s', (system, preset) => {
    const [forGood, renewed] = [
      run(system, preset, expire('worker', 410)),
      run(system, preset, expire('worker', 410, 900)),
    ];
    expect(forGood.trace.events.at(-1)).toMatchObject({ ended: 'quiet' });
    expect(forGood.verdict.records.at(-1)).toMatchObject({ outcome: 'lost' });
    expect(renewed.verdict.records.at(-1)).toMatchObject({ outcome: 'once' });
  });
  test('a reader of a stream whose server is not trusted from the beginning', () => {
    const { trace } = run('rabbitmq-streams', 'source-position', expire('stream', 0));
    expect(trace.events.at(-1)).toMatchObject({ ended: 'quiet' });
  });
});
