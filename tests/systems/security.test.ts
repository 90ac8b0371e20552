/**
 * Security failures are delivery faults: each row of that table, under its own name, in every system in which it can happen.
 * A right is revoked or a certificate expires; the rest follows from what servers answer and clients do. Sources in the
 * MODEL.md of each system.
 */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/explorer/judge';
import { explainRecord } from '../../src/checker/explain';
import type { Story } from '../../src/terms/story';
import { SYSTEMS } from '../../src/systems/registry';
import { crash, crashAt, drop, each, expectRow, rowScenario } from '../support/faultRows';
import {
  all,
  askedIn,
  CERTIFICATE,
  COMMIT,
  denied,
  expire,
  IDENTITY,
  refusedWith,
  revoke,
  storyOf,
  WRITE,
  type Row,
} from '../support/securityRows';

const ROWS: readonly Row[] = [
  {
    row: `${CERTIFICATE}: nothing happens to a connection that is open`,
    system: 'kafka',
    preset: 'at-least-once',
    faults: [expire('broker-1', 250)],
    shows: [],
  },
  {
    row: `${CERTIFICATE}: the next connection fails, so the client is partitioned; with a delivery timeout, loss at the sender`,
    system: 'kafka',
    preset: 'at-least-once',
    faults: [expire('broker-1', 250), drop('ProduceRequest', 3)],
    shows: each([3, 4, 5, 6], 'failed'),
    trace: (trace) => expect(all(trace, 'told').at(-1)).toMatchObject({ at: 5_600, why: 'delivery.timeout.ms' }),
  },
  {
    row: `${CERTIFICATE}: renewed in time, it was a stall`,
    system: 'kafka',
    preset: 'idempotent-sink',
    faults: [expire('producer', 250, 2_000), drop('ProduceResponse', 3)],
    shows: [],
    trace: (trace) => expect(all(trace, 'told').find(({ record }) => record === 3)?.at).toBeGreaterThan(2_250),
  },
  {
    row: `${CERTIFICATE}: a call is a connection of its own, and fails at once`,
    system: 'sqs',
    preset: 'standard',
    faults: [expire('sender', 410)],
    shows: each([4, 5, 6], 'failed'),
    trace: (trace) => expect(new Set(all(trace, 'lost').map(({ why }) => why))).toEqual(new Set(['untrusted'])),
  },
  {
    row: `${CERTIFICATE}: a member that cannot come back is out of its group when its session is over`,
    system: 'kafka',
    preset: 'at-least-once',
    settings: { 'app.consumers': 2, 'num.partitions': 2 },
    faults: [expire('consumer', 250), crashAt('consumer-1', 500)],
    records: { keys: 2 },
    shows: [],
    trace: (trace) => expect(all(trace, 'assign').at(-1)).toMatchObject({ partitions: [0, 1] }),
  },
  {
    row: `${WRITE}: fatal error, transaction left open until timeout; readers stall, then abort: no partial output`,
    system: 'kafka',
    preset: 'exactly-once',
    settings: { 'app.transaction.records': 3 },
    faults: [revoke('producer', 'Write', 'transactional.id', 230)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: (trace) => {
      refusedWith('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'append').filter(({ copied }) => !copied).length).toBeGreaterThan(0);
      expect(all(trace, 'marker')).toMatchObject([{ commit: false }]);
      expect(all(trace, 'marker')[0]!.at).toBeGreaterThan(2_000);
    },
  },
  {
    row: `${WRITE} (the topic’s): the client can still abort, and does: readers do not wait`,
    system: 'kafka',
    preset: 'exactly-once',
    settings: { 'app.transaction.records': 3 },
    faults: [revoke('producer', 'Write', 'topic', 230, 320)],
    shows: [],
    trace: (trace) => {
      refusedWith('TOPIC_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'marker').find(({ commit }) => !commit)!.at).toBeLessThan(1_000);
    },
  },
  {
    row: `${WRITE} (the topic’s), with transactions V1: the partition cannot be added, and the client aborts`,
    system: 'kafka',
    preset: 'exactly-once',
    settings: { 'transaction.version': 1 },
    faults: [revoke('producer', 'Write', 'topic', 300, 270)],
    shows: [],
    trace: (trace) => expect(new Set(denied(trace).map(({ node }) => node))).toEqual(new Set(['coordinator'])),
  },
  {
    row: `${CERTIFICATE}: an instance that watches another does so without a connection`,
    system: 'kafka',
    preset: 'exactly-once',
    settings: { 'app.replacement.after.ms': 200 },
    faults: [expire('producer', 250)],
    shows: [],
    trace: (trace) => expect(new Set(all(trace, 'submit').map(({ node }) => node))).toEqual(new Set(['producer'])),
  },
  {
    row: 'producer’s write right revoked, without a transaction: the send fails',
    system: 'kafka',
    preset: 'at-least-once',
    faults: [revoke('producer', 'Write', 'topic', 350)],
    shows: each([3, 4, 5, 6], 'failed'),
    trace: refusedWith('TOPIC_AUTHORIZATION_FAILED'),
  },
  {
    row: 'producer’s write right revoked, acks=0: nobody is told',
    system: 'kafka',
    preset: 'at-most-once',
    faults: [revoke('producer', 'Write', 'topic', 350)],
    shows: each([3, 4, 5, 6], 'lost'),
    trace: (trace) => {
      refusedWith('TOPIC_AUTHORIZATION_FAILED')(trace);
      const closed = all(trace, 'disconnected').filter(({ node, peer }) => node === 'producer' && peer === 'broker-1');
      expect(closed).toHaveLength(denied(trace).length);
    },
  },
  {
    row: 'producer’s write right revoked: since 2.8 an idempotent producer is not even initialised',
    system: 'kafka',
    preset: 'idempotent-sink',
    faults: [revoke('producer', 'Write', 'topic', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: refusedWith('CLUSTER_AUTHORIZATION_FAILED'),
  },
  {
    row: 'producer’s write right revoked: an older broker asks for IdempotentWrite only, and refuses what is sent',
    system: 'kafka',
    preset: 'idempotent-sink',
    settings: { 'broker.asks.IdempotentWrite': true },
    faults: [revoke('producer', 'Write', 'topic', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: refusedWith('TOPIC_AUTHORIZATION_FAILED'),
  },
  {
    row: 'a processor’s write right revoked: it aborts and reads again until it has it back',
    system: 'kafka-streams',
    preset: 'exactly-once-v2',
    faults: [revoke('processor', 'Write', 'topic', 450, 400)],
    shows: [],
    trace: (trace) => expect(all(trace, 'exception').length).toBeGreaterThan(2),
  },
  {
    row: `${COMMIT}: processes, never records progress; duplicates after a restart`,
    system: 'kafka',
    preset: 'at-least-once',
    faults: [revoke('consumer', 'Read', 'group', 410, 1_000), crashAt('consumer', 1_600)],
    shows: each([3, 4, 5, 6], 'duplicated'),
    trace: refusedWith('GROUP_AUTHORIZATION_FAILED'),
  },
  {
    row: `${COMMIT}: a member of the group learns it by its next heartbeat, and is out`,
    system: 'kafka',
    preset: 'at-least-once',
    settings: { 'app.consumers': 2, 'num.partitions': 2 },
    faults: [revoke('consumer', 'Read', 'group', 300, 1_000), crashAt('consumer-1', 1_600)],
    records: { keys: 2 },
    shows: [],
    trace: (trace) => {
      expect(new Set(all(trace, 'exception').map(({ error }) => error))).toEqual(
        new Set(['GroupAuthorizationException']),
      );
      expect(all(trace, 'assign').at(-1)).toMatchObject({ partitions: [0, 1] });
    },
  },
  {
    row: `${COMMIT}: sqs:DeleteMessage is a right of its own; duplicates after each visibility timeout`,
    system: 'sqs',
    preset: 'standard',
    faults: [revoke('worker', 'sqs:DeleteMessage', 'queue', 410, 2_000)],
    shows: each([3, 4, 5, 6], 'duplicated'),
    trace: refusedWith('AccessDenied'),
  },
  {
    row: `${COMMIT}: the table of leases is another service; duplicates after a restart`,
    system: 'kinesis',
    preset: 'caught',
    faults: [revoke('worker', 'dynamodb:UpdateItem', 'leases', 410, 1_000), crashAt('worker', 1_600)],
    shows: each([3, 4, 5, 6], 'duplicated'),
    trace: refusedWith('AccessDeniedException'),
  },
  {
    row: `${COMMIT}: an acknowledgement is published, and dropped without a word`,
    system: 'jetstream',
    preset: 'no-ids',
    faults: [revoke('consumer', 'publish', '$JS.ACK', 410, 1_500)],
    shows: each([3, 4, 5, 6], 'duplicated'),
    trace: refusedWith('Permissions Violation for Publish'),
  },
  {
    row: `${COMMIT}: not in Pub/Sub, where one right covers both; what is in hand comes again`,
    system: 'pubsub',
    preset: 'default',
    faults: [revoke('subscriber', 'pubsub.subscriptions.consume', 'subscription', 410, 1_000)],
    shows: ['3 duplicated'],
    trace: refusedWith('PERMISSION_DENIED'),
  },
  {
    row: 'consumer may commit but not read: it stalls, and goes on when it may',
    system: 'sqs',
    preset: 'standard',
    faults: [revoke('worker', 'sqs:ReceiveMessage', 'queue', 410, 1_000)],
    shows: [],
  },
  {
    row: 'consumer may commit but not read, and lacks another right for good: it reads again as soon as it may',
    system: 'sqs',
    preset: 'standard',
    faults: [
      revoke('worker', 'sqs:ChangeMessageVisibility', 'queue', 0),
      revoke('worker', 'sqs:ReceiveMessage', 'queue', 410, 500),
    ],
    shows: [],
  },
  {
    row: 'a worker of a stream may not read it, nor ever checkpoint: it reads again as soon as it may',
    system: 'kinesis',
    preset: 'caught',
    faults: [
      revoke('worker', 'dynamodb:UpdateItem', 'leases', 410),
      revoke('worker', 'kinesis:GetRecords', 'stream', 610, 500),
    ],
    shows: [],
    trace: (trace) =>
      expect(
        denied(trace)
          .map(({ at }) => at)
          .at(-1),
      ).toBeGreaterThan(1_110),
  },
  {
    row: 'consumer may not read the topic: poll() throws; what waited at the broker before is not committed either',
    system: 'kafka',
    preset: 'at-least-once',
    faults: [revoke('consumer', 'Read', 'topic', 300, 1_000), crashAt('consumer', 1_600)],
    shows: ['3 duplicated'],
    trace: (trace) => expect(all(trace, 'exception')).toMatchObject([{ error: 'TopicAuthorizationException' }]),
  },
  {
    row: 'consumer may not read the topic: where it begins it is told all the same, for that is Describe',
    system: 'kafka',
    preset: 'at-least-once',
    faults: [revoke('consumer', 'Read', 'topic', 0, 500), crashAt('consumer', 600)],
    shows: [],
    trace: (trace) => {
      expect(all(trace, 'position')[0]).toMatchObject({ node: 'consumer', offset: 0 });
      expect(all(trace, 'position')[0]!.at).toBeLessThan(500);
      expect([...new Set(denied(trace).map(({ causes }) => askedIn(trace, causes)))]).toEqual(['FetchRequest']);
    },
  },
  {
    row: 'idempotent producer against a pre-2.8 broker without IdempotentWrite: initialisation refused, every send fails (not a stall)',
    system: 'kafka',
    preset: 'idempotent-sink',
    settings: { 'broker.asks.IdempotentWrite': true },
    faults: [revoke('producer', 'IdempotentWrite', 'cluster', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: (trace) => {
      refusedWith('CLUSTER_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'append')).toEqual([]);
    },
  },
  {
    row: 'the same broker, and the client of before the upgrade: it never asks',
    system: 'kafka',
    preset: 'at-least-once',
    settings: { 'broker.asks.IdempotentWrite': true },
    faults: [revoke('producer', 'IdempotentWrite', 'cluster', 0)],
    shows: [],
  },
  {
    row: 'transactional id without Write/Describe rights: cannot start transactions, every send fails (not a stall)',
    system: 'kafka',
    preset: 'exactly-once',
    faults: [revoke('producer', 'Write', 'transactional.id', 0)],
    shows: each([1, 2, 3, 4, 5, 6], 'failed'),
    trace: (trace) => {
      refusedWith('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')(trace);
      expect(all(trace, 'transaction')).toEqual([]);
    },
  },
  {
    row: `${IDENTITY} (transactional.id): whoever comes later fences the other`,
    system: 'kafka',
    preset: 'exactly-once',
    settings: { 'app.replacement.after.ms': 200 },
    faults: [
      { do: 'pause', node: 'producer', pin: { when: 'after', step: 'send', record: 3, attempt: 1 }, forMs: 900 },
    ],
    shows: [],
    trace: (trace) =>
      expect(all(trace, 'refuse').some(({ node, reason }) => node === 'producer' && reason === 'fenced')).toBe(true),
  },
  {
    row: `${IDENTITY} (deduplication id): one’s message is taken for the other’s`,
    system: 'sqs',
    preset: 'fifo',
    settings: { 'app.reusedId': 4 },
    shows: ['4 swallowed'],
  },
  {
    row: 'key-management right missing (encrypted SQS queue): cannot decrypt, messages cycle to the DLQ',
    system: 'sqs',
    preset: 'standard',
    settings: { maxReceiveCount: 2 },
    faults: [revoke('worker', 'kms:Decrypt', 'key', 410)],
    shows: each([4, 5, 6], 'lost'),
    trace: (trace) => {
      refusedWith('KMS.AccessDeniedException')(trace);
      expect(all(trace, 'bury').slice(0, 3)).toMatchObject(
        [4, 5, 6].map((record) => ({ record, why: 'receives', to: 'deadLetters' })),
      );
    },
  },
  {
    row: 'key-management right missing, and the queue starts anew meanwhile: it still cannot decrypt',
    system: 'sqs',
    preset: 'standard',
    settings: { maxReceiveCount: 2 },
    faults: [revoke('worker', 'kms:Decrypt', 'key', 410), crashAt('queue', 450)],
    shows: each([4, 5, 6], 'lost'),
    trace: refusedWith('KMS.AccessDeniedException'),
  },
  {
    row: 'key-management right given back while the queue is down: it knows when it starts',
    system: 'sqs',
    preset: 'standard',
    settings: { maxReceiveCount: 2 },
    faults: [revoke('worker', 'kms:Decrypt', 'key', 410, 100), crashAt('queue', 450)],
    shows: ['4 reordered'],
  },
  {
    row: 'the same, given back before the last receive: a stall',
    system: 'sqs',
    preset: 'standard',
    settings: { maxReceiveCount: 2 },
    faults: [revoke('worker', 'kms:Decrypt', 'key', 410, 2_000)],
    shows: [],
  },
  {
    row: 'plaintext or untrusted link, replay within the dedup window: absorbed',
    system: 'sqs',
    preset: 'fifo',
    faults: [{ do: 'duplicate', message: 'SendMessageRequest', record: 3, attempt: 1, byMs: 25_000 }],
    shows: [],
    trace: (trace) => expect(all(trace, 'absorb').map(({ record }) => record)).toEqual([3]),
  },
  {
    row: 'plaintext or untrusted link, replay after the dedup window: done again',
    system: 'sqs',
    preset: 'fifo',
    faults: [{ do: 'duplicate', message: 'SendMessageRequest', record: 3, attempt: 1, byMs: 35_000 }],
    shows: ['3 duplicated'],
  },
  {
    row: 'dedup by client-supplied key without account scope: one tenant’s key answers another’s request',
    system: 'paypal',
    preset: 'orders',
    settings: { 'app.reusedId': 4, 'app.neighbour': true, 'service.scopesByAccount': false },
    shows: ['4 swallowed'],
    trace: (trace) => {
      const asked = all(trace, 'send').filter(({ message: { name } }) => name === 'CreateRequest');
      expect(asked.find(({ message: { records } }) => records[0] === 3)?.node).toBe('shop');
      expect(asked.find(({ message: { records } }) => records[0] === 4)?.node).toBe('neighbour');
    },
  },
  {
    row: 'the same key, scoped by the account: each tenant is answered for itself',
    system: 'paypal',
    preset: 'orders',
    settings: { 'app.reusedId': 4, 'app.neighbour': true },
    shows: [],
  },
  {
    row: 'a publish that is not allowed: version 5.0 says so',
    system: 'mqtt',
    preset: 'qos2',
    faults: [revoke('publisher', 'publish', 'topic', 410, 300)],
    shows: ['3 failed'],
  },
  {
    row: 'a publish that is not allowed: version 3.1.1 acknowledges and drops it',
    system: 'mqtt',
    preset: 'qos2',
    settings: { 'broker.denies': 'acknowledges' },
    faults: [revoke('publisher', 'publish', 'topic', 410, 300)],
    shows: ['3 lost'],
  },
  ...(
    [
      ['sqs', 'standard', revoke('sender', 'sqs:SendMessage', 'queue', 410, 300), '4 failed', 'AccessDenied'],
      [
        'pubsub',
        'default',
        revoke('publisher', 'pubsub.topics.publish', 'topic', 410, 300),
        '4 failed',
        'PERMISSION_DENIED',
      ],
      ['rabbitmq', 'confirmed', revoke('publisher', 'write', 'exchange', 410, 300), '4 failed', 'ACCESS_REFUSED'],
      [
        'kinesis',
        'caught',
        revoke('producer', 'kinesis:PutRecord', 'stream', 410, 300),
        '4 failed',
        'AccessDeniedException',
      ],
      ['stripe', 'key-in-memory', revoke('shop', 'Write', 'charges', 410, 300), '4 failed', 'permission_error'],
    ] as const
  ).map(([system, preset, fault, shows, error]): Row => ({
    row: 'sender’s right revoked: the call fails, and trying again does not help',
    system,
    preset,
    faults: [fault],
    shows: [shows],
    trace: refusedWith(error),
  })),
];

describe('rights and certificates', () => {
  test.each(ROWS.map((row) => [row.system, row.row, row] as const))('%s: %s', (system, _, row) =>
    expectRow(system, row),
  );
});

test('Pub/Sub service account cannot publish to the dead-letter topic: poison messages never leave', () => {
  const settings = { deadLetterTopic: 'noPublishRight', 'app.poisonRecord': 2, 'app.poison.times': 9 };
  const [lane] = judge(rowScenario('pubsub', { row: 'dead letters', preset: 'default', settings, shows: [] }), SYSTEMS);
  expect(all(lane!.trace, 'bury')).toEqual([]);
  expect(all(lane!.trace, 'lease').filter(({ record }) => record === 2).length).toBeGreaterThan(5);
});

test('the story of a record names the right and the principal', () => {
  const faults = [revoke('worker', 'sqs:DeleteMessage', 'queue', 410, 2_000)];
  const [lane] = judge(rowScenario('sqs', { row: 'story', preset: 'standard', faults, shows: [] }), SYSTEMS);
  const denial = explainRecord(lane!.trace, lane!.verdict, 3).steps.find(({ code }) => code === 'denied');
  expect(denial?.params).toMatchObject({ why: 'worker has lost the right sqs:DeleteMessage on queue' });
});

const codes = ({ steps }: Story): readonly string[] => steps.map(({ code }) => code);

test('the story of a record that was never stored blames no right to read', () => {
  const settings = { 'app.consumers': 2, 'num.partitions': 2 };
  const faults = [drop('ProduceRequest', 2), revoke('consumer', 'Read', 'group', 800)];
  const story = storyOf('kafka', { preset: 'at-most-once', settings, faults }, 2);
  expect(story.outcome).toBe('lost');
  expect(codes(story)).not.toContain('deniedAll');
});

test('nor does the story of a duplicate blame what was refused before the record was there', () => {
  const faults = [revoke('worker', 'sqs:ReceiveMessage', 'queue', 0, 100), crash('worker', 'after', 'effect', 3)];
  const story = storyOf('sqs', { preset: 'standard', faults }, 3);
  expect(story.outcome).toBe('duplicated');
  expect(codes(story)).not.toContain('deniedAll');
});

test('a right that stops a producer before its first record is in each story', () => {
  const settings = { 'broker.asks.IdempotentWrite': true };
  const faults = [revoke('producer', 'IdempotentWrite', 'cluster', 0)];
  expect(codes(storyOf('kafka', { preset: 'idempotent-sink', settings, faults }, 4))).toContain('deniedAll');
});

test('a right that this lane never asks for is not met', () => {
  const faults = [revoke('producer', 'IdempotentWrite', 'cluster', 0)];
  const [lane] = judge(rowScenario('kafka', { row: 'new', preset: 'idempotent-sink', faults, shows: [] }), SYSTEMS);
  expect(lane!.trace.notMet).toEqual([0]);
});

test('what is revoked is told where rights are kept, and what is given back too', () => {
  const faults = [revoke('producer', 'Write', 'topic', 350, 100), crash('consumer', 'after', 'effect', 1)];
  const [lane] = judge(rowScenario('kafka', { row: 'told', preset: 'at-least-once', faults, shows: [] }), SYSTEMS);
  const [fault] = all(lane!.trace, 'fault');
  expect(fault).toMatchObject({ what: 'crash' });
  expect(all(lane!.trace, 'fault')[1]).toMatchObject({ node: 'broker-1', at: 350, says: 'Write on topic of producer' });
  expect(all(lane!.trace, 'grant')).toMatchObject([{ at: 450, causes: [all(lane!.trace, 'fault')[1]!.seq] }]);
  const because = denied(lane!.trace).map(({ causes }) => causes.includes(all(lane!.trace, 'fault')[1]!.seq));
  expect(new Set(because)).toEqual(new Set([true]));
});
