/** What has been published of the price of micro-batches: orders of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const SPARK_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'until visible: micro-batches against continuous mode',
    figure: 'about 100 ms exactly once, about 1 ms at least once',
    source: 'Spark Structured Streaming guide',
    kind: 'documentation',
  },
];
