/** What has been published of the price of de-duplication in streams: an order of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const RABBITMQ_STREAMS_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'one instance and one thread for a name',
    figure: 'hundreds of thousands of messages are possible from a single thread',
    source: 'rabbitmq-stream-java-client: outbound message deduplication',
    kind: 'documentation',
  },
];
