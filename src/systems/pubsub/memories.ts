/** What Google Pub/Sub remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const PUBSUB_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'exactly-once delivery',
    where: { says: 'the subscription’s state of acknowledgements', shownBy: 'same-letter-new-postmark' },
    scope: { says: 'one region, pull only', shownBy: 'another-drawer' },
    window: { says: 'until acknowledged', shownBy: 'progress-is-a-write' },
    brokenBy: { says: 'a publisher’s retry; two regions; push', shownBy: 'one-lost-answer' },
    price: {
      says: 'an answer to each acknowledgement; “significantly higher” latency, no figure',
      shownBy: 'progress-is-a-write',
    },
    source: 'Google Pub/Sub: exactly-once delivery',
  },
];
