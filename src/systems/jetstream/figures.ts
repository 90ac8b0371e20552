/** What has been published of the price of a write that is on disk before it is acknowledged: an order of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const JETSTREAM_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'sync before acknowledging',
    figure: 'a few hundred messages/s',
    source: 'NATS documentation: JetStream',
    kind: 'documentation',
  },
  {
    about: 'acknowledged writes lost to one coordinated power failure, flushed every 2 minutes',
    figure: '131,418 of 930,005',
    source: 'articles on Jepsen’s analysis of NATS 2.12.1 (nats-server #7564), December 2025',
    kind: 'secondary quotation',
  },
];
