/** What follows a decision: markers, their answers, and Complete (`TransactionMarkerChannelManager`, `TransactionMarkerRequestCompletionHandler`). */
import { invariant } from '../../../terms/invariant';
import type { KafkaError } from '../../log/rules/errors';
import { NO_PRODUCER_ID } from '../../log/rules/types';
import { errorAnswer, isPreparing, writeRecord } from './transaction';
import type { Decision, TransactionMetadata, TransactionPartition } from './transaction';

/** `stop`: someone newer is responsible. `bug`: no leader ever gives this answer. */
export type MarkerReaction = 'done' | 'retry' | 'stop' | 'bug';

const RETRIED: readonly KafkaError[] = [
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_LEADER_OR_FOLLOWER',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'REQUEST_TIMED_OUT',
  'KAFKA_STORAGE_ERROR',
  'NETWORK_EXCEPTION',
];

/** What the coordinator does about a leader's answer to a marker; a broken connection counts as `NETWORK_EXCEPTION`. */
export function afterMarker(error: KafkaError): MarkerReaction {
  if (error === 'NONE') return 'done';
  if (RETRIED.includes(error)) return 'retry';
  return error === 'INVALID_PRODUCER_EPOCH' || error === 'TRANSACTION_COORDINATOR_FENCED' ? 'stop' : 'bug';
}

/** The transaction without a partition whose marker is written (or whose topic is gone). */
export function markerWritten(metadata: TransactionMetadata, partition: TransactionPartition): TransactionMetadata {
  return { ...metadata, partitions: metadata.partitions.filter((each) => each !== partition) };
}

/** The last record of a transaction, once all markers are out; goes over to the next producer id after an overflow. */
export function complete(metadata: TransactionMetadata, nowMs: number): Decision {
  invariant(isPreparing(metadata.state), `only a decided transaction is completed, not ${metadata.state}`);
  const rotates = metadata.nextProducerId !== NO_PRODUCER_ID;
  const identity = rotates
    ? { producerId: metadata.nextProducerId, epoch: 0 }
    : { producerId: metadata.producerId, epoch: metadata.epoch };
  const state = metadata.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort';
  return writeRecord(metadata, { ...identity, state, partitions: [] }, errorAnswer('NONE'), nowMs);
}
