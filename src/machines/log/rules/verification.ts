/**
 * Verification of a transaction's first append to a partition (KIP-890, `VerificationStateEntry`, `VerificationGuard`,
 * `AddPartitionsToTxnManager`): the leader asks the coordinator, and appends only if its guard is still the same then.
 */
import type { KafkaError } from './errors';
import { hasOpenTransaction } from './producerState';
import type { ProducerStates, TransactionVersion } from './types';

/** No verification is needed, or none is going on. */
export const NO_GUARD = 0;

export interface VerificationEntry {
  /** Unique on this partition, so that a marker in between is noticed. */
  readonly guard: number;
  epoch: number;
  lowestSequence: number;
  startedMs: number;
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

/**
 * Begins or goes on with the verification for a batch; returns the guard to append with, or `NO_GUARD` when the
 * transaction is already open here. Changes `verifications`.
 */
export function startVerification(
  verifications: Verifications,
  states: ProducerStates,
  batch: FirstAppend,
  nowMs: number,
): number {
  if (hasOpenTransaction(states, batch.producerId, batch.epoch)) return NO_GUARD;
  const entry = verifications.entries.get(batch.producerId);
  if (entry !== undefined) return meet(entry, batch).guard;
  const guard = verifications.nextGuard;
  verifications.nextGuard += 1;
  verifications.entries.set(batch.producerId, {
    guard,
    epoch: batch.epoch,
    lowestSequence: batch.firstSequence,
    startedMs: nowMs,
  });
  return guard;
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

/** To be called after every transactional append and every marker: the guard is used up. */
export function clearVerification(verifications: Verifications, producerId: number): void {
  verifications.entries.delete(producerId);
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
