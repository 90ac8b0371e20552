/** What has been published of the price of Kafka Streams' guarantee: orders of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const STREAMS_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'exactly once, a commit each 100 ms',
    figure: '15 to 30 % less throughput; about none at 30 s and records of 1 KB or more',
    source: 'Confluent, 2017',
    kind: 'vendor’s post',
  },
];
