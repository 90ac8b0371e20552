/** Every row of the error tables of Kafka's producer: 2.4 (idempotent), 2.6 (transactional), with where it comes from. */
import { describe, expect, test } from 'vitest';
import {
  afterProduce,
  afterQuestion,
  askBackoffMs,
  failureBumps,
  outcomeAfter,
  retryBackoffMs,
  type BatchView,
} from '../../../../src/machines/client/reactions';

/** An idempotent producer's batch: the next one after what was acknowledged, in its first attempt. */
const NEXT: BatchView = {
  idempotent: true,
  transactional: false,
  attempts: 1,
  retries: 10,
  sequence: 5,
  renumbered: false,
  lastAcked: 4,
  unresolved: false,
};
const LATER: BatchView = { ...NEXT, sequence: 9 };
const PLAIN: BatchView = { ...NEXT, idempotent: false, sequence: -1, lastAcked: -1 };
const IN_TRANSACTION: BatchView = { ...NEXT, transactional: true };

describe('an answer to a batch', () => {
  const rows: readonly (readonly [string, BatchView, string, string])[] = [
    ['2.4 row 1: success', NEXT, 'NONE', 'done'],
    ['2.4 row 1: an old broker says that it is a duplicate', NEXT, 'DUPLICATE_SEQUENCE_NUMBER', 'done'],
    ['2.4 row 2: out of order, an earlier batch is missing', LATER, 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'retry'],
    ['2.4 row 3: out of order, though it is next', NEXT, 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'bumpAndRetry'],
    [
      '2.4 row 3: the same at the wrap',
      { ...NEXT, lastAcked: 2_147_483_647, sequence: 0 },
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'bumpAndRetry',
    ],
    [
      '2.4 row 3: while an expired batch is in doubt',
      { ...LATER, unresolved: true },
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'bumpAndRetry',
    ],
    [
      'canRetry: numbered anew, so the answer is about old numbers',
      { ...NEXT, renumbered: true },
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'retry',
    ],
    ['2.4 row 4: unknown producer', NEXT, 'UNKNOWN_PRODUCER_ID', 'bumpAndRetry'],
    ['2.4 row 5: a fatal error of one batch', NEXT, 'MESSAGE_TOO_LARGE', 'fail'],
    ['2.2: a retriable error', NEXT, 'NOT_ENOUGH_REPLICAS', 'retry'],
    ['2.2: retriable, and the last retry was made', { ...NEXT, attempts: 11 }, 'NOT_ENOUGH_REPLICAS', 'fail'],
    ['2.2: the same without idempotence', { ...PLAIN, attempts: 11 }, 'NOT_ENOUGH_REPLICAS', 'fail'],
    ['2.2: without idempotence', PLAIN, 'NOT_LEADER_OR_FOLLOWER', 'retry'],
    ['2.2: retries=0', { ...PLAIN, retries: 0 }, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'fail'],
    ['2.6 row 1: fenced by name', IN_TRANSACTION, 'PRODUCER_FENCED', 'fatal'],
    ['2.6 row 2: not allowed', IN_TRANSACTION, 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'fatal'],
    ['2.6 row 2: not allowed', IN_TRANSACTION, 'CLUSTER_AUTHORIZATION_FAILED', 'fatal'],
    ['2.6 row 2: too old', IN_TRANSACTION, 'UNSUPPORTED_VERSION', 'fatal'],
    ['2.6 row 3: the id is mapped otherwise', IN_TRANSACTION, 'INVALID_PRODUCER_ID_MAPPING', 'fatal'],
    ['2.6 row 5: old epoch on produce', IN_TRANSACTION, 'INVALID_PRODUCER_EPOCH', 'abortable'],
    ['2.6 row 5: out of order', IN_TRANSACTION, 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'abortable'],
    ['2.6 row 5: wrong state on produce', IN_TRANSACTION, 'INVALID_TXN_STATE', 'abortable'],
    ['2.6 rows 5, 6: abortable by name', IN_TRANSACTION, 'TRANSACTION_ABORTABLE', 'abortable'],
    [
      '2.6: out of order, an earlier batch is missing',
      { ...IN_TRANSACTION, sequence: 9 },
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'retry',
    ],
    ['2.6 row 9: concurrent', IN_TRANSACTION, 'CONCURRENT_TRANSACTIONS', 'retry'],
    ['2.6: the last retry was made', { ...IN_TRANSACTION, attempts: 11 }, 'NOT_ENOUGH_REPLICAS', 'abortable'],
  ];
  test.each(rows)('%s', (_, batch, error, reaction) => {
    expect(afterProduce(batch, error)).toBe(reaction);
  });
});

describe('an answer of a coordinator (2.6)', () => {
  test.each([
    ['row 1', 'PRODUCER_FENCED', 'fatal'],
    ['row 1', 'INVALID_PRODUCER_EPOCH', 'fatal'],
    ['row 2', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'fatal'],
    ['row 2', 'CLUSTER_AUTHORIZATION_FAILED', 'fatal'],
    ['row 2', 'UNSUPPORTED_VERSION', 'fatal'],
    ['row 3', 'INVALID_PRODUCER_ID_MAPPING', 'fatal'],
    ['row 4', 'INVALID_TXN_STATE', 'fatal'],
    ['row 6', 'TRANSACTION_ABORTABLE', 'abortable'],
    ['row 7', 'ILLEGAL_GENERATION', 'abortable'],
    ['row 7', 'UNKNOWN_MEMBER_ID', 'abortable'],
    ['row 7', 'FENCED_INSTANCE_ID', 'abortable'],
    ['row 7', 'GROUP_AUTHORIZATION_FAILED', 'abortable'],
    ['row 8', 'COORDINATOR_NOT_AVAILABLE', 'retry'],
    ['row 8', 'NOT_COORDINATOR', 'retry'],
    ['row 9', 'COORDINATOR_LOAD_IN_PROGRESS', 'retry'],
    ['row 9', 'CONCURRENT_TRANSACTIONS', 'retry'],
    ['row 9', 'REQUEST_TIMED_OUT', 'retry'],
    ['row 9', 'NETWORK_EXCEPTION', 'retry'],
    ['success', 'NONE', 'done'],
    ['whatever nobody expects', 'UNKNOWN_SERVER_ERROR', 'fatal'],
  ])('%s: %s is %s', (_, error, reaction) => {
    expect(afterQuestion(error)).toBe(reaction);
  });

  test.each([
    ['the first AddPartitionsToTxn', 'AddPartitionsToTxn', 'CONCURRENT_TRANSACTIONS', true, 20],
    ['a later one', 'AddPartitionsToTxn', 'CONCURRENT_TRANSACTIONS', false, 100],
    ['another error', 'AddPartitionsToTxn', 'NOT_COORDINATOR', true, 100],
    ['another question', 'EndTxn', 'CONCURRENT_TRANSACTIONS', true, 100],
  ] as const)('row 9: %s waits', (_, api, error, nothingAdded, ms) => {
    expect(askBackoffMs(api, error, nothingAdded, 100)).toBe(ms);
  });
});

test('2.2: the back-off of a batch doubles from retry.backoff.ms to retry.backoff.max.ms', () => {
  expect([1, 2, 3, 4, 5, 9].map((attempts) => retryBackoffMs(attempts, 100, 1_000))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
  expect([retryBackoffMs(1, 0, 1_000), retryBackoffMs(3, 500, 100)]).toEqual([0, 100]);
});

test.each([
  ['2.4 row 5: successors begin at 0', NEXT, 'MESSAGE_TOO_LARGE', true],
  [
    'handleFailedBatch: the retries ran out, its sequence may be taken',
    { ...NEXT, attempts: 11 },
    'NETWORK_EXCEPTION',
    false,
  ],
  ['handleFailedBatch: out of order to the end', { ...NEXT, attempts: 11 }, 'OUT_OF_ORDER_SEQUENCE_NUMBER', true],
  ['a transaction is aborted instead', IN_TRANSACTION, 'MESSAGE_TOO_LARGE', false],
  ['without idempotence there is no epoch', PLAIN, 'MESSAGE_TOO_LARGE', false],
  ['never numbered', { ...NEXT, sequence: -1 }, 'MESSAGE_TOO_LARGE', false],
] as const)('a failed batch bumps the epoch: %s', (_, batch, error, bumps) => {
  expect(failureBumps(batch, error)).toBe(bumps);
});

test.each([
  ['refused in its only attempt', PLAIN, 'NOT_ENOUGH_REPLICAS', 'fail'],
  ['refused after an attempt that nobody answered', { ...PLAIN, attempts: 2 }, 'NOT_ENOUGH_REPLICAS', 'unknown'],
  ['appended, then too few replicas', PLAIN, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'unknown'],
  ['no answer', PLAIN, 'NETWORK_EXCEPTION', 'unknown'],
  ['the leader was deposed while it waited for replicas', PLAIN, 'NOT_LEADER_OR_FOLLOWER', 'unknown'],
] as const)('2.2: what the application may conclude: %s', (_, batch, error, outcome) => {
  expect(outcomeAfter(batch, error)).toBe(outcome);
});
