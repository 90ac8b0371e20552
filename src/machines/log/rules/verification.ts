/**
 * Verification of a transaction's first append to a partition (KIP-890, `VerificationStateEntry`, `VerificationGuard`,
 * `AddPartitionsToTxnManager`): the leader asks the coordinator, and appends only if its guard is still the same then.
 */
import type { KafkaError } from './errors';
import { hasOpenTransaction, isStaleEpoch } from './producerState';
import type { Batch, ProducerStates, TransactionVersion } from './types';

/** No verification is needed, or none is going on. */
export const NO_GUARD = 0;

export interface VerificationEntry {
  /** Unique on this partition, so that a marker in between is noticed. */
  readonly guard: number;
  epoch: number;
  lowestSequence: number;
  startedMs: number;
  /** Begun for a client of transactions V2, whose epoch grows with every transaction. */
  readonly supportsEpochBump: boolean;
}

/** By producer id; of one partition. `nextGuard` counts from 1. */
export interface Verifications {
  readonly entries: Map<number, VerificationEntry>;
  nextGuard: number;
}

export function noVerifications(): Verifications {
  return { entries: new Map(), nextGuard: 1 };
}

export interface FirstAppend {
  readonly producerId: number;
  readonly epoch: number;
  readonly firstSequence: number;
}

export interface Verifying {
  readonly transactionVersion: TransactionVersion;
  /** `transaction.partition.verification.enable`: whether clients of V1 are asked about. */
  readonly verificationEnabled: boolean;
}

/** Whether the coordinator is asked before this batch is appended (`ReplicaManager.maybeSendPartitionsToTransactionCoordinator`). */
export function needsVerification(
  states: ProducerStates,
  { producerId, epoch, transactional }: Pick<Batch, 'producerId' | 'epoch' | 'transactional'>,
  { transactionVersion, verificationEnabled }: Verifying,
): boolean {
  const isWanted = transactional && (verificationEnabled || transactionVersion === 2);
  return isWanted && !hasOpenTransaction(states, producerId, epoch);
}

/** `guard`: what to append with; `NO_GUARD` when the transaction is already open here, or when the epoch is refused. */
export interface Begun {
  readonly guard: number;
  readonly error: 'NONE' | 'INVALID_PRODUCER_EPOCH';
}

/**
 * Begins or goes on with the verification for a batch (`UnifiedLog.maybeStartTransactionVerification`). A stale epoch is refused
 * at once. Changes `verifications`.
 */
export function startVerification(
  verifications: Verifications,
  states: ProducerStates,
  batch: FirstAppend,
  { nowMs, transactionVersion }: { readonly nowMs: number; readonly transactionVersion: TransactionVersion },
): Begun {
  if (isStaleEpoch(states, batch.producerId, batch.epoch)) return { guard: NO_GUARD, error: 'INVALID_PRODUCER_EPOCH' };
  if (hasOpenTransaction(states, batch.producerId, batch.epoch)) return { guard: NO_GUARD, error: 'NONE' };
  const known = verifications.entries.get(batch.producerId);
  if (known !== undefined) return { guard: meet(known, batch).guard, error: 'NONE' };
  const guard = verifications.nextGuard;
  verifications.nextGuard += 1;
  const { producerId, epoch, firstSequence: lowestSequence } = batch;
  const supportsEpochBump = transactionVersion === 2;
  verifications.entries.set(producerId, { guard, epoch, lowestSequence, startedMs: nowMs, supportsEpochBump });
  return { guard, error: 'NONE' };
}

/** Same epoch: the lower sequence counts. Higher epoch: starts afresh. Lower epoch: changes nothing. */
function meet(entry: VerificationEntry, batch: FirstAppend): VerificationEntry {
  if (batch.epoch === entry.epoch) entry.lowestSequence = Math.min(entry.lowestSequence, batch.firstSequence);
  if (batch.epoch > entry.epoch) {
    entry.epoch = batch.epoch;
    entry.lowestSequence = batch.firstSequence;
  }
  return entry;
}

/** Whether the guard is the one that stands now. */
export function guardHolds(verifications: Verifications, producerId: number, guard: number): boolean {
  return guard !== NO_GUARD && verifications.entries.get(producerId)?.guard === guard;
}

type Appended = Pick<Batch, 'producerId' | 'epoch' | 'transactional'> & {
  readonly control?: Batch['control'] | undefined;
};

/**
 * To be called after every append: the guard of a transaction is used up by its first batch and by every marker. With V2 a
 * marker of the entry's own epoch ended the transaction before, and the verification is that of the next (KAFKA-18575).
 */
export function clearVerification(
  { entries }: Verifications,
  { producerId, epoch, transactional, control }: Appended,
): void {
  const entry = entries.get(producerId);
  const isOfTheNext = control !== undefined && entry?.supportsEpochBump === true && entry.epoch === epoch;
  if (transactional && !isOfTheNext) entries.delete(producerId);
}

/** Forgets verifications as old as forgotten producers. */
export function expireVerifications(verifications: Verifications, nowMs: number, expirationMs: number): void {
  for (const [producerId, entry] of verifications.entries) {
    if (nowMs - entry.startedMs >= expirationMs) verifications.entries.delete(producerId);
  }
}

const RETRIED_BY_EVERY_CLIENT: readonly KafkaError[] = [
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'NETWORK_EXCEPTION',
];

/** The coordinator's answer to a verification, as the producer hears it from the partition leader (`ReplicaManager`). */
export function produceErrorOf(answer: KafkaError, version: TransactionVersion, knowsAbortable = true): KafkaError {
  if (answer === 'PRODUCER_FENCED') return 'INVALID_PRODUCER_EPOCH';
  if (answer === 'TRANSACTION_ABORTABLE') return knowsAbortable ? answer : 'INVALID_TXN_STATE';
  if (answer === 'CONCURRENT_TRANSACTIONS') return version === 2 ? answer : 'NOT_ENOUGH_REPLICAS';
  return RETRIED_BY_EVERY_CLIENT.includes(answer) ? 'NOT_ENOUGH_REPLICAS' : answer;
}
