/** What Amazon SQS remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const SQS_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'FIFO queue',
    where: { says: 'the service', shownBy: 'one-lost-answer' },
    scope: { says: 'the queue, or the message group with high throughput', shownBy: 'another-drawer' },
    window: { says: '5 minutes, not to be changed', shownBy: 'five-minutes-and-one-second' },
    brokenBy: { says: 'a late retry; a reused id; equal bodies', shownBy: 'five-minutes-and-one-second' },
    price: {
      says: 'an id for each message; 300 calls/s (3,000 messages/s in batches) unless high throughput',
      shownBy: 'one-lost-answer',
    },
    source: 'Amazon SQS developer guide: exactly-once processing',
  },
  {
    of: 'standard queue',
    where: { says: 'nowhere', shownBy: 'four-products' },
    scope: { says: 'nothing', shownBy: 'four-products' },
    window: { says: 'none', shownBy: 'four-products' },
    brokenBy: { says: 'any retry; any lease that ends', shownBy: 'slow-worker' },
    price: { says: 'none; nearly unlimited', shownBy: 'four-products' },
    source: 'Amazon SQS developer guide: at-least-once delivery',
  },
];
