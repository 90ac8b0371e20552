/** What Pulsar's clusters remember of messages from each other, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const PULSAR_GEO_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'sequence across clusters',
    where: { says: 'the target’s broker: the highest sequence id', shownBy: 'name-across-the-sea' },
    scope: { says: 'the original producer’s name and partition', shownBy: 'name-across-the-sea' },
    window: { says: 'until the producer was idle for 6 h', shownBy: 'name-across-the-sea' },
    brokenBy: { says: 'deduplication left off, as it comes', shownBy: 'name-across-the-sea' },
    price: { says: 'one number for each producer and partition', shownBy: 'name-across-the-sea' },
    source: 'Apache Pulsar: MessageDeduplication',
  },
  {
    of: 'replicated subscription',
    where: { says: 'snapshots of matching positions, and the subscription in each cluster', shownBy: 'two-bookmarks' },
    scope: { says: 'subscription and topic', shownBy: 'two-bookmarks' },
    window: { says: 'from one snapshot to the next: a second', shownBy: 'two-bookmarks' },
    brokenBy: {
      says: 'a failover: repeats behind the snapshot, loss of what was not copied',
      shownBy: 'two-bookmarks',
    },
    price: { says: 'markers in both topics for each snapshot', shownBy: 'two-bookmarks' },
    source: 'Apache Pulsar: PIP-33, ReplicatedSubscriptionsController',
  },
];
