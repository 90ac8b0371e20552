/** What can be said of the price of Pulsar's guarantees: no measurement has been published that could be cited. */
import type { PublishedFigure } from '../../scenario/catalog';

export const PULSAR_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'memory of de-duplication',
    figure: 'two numbers for each producer name and partition, at most 10,000 names saved',
    source: 'Apache Pulsar: MessageDeduplication, brokerDeduplicationMaxNumberOfProducers',
    kind: 'documentation',
  },
  {
    about: 'until visible behind an open transaction',
    figure: 'up to the transaction’s time-out, 60 s by default, for every message behind its first one',
    source: 'from how the transaction buffer holds readers back',
    kind: 'derived',
  },
];
