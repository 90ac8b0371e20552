/** Where a batch is put and taken from. Source: Kafka's RecordAccumulator (reenqueue, insertInSequenceOrder). */
import { NO_SEQUENCE } from '../log/rules/types';
import { partitionOf, type ClientMemory, type ClientParameters, type PendingBatch } from './memory';

export const deliveryTimer = ({ id }: PendingBatch): string => `delivery ${id}`;
export const requestTimer = ({ correlation }: PendingBatch): string => `request ${correlation}`;

/**
 * Puts a batch back for a retry. Without idempotence it goes to the head: two that fail together swap places. With
 * idempotence it goes where its sequence belongs.
 */
export function putBack(p: ClientParameters, v: ClientMemory, batch: PendingBatch): void {
  const { queue, pending } = partitionOf(v, batch);
  if (!p.idempotent) {
    queue.unshift(batch);
    return;
  }
  const order = pending.indexOf(batch);
  const place = queue.findIndex((other) => other.sequence === NO_SEQUENCE || pending.indexOf(other) > order);
  queue.splice(place < 0 ? queue.length : place, 0, batch);
}

/** Takes a batch out of a list that may hold it. */
export function remove(batches: PendingBatch[], batch: PendingBatch): void {
  const place = batches.indexOf(batch);
  if (place >= 0) batches.splice(place, 1);
}
