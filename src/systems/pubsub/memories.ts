/** What Google Pub/Sub remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const PUBSUB_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'exactly-once delivery',
    where: { says: 'the subscription’s state of acknowledgements', shownBy: 'same-letter-new-postmark' },
    scope: { says: 'one region, pull only', shownBy: 'same-letter-new-postmark' },
    window: { says: 'until acknowledged', shownBy: 'same-letter-new-postmark' },
    brokenBy: { says: 'a publisher’s retry; two regions; push', shownBy: 'one-lost-answer' },
    price: { says: '“significantly higher” latency, no figure', shownBy: 'same-letter-new-postmark' },
    source: 'Google Pub/Sub: exactly-once delivery',
  },
];
