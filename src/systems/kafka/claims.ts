/**
 * Which claim a lane's settings make, by the documentation and not by a run: Kafka's design chapter on message delivery
 * semantics, KIP-98, KIP-679, and for what happens outside Kafka the order of the worker's steps. A run may break it: that
 * is what the checker is for.
 */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { StepGroup } from '../../machines/worker/steps';
import type { BoundaryDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { effectiveIdempotence } from './refuse';
import { readValues } from './values';
import type { KafkaValues } from './values';

/** Kafka's transactions cover Kafka's own logs and offsets; what a worker does elsewhere is past them. */
export const KAFKA_BOUNDARY: BoundaryDescription = {
  outside: ['sink'],
  says: 'Kafka’s guarantee ends here',
  because:
    'Transactions cover records and offsets in Kafka. What a consumer does to another system is covered only as far as that system helps: by a key that it knows, or by keeping the offset in its own transaction.',
  source: 'Kafka documentation, Design: Message Delivery Semantics; KIP-98',
};

/** The strongest claim that these complete settings can be held to. Settings that `refuse` refuses promise nothing. */
export function claimOf(settings: Settings): Claim {
  const values = readValues(settings);
  const steps = parseSteps(values.steps);
  if (!steps.ok) return 'none';
  const idempotent = effectiveIdempotence(settings);
  const losesNone =
    producerLosesNone(values) && consumerLosesNone(values, steps.value) && memoryLosesNone(values, idempotent);
  const doublesNone =
    sinkAbsorbs(values, steps.value) ||
    (producerDoublesNone(values, idempotent) && consumerDoublesNone(values, steps.value));
  if (losesNone) return doublesNone ? 'exactly-once' : 'at-least-once';
  return doublesNone ? 'at-most-once' : 'none';
}

/**
 * "At least once" is what a producer gives that hears of a safe copy and tries again until then. With acks=1 only the
 * leader's copy is safe, which is enough when there is no other; an unclean election gives up even safe copies.
 */
function producerLosesNone(values: KafkaValues): boolean {
  const safeCopy = values.acks === 'all' || (values.acks === 1 && values.replicationFactor === 1);
  return safeCopy && values.retries > 0 && !values.uncleanElection;
}

/** Neither the library nor the application puts a record into the log twice where this lane's reader can see both. */
function producerDoublesNone(values: KafkaValues, idempotent: boolean): boolean {
  const neverSendsTwice = values.acks === 0 || values.retries === 0;
  return (neverSendsTwice || idempotent) && applicationKeepsCount(values) && !readsAborted(values);
}

/**
 * The application sends nothing again that may be there already. An exception of a transaction is followed by an abort, so
 * what it repeats is proven not to count; and only a transactional.id shuts out an instance that has been replaced.
 */
function applicationKeepsCount(values: KafkaValues): boolean {
  const provesFirst = values.transactionalId !== '' || values.onError !== 'resend';
  const fencesOldInstance = values.transactionalId !== '' || values.replacementAfterMs === 0;
  return values.onRestart !== 'resend' && provesFirst && fencesOldInstance;
}

/** Work that is done again after an abort is seen twice by a reader of everything. */
function readsAborted(values: KafkaValues): boolean {
  return values.transactionalId !== '' && values.isolation === 'read_uncommitted';
}

/** Progress is never saved before the effect (or before the effect is prepared), nor the name remembered before it. */
function consumerLosesNone(values: KafkaValues, steps: readonly StepGroup[]): boolean {
  const effect = effectGroup(steps);
  const remembersFirst = remembers(steps) && groupOf(steps, 'remember') < effect;
  const savesInTime = values.autoCommit || preparedWithProgress(steps) || groupOf(steps, 'progress') >= effect;
  return !remembersFirst && savesInTime;
}

/** Progress is saved before the effect, or in the same step, or with what is prepared. */
function consumerDoublesNone(values: KafkaValues, steps: readonly StepGroup[]): boolean {
  if (groupOf(steps, 'outside') >= 0) return false;
  const savesFirst = !values.autoCommit && groupOf(steps, 'progress') < effectGroup(steps);
  return savesFirst || savesWithEffect(steps) || preparedWithProgress(steps);
}

/** Two phases: what is prepared together with the progress is published later, and not done again. */
function preparedWithProgress(steps: readonly StepGroup[]): boolean {
  return groupOf(steps, 'prepare') >= 0 && groupOf(steps, 'prepare') === groupOf(steps, 'progress');
}

/** The group in which the effect begins to count. */
function effectGroup(steps: readonly StepGroup[]): number {
  const visible = Math.max(groupOf(steps, 'effect'), groupOf(steps, 'publish'));
  return visible >= 0 ? visible : groupOf(steps, 'outside');
}

/** Effect and progress are one atomic step. */
function savesWithEffect(steps: readonly StepGroup[]): boolean {
  const inside = Math.max(groupOf(steps, 'effect'), groupOf(steps, 'publish'));
  return inside >= 0 && groupOf(steps, 'progress') === inside;
}

/** Whether the worker itself says when a name is remembered. */
function remembers(steps: readonly StepGroup[]): boolean {
  return groupOf(steps, 'remember') >= 0;
}

/**
 * The sink itself makes a second effect of the same record harmless, wherever the second copy came from. A memory of names
 * without M in the steps is kept with the effect.
 */
export function sinkAbsorbs(values: KafkaValues, steps: readonly StepGroup[]): boolean {
  if (groupOf(steps, 'outside') >= 0) return false;
  const rowHasName = values.sinkWrite === 'upsert' || values.sinkWrite === 'insertUnique';
  const remembersInTime = remembers(steps)
    ? groupOf(steps, 'remember') <= effectGroup(steps)
    : values.sinkDedup !== 'none';
  return rowHasName || remembersInTime;
}

/** A Bloom filter takes new names for old ones; a high-water mark does so with records that come out of order. */
function memoryLosesNone(values: KafkaValues, idempotent: boolean): boolean {
  if (values.sinkDedup === 'bloom') return false;
  return values.sinkDedup !== 'highWater' || idempotent || values.maxInFlight === 1;
}
