/** What Apache Pulsar remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const PULSAR_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'producer de-duplication',
    where: {
      says: 'the broker’s high-water mark, from a snapshot and the log behind it',
      shownBy: 'six-hours-of-silence',
    },
    scope: { says: 'producer name and partition', shownBy: 'name-and-number' },
    window: { says: 'until the name is idle for 6 hours', shownBy: 'six-hours-of-silence' },
    brokenBy: { says: 'a random name; a counter that begins anew; another partition', shownBy: 'name-and-number' },
    price: { says: 'two numbers for each producer', shownBy: 'name-and-number' },
    source: 'Apache Pulsar: MessageDeduplication',
  },
  {
    of: 'transaction',
    where: { says: 'the coordinator’s log and the pending-ack log', shownBy: 'behind-somebody-else' },
    scope: { says: 'topics of one cluster', shownBy: 'behind-somebody-else' },
    window: { says: '60 seconds', shownBy: 'behind-somebody-else' },
    brokenBy: {
      says: 'an open transaction delays everybody behind it; readers of uncommitted messages',
      shownBy: 'behind-somebody-else',
    },
    price: { says: 'not measured publicly; here more than twice the messages', shownBy: 'behind-somebody-else' },
    source: 'Apache Pulsar documentation: transactions',
  },
];
