/**
 * Which message a worker gets next, and which one is out of turn: pure functions over the queue's messages.
 * Sources: systems.md 4–6, 16; SQS developer guide, Pub/Sub ordering keys, RabbitMQ quorum queues.
 */
import type { QueuedMessage, QueueParameters } from './memory';

/** The first message that may be handed out now; `undefined` when all are leased or behind a leased one of their group. */
export function nextFree(
  messages: readonly QueuedMessage[],
  order: QueueParameters['order'],
): QueuedMessage | undefined {
  const locked = new Set<number>();
  for (const message of messages) {
    if (message.lease === undefined && !locked.has(message.key)) return message;
    if (order !== 'none') locked.add(message.key);
  }
  return undefined;
}

/** Whether it has been handed out as often as the queue allows. */
export const isWornOut = ({ receives }: QueuedMessage, receivesMax: number): boolean =>
  receivesMax > 0 && receives >= receivesMax;

/** The later messages of the same key that are out on lease: an ordered redelivery brings them again too. */
export function tailOf(messages: readonly QueuedMessage[], first: QueuedMessage): readonly QueuedMessage[] {
  return messages.filter(({ key, id, lease }) => key === first.key && id > first.id && lease !== undefined);
}
