/** What is known of the price of Pinot's memory of keys: no number. */
import type { PublishedFigure } from '../../scenario/catalog';

export const PINOT_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'deduplication by primary key',
    figure:
      'heap grows with the live keys of a partition; cleaning out expired ones between two commits of segments is asked for; no number is published',
    source: 'apache/pinot #17254',
    kind: 'open issue',
  },
];
