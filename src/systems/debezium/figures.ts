/** What is known of the price of Debezium's guarantees: bounds that follow from defaults, and no measurement. */
import type { PublishedFigure } from '../../scenario/catalog';

export const DEBEZIUM_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'repeated after a worker dies',
    figure: 'up to 60 s of changes, by default',
    source: 'Kafka Connect: offset.flush.interval.ms',
    kind: 'derived',
  },
  {
    about: 'exactly-once support',
    figure: 'one transaction for each poll, which is every 500 ms by default; no measurement is published',
    source: 'Kafka Connect: transaction.boundary; Debezium: poll.interval.ms',
    kind: 'derived',
  },
];
