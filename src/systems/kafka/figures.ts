/** What has been published of the price of Kafka's guarantees: orders of magnitude, on other machines, of other versions. */
import type { PublishedFigure } from '../../scenario/catalog';

export const KAFKA_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'transactional producer, records of 1 KB, a commit each 100 ms',
    figure: 'about 3 % less throughput; none for read_committed consumers',
    source: 'Confluent engineering, 2017',
    kind: 'vendor’s post',
  },
  {
    about: 'one transaction for each message',
    figure: 'median latency 4.6 times in Redpanda (0.6 to 2.8 ms), 6.3 times in Kafka',
    source: 'Redpanda, 2021',
    kind: 'competitor’s post',
  },
  {
    about: 'transactions, an illustrative sizing and no measurement',
    figure: '100,000 to 60,000 messages/s; 99th percentile 15 to 45 ms',
    source: 'Conduktor, a guide',
    kind: 'vendor’s post',
  },
];
