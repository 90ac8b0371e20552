/** InitProducerId: who is this producer, and what of the one before it (`TransactionCoordinator.handleInitProducerId`, KIP-98, KIP-360, KIP-890). */
import { invariant } from '../../../terms/invariant';
import { NO_EPOCH, NO_PRODUCER_ID } from '../../log/rules/types';
import type { TransactionVersion } from '../../log/rules/types';
import { fence } from './fence';
import { isExhausted, isPreparing, refuseWith, succeedWith, writeRecord } from './transaction';
import type { Decision, TransactionMetadata } from './transaction';

/** `transaction.max.timeout.ms`. */
export const MAX_TIMEOUT_MS = 900_000;

export interface Identity {
  readonly producerId: number;
  readonly epoch: number;
}

export interface InitRequest {
  /** `null`: an idempotent producer without transactions. */
  readonly transactionalId: string | null;
  readonly timeoutMs: number;
  /** What the producer believes to be; absent in its first request. */
  readonly identity?: Identity;
}

export interface InitContext {
  /** A producer id that nobody has; the decision says whether it took it. */
  readonly freshProducerId: number;
  readonly nowMs: number;
  readonly transactionVersion: TransactionVersion;
  readonly maxTimeoutMs?: number;
}

/** The first producer under a transactional.id, before its record is written. */
export function createdMetadata(request: InitRequest, context: InitContext): TransactionMetadata {
  return {
    producerId: context.freshProducerId,
    previousProducerId: NO_PRODUCER_ID,
    nextProducerId: NO_PRODUCER_ID,
    epoch: NO_EPOCH,
    lastEpoch: NO_EPOCH,
    timeoutMs: request.timeoutMs,
    state: 'Empty',
    pending: undefined,
    partitions: [],
    startedMs: -1,
    updatedMs: context.nowMs,
    transactionVersion: context.transactionVersion,
  };
}

/** Answers InitProducerId, given what is known of the transactional.id (`undefined`: nothing). */
export function initProducerId(
  metadata: TransactionMetadata | undefined,
  request: InitRequest,
  context: InitContext,
): Decision {
  if (request.transactionalId === null) return succeedWith(context.freshProducerId, 0, true);
  if (request.transactionalId === '') return refuseWith('INVALID_REQUEST');
  const most = context.maxTimeoutMs ?? MAX_TIMEOUT_MS;
  if (request.timeoutMs <= 0 || request.timeoutMs > most) return refuseWith('INVALID_TRANSACTION_TIMEOUT');
  if (metadata === undefined) return create(request, context);
  if (metadata.pending !== undefined) return refuseWith('CONCURRENT_TRANSACTIONS');
  if (!knowsProducerId(metadata, request.identity)) return refuseWith('PRODUCER_FENCED');
  return byState(metadata, request, context);
}

/** An identity that is sent along with the very first request is ignored. */
function create(request: InitRequest, context: InitContext): Decision {
  const created = createdMetadata(request, context);
  return bump(created, request, context, { epoch: 0, lastEpoch: NO_EPOCH }, true);
}

/** Its own producer id, or the one before when this may be the retry of a rotation whose answer was lost. */
function knowsProducerId(metadata: TransactionMetadata, identity: Identity | undefined): boolean {
  if (identity === undefined || metadata.epoch === NO_EPOCH || identity.producerId === metadata.producerId) return true;
  return identity.producerId === metadata.previousProducerId && isExhausted(identity.epoch);
}

function byState(metadata: TransactionMetadata, request: InitRequest, context: InitContext): Decision {
  if (isPreparing(metadata.state)) return refuseWith('CONCURRENT_TRANSACTIONS');
  if (metadata.state === 'Ongoing') return fence(metadata, context, 'CONCURRENT_TRANSACTIONS');
  invariant(
    metadata.state !== 'Dead' && metadata.state !== 'PrepareEpochFence',
    `InitProducerId never meets ${metadata.state}`,
  );
  return nextEpoch(metadata, request, context);
}

/** The table of epochs for a producer whose transactions are all over. */
function nextEpoch(metadata: TransactionMetadata, request: InitRequest, context: InitContext): Decision {
  const supplied = request.identity?.epoch;
  const isCurrent = supplied === metadata.epoch;
  if (isExhausted(metadata.epoch) && (supplied === undefined || isCurrent)) return rotate(metadata, request, context);
  if (supplied === undefined)
    return bump(metadata, request, context, { epoch: metadata.epoch + 1, lastEpoch: NO_EPOCH });
  if (isCurrent || metadata.epoch === NO_EPOCH)
    return bump(metadata, request, context, { epoch: metadata.epoch + 1, lastEpoch: metadata.epoch });
  if (isExhausted(metadata.epoch)) return refuseWith('UNKNOWN_SERVER_ERROR'); // Kafka throws: no epoch is left.
  if (supplied !== metadata.lastEpoch) return refuseWith('PRODUCER_FENCED');
  return bump(metadata, request, context, { epoch: metadata.epoch, lastEpoch: metadata.lastEpoch });
}

type Epochs = Pick<TransactionMetadata, 'epoch' | 'lastEpoch'>;

function bump(
  metadata: TransactionMetadata,
  request: InitRequest,
  context: InitContext,
  epochs: Epochs,
  usedFreshId = false,
): Decision {
  const answer = { error: 'NONE', producerId: metadata.producerId, epoch: epochs.epoch } as const;
  return writeRecord(metadata, { ...epochs, ...emptied(request) }, answer, context.nowMs, { usedFreshId });
}

/** Epochs used up: a new producer id that begins at 0. */
function rotate(metadata: TransactionMetadata, request: InitRequest, context: InitContext): Decision {
  const producerId = context.freshProducerId;
  const lastEpoch = request.identity === undefined ? NO_EPOCH : metadata.epoch;
  const answer = { error: 'NONE', producerId, epoch: 0 } as const;
  return writeRecord(metadata, { producerId, epoch: 0, lastEpoch, ...emptied(request) }, answer, context.nowMs, {
    usedFreshId: true,
  });
}

function emptied(request: InitRequest): Partial<TransactionMetadata> {
  return { state: 'Empty', partitions: [], startedMs: -1, timeoutMs: request.timeoutMs };
}
