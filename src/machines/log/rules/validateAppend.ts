/**
 * May this batch be appended to this partition? The leader's tests in the order in which Kafka makes them: `Partition`,
 * `UnifiedLog.analyzeAndValidateProducerState`, `ProducerAppendInfo` (KIP-98, KIP-360, KIP-890, KAFKA-18202, KAFKA-19690).
 */
import type { KafkaError } from './errors';
import { findDuplicate, hasOpenTransaction, isStaleEpoch, lastSequence } from './producerState';
import { follows } from './sequence';
import { NO_EPOCH, NO_PRODUCER_ID } from './types';
import type { Acks, Batch, CachedBatch, Origin, ProducerEntry, ProducerStates } from './types';
import type { VerificationEntry } from './verification';

export interface AppendContext {
  readonly origin: Origin;
  readonly acks: Acks;
  readonly isrSize: number;
  /** The effective one: never more than there are replicas. */
  readonly minIsr: number;
  /** Whether the caller holds the guard of a verification that has succeeded and is still valid. */
  readonly verified: boolean;
  /** The producer's verification entry; absent when there is none. */
  readonly verification?: Pick<VerificationEntry, 'lowestSequence' | 'supportsEpochBump'>;
  /** `transaction.partition.verification.enable`. */
  readonly verificationEnabled: boolean;
}

export type AppendVerdict =
  | { readonly verdict: 'append' }
  | { readonly verdict: 'duplicate'; readonly firstOffset: number; readonly lastOffset: number }
  | { readonly verdict: 'refuse'; readonly error: KafkaError };

interface Question {
  readonly entry: ProducerEntry | undefined;
  readonly states: ProducerStates;
  readonly batch: Batch;
  readonly context: AppendContext;
}

type Test = (question: Question) => KafkaError | undefined;

const APPEND: AppendVerdict = { verdict: 'append' };

/**
 * Says whether the batch is appended, is a duplicate of a remembered one (then answered with success and the original
 * offsets), or is refused and with which error. Changes nothing. Markers have their own tests, in `validateMarker`.
 */
export function validateAppend(states: ProducerStates, batch: Batch, context: AppendContext): AppendVerdict {
  if (context.origin === 'replication') return APPEND; // A follower stores whatever the leader has.
  if (tooFewReplicas(context)) return refuse('NOT_ENOUGH_REPLICAS');
  if (batch.producerId === NO_PRODUCER_ID) return APPEND;
  const entry = states.get(batch.producerId);
  const duplicate = duplicateOf(entry, batch, context);
  if (duplicate !== undefined)
    return { verdict: 'duplicate', firstOffset: duplicate.firstOffset, lastOffset: duplicate.lastOffset };
  return firstRefusal({ entry, states, batch, context });
}

/** Tests 2 to 9, in this order. */
const TESTS: readonly Test[] = [
  unverifiedTransaction,
  staleEpoch,
  beyondVerifiedSequence,
  secondVersionStartsAtZero,
  newEpochStartsAtZero,
  outOfOrder,
  plainInsideTransaction,
];

function firstRefusal(question: Question): AppendVerdict {
  for (const test of TESTS) {
    const error = test(question);
    if (error !== undefined) return refuse(error);
  }
  return APPEND;
}

function refuse(error: KafkaError): AppendVerdict {
  return { verdict: 'refuse', error };
}

/** Test 0: acks=all with too small an ISR. Nothing else is looked at, not even duplicates. */
function tooFewReplicas(context: AppendContext): boolean {
  return context.acks === 'all' && context.isrSize < context.minIsr;
}

/** Test 1: exactly a batch that is remembered under the same epoch. Only for what clients send. */
function duplicateOf(entry: ProducerEntry | undefined, batch: Batch, context: AppendContext): CachedBatch | undefined {
  return context.origin === 'client' ? findDuplicate(entry, batch) : undefined;
}

/** Test 2: the first data of a transaction here needs a valid guard; a stale epoch is named first (4.1 and later). */
function unverifiedTransaction(question: Question): KafkaError | undefined {
  const { states, batch, context } = question;
  if (!batch.transactional || batch.control !== undefined) return undefined;
  if (hasOpenTransaction(states, batch.producerId, batch.epoch)) return undefined;
  if (staleEpoch(question) !== undefined) return 'INVALID_PRODUCER_EPOCH';
  return context.verificationEnabled && !context.verified ? 'INVALID_TXN_STATE' : undefined;
}

/** Test 3: an epoch lower than the stored one. */
function staleEpoch({ states, batch }: Question): KafkaError | undefined {
  return isStaleEpoch(states, batch.producerId, batch.epoch) ? 'INVALID_PRODUCER_EPOCH' : undefined;
}

/** Test 4: a sequence above the lowest that the verification has seen, so an earlier batch is still missing. */
function beyondVerifiedSequence({ batch, context }: Question): KafkaError | undefined {
  if (context.origin !== 'client' || context.verification === undefined) return undefined;
  return batch.firstSequence > context.verification.lowestSequence ? 'OUT_OF_ORDER_SEQUENCE_NUMBER' : undefined;
}

/** Test 5: verified under transactions V2, nothing remembered of this producer: each transaction starts at 0 (4.1 and later). */
function secondVersionStartsAtZero({ entry, batch, context }: Question): KafkaError | undefined {
  if (context.origin !== 'client' || context.verification?.supportsEpochBump !== true) return undefined;
  const nothingRemembered = entry === undefined || entry.batches.length === 0;
  return nothingRemembered && batch.firstSequence !== 0 ? 'OUT_OF_ORDER_SEQUENCE_NUMBER' : undefined;
}

/** Test 6: a higher epoch than the stored one starts at 0. */
function newEpochStartsAtZero({ entry, batch, context }: Question): KafkaError | undefined {
  if (context.origin !== 'client' || entry === undefined || entry.epoch === NO_EPOCH) return undefined;
  return batch.epoch > entry.epoch && batch.firstSequence !== 0 ? 'OUT_OF_ORDER_SEQUENCE_NUMBER' : undefined;
}

/** Test 7: under the stored epoch sequences have no gap. Test 8: of an unknown producer any sequence is accepted. */
function outOfOrder({ entry, batch, context }: Question): KafkaError | undefined {
  if (context.origin !== 'client' || entry === undefined || entry.epoch !== batch.epoch) return undefined;
  return follows(lastSequence(entry), batch.firstSequence) ? undefined : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
}

/** Test 9: a batch outside any transaction while this producer has one open here. */
function plainInsideTransaction({ entry, batch }: Question): KafkaError | undefined {
  return !batch.transactional && entry?.currentTransactionFirstOffset !== undefined ? 'INVALID_TXN_STATE' : undefined;
}
