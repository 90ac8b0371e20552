/**
 * What a producer does about an error: pure rules. Source: Sender.completeBatch, Sender.canRetry, TransactionManager's
 * canRetry, handleFailedBatch, maybeTransitionToErrorState and TxnRequestHandlers; KIP-360, KIP-588, KIP-890.
 */
import { addSequence } from '../log/rules/sequence';
import type { CoordinatorApi } from './memory';

/** Errors that end a producer wherever they come from. */
const FATAL = new Set([
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'UNSUPPORTED_VERSION',
]);

const RETRIABLE = new Set([
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'NOT_LEADER_OR_FOLLOWER',
  'REQUEST_TIMED_OUT',
  'CONCURRENT_TRANSACTIONS',
  'NETWORK_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'KAFKA_STORAGE_ERROR',
]);

/** Errors after which the batch may be in the log all the same. */
const PROVES_NOTHING = new Set([
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'NOT_LEADER_OR_FOLLOWER',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
]);

const LOST_STATE = new Set(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID']);

/** What the rules have to know of a batch and its partition. */
export interface BatchView {
  readonly idempotent: boolean;
  readonly transactional: boolean;
  readonly attempts: number;
  readonly retries: number;
  readonly sequence: number;
  readonly renumbered: boolean;
  readonly lastAcked: number;
  readonly unresolved: boolean;
}

/** `bumpAndRetry`: under a new epoch; `abortable`: the transaction can only be aborted; `fatal`: the producer is done. */
export type ProduceReaction = 'done' | 'retry' | 'bumpAndRetry' | 'fail' | 'abortable' | 'fatal';

/** What follows from the answer to a batch. An old broker's DUPLICATE_SEQUENCE_NUMBER is a success. */
export function afterProduce(batch: BatchView, error: string): ProduceReaction {
  if (error === 'NONE' || error === 'DUPLICATE_SEQUENCE_NUMBER') return 'done';
  const again = batch.attempts <= batch.retries ? retryOf(batch, error) : undefined;
  if (again !== undefined) return again;
  if (batch.idempotent && FATAL.has(error)) return 'fatal';
  return batch.transactional ? 'abortable' : 'fail';
}

function retryOf(batch: BatchView, error: string): 'retry' | 'bumpAndRetry' | undefined {
  if (batch.idempotent && LOST_STATE.has(error)) {
    const waitsForEarlier = error === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && (batch.renumbered || !isNext(batch));
    if (!batch.unresolved && waitsForEarlier) return 'retry';
    return batch.transactional ? undefined : 'bumpAndRetry';
  }
  return RETRIABLE.has(error) ? 'retry' : undefined;
}

const isNext = ({ lastAcked, sequence }: BatchView): boolean => sequence === addSequence(lastAcked, 1);

/**
 * Whether an ordinary idempotent producer goes on under a new epoch after a batch failed for good: its successors must
 * begin at 0. Not when the retries ran out: then its sequence may have been taken.
 */
export function failureBumps(batch: BatchView, error: string): boolean {
  if (!batch.idempotent || batch.transactional || batch.sequence < 0) return false;
  return LOST_STATE.has(error) || batch.attempts <= batch.retries;
}

/** What the application may conclude from a batch's last error. */
export function outcomeAfter({ attempts }: BatchView, error: string): 'fail' | 'unknown' {
  return attempts > 1 || PROVES_NOTHING.has(error) ? 'unknown' : 'fail';
}

export type CoordinatorReaction = 'done' | 'retry' | 'abortable' | 'fatal';

const ASKED_AGAIN = new Set([
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'CONCURRENT_TRANSACTIONS',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

const ABORTABLE = new Set([
  'TRANSACTION_ABORTABLE',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
]);

/** What follows from a coordinator's answer. An old epoch and everything unexpected are fatal. */
export function afterQuestion(error: string): CoordinatorReaction {
  if (error === 'NONE' || error === '') return 'done';
  if (ASKED_AGAIN.has(error)) return 'retry';
  return ABORTABLE.has(error) ? 'abortable' : 'fatal';
}

/** A transaction's first AddPartitionsToTxn waits for the end of the last transaction: soon over. */
const FIRST_ADD_BACKOFF_MS = 20;

/** How long to wait before a question is asked again. */
export function askBackoffMs(
  api: CoordinatorApi,
  error: string,
  nothingAdded: boolean,
  retryBackoffMs: number,
): number {
  const isShort = api === 'AddPartitionsToTxn' && error === 'CONCURRENT_TRANSACTIONS' && nothingAdded;
  return isShort ? Math.min(FIRST_ADD_BACKOFF_MS, retryBackoffMs) : retryBackoffMs;
}

/** How long a batch waits before its next attempt: twice as long each time, without Kafka's random part. */
export function retryBackoffMs(attempts: number, firstMs: number, mostMs: number): number {
  let wait = firstMs;
  for (let attempt = 1; attempt < attempts && wait < mostMs; attempt += 1) wait *= 2;
  return Math.min(wait, mostMs);
}
