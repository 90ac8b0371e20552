/** What has been published of the price of copying between clusters: nothing that could be cited for its guarantee. */
import type { PublishedFigure } from '../../scenario/catalog';

export const MIRRORMAKER_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'repeats after a crash of a worker without exactly-once support',
    figure: 'what was copied since the last flush: up to 60 s of records as shipped',
    source: 'offset.flush.interval.ms',
    kind: 'derived',
  },
  {
    about: 'repeats after a failover at a synced offset',
    figure:
      'up to offset.lag.max records, and what the group did in up to two minutes: one of emission, one of synchronisation',
    source: 'OffsetSyncWriter; emit.checkpoints.interval.seconds, sync.group.offsets.interval.seconds',
    kind: 'derived',
  },
];
