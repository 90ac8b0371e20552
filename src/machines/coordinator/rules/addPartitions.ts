/** AddPartitionsToTxn, AddOffsetsToTxn and the verify-only form (`TransactionCoordinator`, KIP-98, KIP-890, KAFKA-18660). */
import type { KafkaError } from '../../log/rules/errors';
import type { TransactionVersion } from '../../log/rules/types';
import type { Identity } from './initProducerId';
import { isPreparing, refuseWith, succeedWith, writeRecord } from './transaction';
import type { Decision, TransactionMetadata, TransactionPartition } from './transaction';

export interface AddRequest extends Identity {
  readonly transactionalId: string;
  readonly partitions: readonly TransactionPartition[];
  readonly transactionVersion: TransactionVersion;
}

/**
 * Adds partitions to a transaction and thereby begins it. A pending record is looked at before anything else, since the
 * producer may already use the id that is only being written (V2 overflow).
 */
export function addPartitions(metadata: TransactionMetadata | undefined, request: AddRequest, nowMs: number): Decision {
  if (request.transactionalId === '') return refuseWith('INVALID_REQUEST');
  if (metadata === undefined) return refuseWith('INVALID_PRODUCER_ID_MAPPING');
  if (metadata.pending !== undefined) return refuseWith('CONCURRENT_TRANSACTIONS');
  const error = identityError(metadata, request);
  if (error !== undefined) return refuseWith(error);
  if (isPreparing(metadata.state)) return refuseWith('CONCURRENT_TRANSACTIONS');
  const added = request.partitions.filter((partition) => !metadata.partitions.includes(partition));
  if (metadata.state === 'Ongoing' && added.length === 0) return succeedWith(metadata.producerId, metadata.epoch);
  const startedMs = metadata.state === 'Ongoing' ? metadata.startedMs : nowMs;
  const change = {
    state: 'Ongoing',
    partitions: [...metadata.partitions, ...added],
    startedMs,
    transactionVersion: request.transactionVersion,
  } as const;
  return writeRecord(
    metadata,
    change,
    { error: 'NONE', producerId: metadata.producerId, epoch: metadata.epoch },
    nowMs,
  );
}

function identityError(metadata: TransactionMetadata, identity: Identity): KafkaError | undefined {
  if (metadata.producerId !== identity.producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  return metadata.epoch === identity.epoch ? undefined : 'PRODUCER_FENCED';
}

/**
 * Says of each partition whether it is in the transaction (what a leader asks for a client of V1). A pending record does not
 * matter here: the leader's guard is the last word.
 */
export function verifyPartitions(
  metadata: TransactionMetadata | undefined,
  request: AddRequest,
): ReadonlyMap<TransactionPartition, KafkaError> {
  const refusal = verifyError(metadata, request);
  const answers = new Map<TransactionPartition, KafkaError>();
  for (const partition of request.partitions) {
    const isIn = metadata?.partitions.includes(partition) === true;
    answers.set(partition, refusal ?? (isIn ? 'NONE' : 'TRANSACTION_ABORTABLE'));
  }
  return answers;
}

function verifyError(metadata: TransactionMetadata | undefined, request: AddRequest): KafkaError | undefined {
  if (request.transactionalId === '') return 'INVALID_REQUEST';
  if (metadata === undefined) return 'INVALID_PRODUCER_ID_MAPPING';
  return identityError(metadata, request) ?? (isPreparing(metadata.state) ? 'CONCURRENT_TRANSACTIONS' : undefined);
}
