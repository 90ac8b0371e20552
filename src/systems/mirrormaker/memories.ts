/** What MirrorMaker remembers of what it has copied, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const MIRRORMAKER_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'Connect offset',
    where: { says: 'Connect’s offset topic in the target cluster', shownBy: 'copied-again' },
    scope: { says: 'the connector', shownBy: 'copied-again' },
    window: { says: 'repeats since the last flush: 60 s as shipped', shownBy: 'copied-again' },
    brokenBy: { says: 'a crash of the worker', shownBy: 'copied-again' },
    price: { says: 'exactly once: one transaction for each poll', shownBy: 'copied-again' },
    source: 'Apache Kafka: Connect, KIP-618',
  },
  {
    of: 'offset map',
    where: { says: 'offset-syncs and checkpoints topics', shownBy: 'translated-bookmark' },
    scope: { says: 'group and partition', shownBy: 'translated-bookmark' },
    window: {
      says: 'pairs at most offset.lag.max apart when new, ever further apart when old',
      shownBy: 'translated-bookmark',
    },
    brokenBy: {
      says: 'a failover: repeats behind the pair, loss of what was not copied',
      shownBy: 'translated-bookmark',
    },
    price: { says: 'a pair now and then, a checkpoint each minute', shownBy: 'translated-bookmark' },
    source: 'Apache Kafka: OffsetSyncStore, MirrorCheckpointTask',
  },
];
