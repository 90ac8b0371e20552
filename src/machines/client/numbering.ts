/**
 * Sequences and epochs of an idempotent producer, partition by partition.
 * Source: TransactionManager (maybeUpdateProducerIdAndEpoch, bumpIdempotentProducerEpoch, maybeResolveSequences), KIP-360.
 */
import type { Effects } from '../../engine/contracts';
import { addSequence, lastSequenceOf } from '../log/rules/sequence';
import { NO_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE } from '../log/rules/types';
import type { ClientMemory, PartitionState, PendingBatch } from './memory';

/** The last epoch; after it only a new producer id helps. `Short.MAX_VALUE`. */
export const LAST_EPOCH = 32_767;

/** Gives a batch its numbers. A partition whose last batches are done takes a new identity over and begins at 0. */
export function stamp(v: ClientMemory, partition: PartitionState, batch: PendingBatch): void {
  if (isStale(v, partition)) startOver(v, partition);
  batch.producerId = v.producerId;
  batch.epoch = v.epoch;
  batch.sequence = partition.nextSequence;
  partition.nextSequence = addSequence(partition.nextSequence, batch.records.length);
  partition.pending.push(batch);
}

/** The producer has another identity by now than the numbers of this partition. */
export const isStale = (v: ClientMemory, { producerId, epoch }: PartitionState): boolean =>
  producerId !== v.producerId || epoch !== v.epoch;

/** Begins at 0 under the producer's identity, with what is not done. */
export function startOver(v: ClientMemory, partition: PartitionState): void {
  partition.producerId = v.producerId;
  partition.epoch = v.epoch;
  partition.nextSequence = 0;
  partition.lastAcked = -1;
  partition.unresolved = false;
  for (const batch of partition.pending) {
    batch.producerId = v.producerId;
    batch.epoch = v.epoch;
    batch.sequence = partition.nextSequence;
    batch.renumbered = true;
    partition.nextSequence = addSequence(partition.nextSequence, batch.records.length);
  }
}

/**
 * The client's own bump of the epoch: what this partition has not done is numbered from 0 again; other partitions keep
 * their numbers until they are done. No epoch is left: a new producer id is asked for, and then the same happens.
 */
export function bumpEpoch(v: ClientMemory, partition: PartitionState): Effects {
  if (v.producerId === NO_PRODUCER_ID || v.epoch >= LAST_EPOCH) {
    v.producerId = NO_PRODUCER_ID;
    v.epoch = NO_EPOCH;
    v.renumber.add(partition.view.partition);
    return [{ do: 'raise', event: 'exhausted' }];
  }
  v.epoch += 1;
  startOver(v, partition);
  return [];
}

/** Takes an identity over that the coordinator gave. */
export function identify(v: ClientMemory, producerId: number, epoch: number): void {
  v.producerId = producerId;
  v.epoch = epoch;
  for (const partition of v.partitions)
    if (partition.pending.length === 0 || v.renumber.has(partition.view.partition)) startOver(v, partition);
  v.renumber.clear();
}

/** The broker has a batch: what was acknowledged last never goes backwards. */
export function noteAcked(partition: PartitionState, { sequence, records }: PendingBatch): void {
  if (sequence === NO_SEQUENCE) return;
  partition.lastAcked = Math.max(partition.lastAcked, lastSequenceOf(sequence, records.length));
}

/** Whether the doubt about an expired batch is over: `cleared` by what came after it, or only by a new epoch (`lost`). */
export function resolution({
  unresolved,
  pending,
  lastAcked,
  nextSequence,
}: PartitionState): 'none' | 'cleared' | 'lost' {
  if (!unresolved || pending.length > 0) return 'none';
  return addSequence(lastAcked, 1) === nextSequence ? 'cleared' : 'lost';
}
