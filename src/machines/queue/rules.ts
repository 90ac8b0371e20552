/**
 * Which message a worker gets next, and which one is out of turn: pure functions over the queue's messages.
 * Sources: the SQS developer guide on message groups, Pub/Sub's documentation of ordering keys, RabbitMQ's of queues; MODEL.md of each.
 */
import type { Kept, QueuedMessage, QueueParameters, Receiver } from './memory';

/**
 * The first message that this worker may be handed now; `undefined` when all are leased or behind a leased one of their
 * group, or lie behind those that the queue looks at. Where a redelivery brings the tail again, whoever holds the group's messages may be handed its later ones too.
 */
export function nextFree(
  messages: readonly QueuedMessage[],
  { order, looksAtMost }: Pick<QueueParameters, 'order' | 'looksAtMost'>,
  worker: string,
): QueuedMessage | undefined {
  const locked = new Set<number>();
  const inSight = looksAtMost === 0 ? messages : messages.slice(0, looksAtMost);
  for (const message of inSight) {
    const { lease, key } = message;
    if (lease === undefined && !locked.has(key)) return message;
    if (order === 'groupLock' || (order === 'redeliverTail' && lease?.worker !== worker)) locked.add(key);
  }
  return undefined;
}

/** Whether it has been handed out, and not been given back with an excuse, as often as the queue allows. */
export const isWornOut = ({ receives, excused }: QueuedMessage, receivesMax: number): boolean =>
  receivesMax > 0 && receives - excused >= receivesMax;

/** How many messages this receiver is still to be handed: one that stays holds at most so many at a time. */
export function roomOf({ messages }: Kept, { most, stays, worker, event }: Receiver): number {
  if (!stays) return most;
  const held = messages.filter(({ lease }) => lease?.worker === worker && lease.connection === event.connection);
  return most - held.length;
}

/** The later messages of the same key that are out on lease: an ordered redelivery brings them again too. */
export function tailOf(messages: readonly QueuedMessage[], first: QueuedMessage): readonly QueuedMessage[] {
  return messages.filter(({ key, id, lease }) => key === first.key && id > first.id && lease !== undefined);
}
