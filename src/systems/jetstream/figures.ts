/** What has been published of the price of a write that is on disk before it is acknowledged: an order of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const JETSTREAM_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'sync before acknowledging',
    figure: 'a few hundred messages/s',
    source: 'NATS documentation: JetStream',
    kind: 'documentation',
  },
];
