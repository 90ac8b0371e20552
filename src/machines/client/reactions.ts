/** What a producer does about an error of the produce API. Source: Sender.canRetry, TransactionManager.canRetry; KIP-360. */
import type { PendingBatch, ProducerMemory, ProducerParameters } from './memory';
import { isTransactional } from './memory';

const RETRIABLE = new Set([
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'NOT_LEADER_OR_FOLLOWER',
  'REQUEST_TIMED_OUT',
  'CONCURRENT_TRANSACTIONS',
  'NETWORK_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

/** The broker lacks what it had acknowledged, or this batch expired unsent: only a new epoch can go on. */
export function needsEpochBump(
  p: ProducerParameters,
  v: ProducerMemory,
  batch: PendingBatch | undefined,
  error: string,
): boolean {
  if (!p.idempotent || isTransactional(p) || batch === undefined || error !== 'OUT_OF_ORDER_SEQUENCE_NUMBER')
    return false;
  return batch.sequence === v.lastAckedSequence + 1;
}

/** Whether the batch may be sent again as it is. */
export function isRetriable(p: ProducerParameters, batch: PendingBatch | undefined, error: string): boolean {
  if (batch === undefined || batch.attempts > p.retries) return false;
  return RETRIABLE.has(error) || (p.idempotent && !isTransactional(p) && error === 'OUT_OF_ORDER_SEQUENCE_NUMBER');
}
