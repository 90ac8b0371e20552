/** Shutting out the producer of an open transaction: by its successor, or by the clock (KIP-98, KIP-890, KAFKA-19367, KAFKA-20090). */
import { invariant } from '../../../terms/invariant';
import type { KafkaError } from '../../log/rules/errors';
import { NO_EPOCH, NO_PRODUCER_ID } from '../../log/rules/types';
import type { TransactionVersion } from '../../log/rules/types';
import { FENCING_EPOCH, errorAnswer, isExhausted, writeRecord } from './transaction';
import type { Decision, TransactionMetadata } from './transaction';

export interface FenceContext {
  readonly freshProducerId: number;
  readonly nowMs: number;
  readonly transactionVersion: TransactionVersion;
}

/**
 * Aborts an open transaction under an epoch that its producer does not have: one bump in both versions. With V1 it holds while
 * the record is still being written, with V2 from the record on.
 */
export function fence(metadata: TransactionMetadata, context: FenceContext, error: KafkaError): Decision {
  invariant(metadata.state === 'Ongoing', `only an open transaction is fenced, not ${metadata.state}`);
  const epoch = metadata.epoch + 1;
  invariant(epoch <= FENCING_EPOCH, 'an epoch is a short integer');
  const isSecondVersion = context.transactionVersion === 2;
  const rotates = isSecondVersion && isExhausted(epoch - 1);
  const lastEpoch = isSecondVersion ? epoch - 1 : NO_EPOCH;
  const change = {
    state: 'PrepareAbort',
    epoch,
    lastEpoch,
    transactionVersion: context.transactionVersion,
    nextProducerId: rotates ? context.freshProducerId : NO_PRODUCER_ID,
  } as const;
  const held = isSecondVersion ? metadata : { ...metadata, epoch, lastEpoch };
  return writeRecord(metadata, change, errorAnswer(error), context.nowMs, { usedFreshId: rotates, held });
}

/** Whether the coordinator's sweep aborts this transaction: open, nothing pending, older than its time-out. */
export function timedOut(metadata: TransactionMetadata, nowMs: number): boolean {
  return (
    metadata.state === 'Ongoing' && metadata.pending === undefined && nowMs - metadata.startedMs > metadata.timeoutMs
  );
}

/** Whether a transactional.id is forgotten: idle for `transactional.id.expiration.ms`, nothing pending. */
export function mayExpire(metadata: TransactionMetadata, nowMs: number, expirationMs: number): boolean {
  const idle = metadata.state === 'Empty' || metadata.state === 'CompleteCommit' || metadata.state === 'CompleteAbort';
  return idle && metadata.pending === undefined && nowMs - metadata.updatedMs >= expirationMs;
}

/** The tombstone of a transactional.id that nobody used for long (`TransactionMetadata.prepareDead`). */
export function expire(metadata: TransactionMetadata, nowMs: number): Decision {
  return writeRecord(metadata, { state: 'Dead', partitions: [], startedMs: -1 }, errorAnswer('NONE'), nowMs);
}
