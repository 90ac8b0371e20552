/** What has been published of the price of exactly-once delivery: no number. */
import type { PublishedFigure } from '../../scenario/catalog';

export const PUBSUB_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'exactly-once delivery',
    figure: '“significantly higher” latency from publish to receipt; no number is published',
    source: 'Pub/Sub: exactly-once delivery',
    kind: 'documentation',
  },
  {
    about: 'exactly-once delivery with ordering',
    figure: 'about 1,000 messages/s for each key and client',
    source: 'quoted, not read at its origin',
    kind: 'secondary quotation',
  },
];
