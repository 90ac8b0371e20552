/** What has been published of the price of SQS FIFO: orders of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const SQS_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'FIFO queue',
    figure: '300 API calls/s, 3,000 messages/s in batches',
    source: 'SQS developer guide',
    kind: 'documentation',
  },
  {
    about: 'FIFO queue with high throughput',
    figure: 'up to 70,000 messages/s, 700,000 in batches',
    source: 'quoted, not read at its origin',
    kind: 'secondary quotation',
  },
];
