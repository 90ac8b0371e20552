/** What has been published of the price of RabbitMQ's guarantees: orders of magnitude. */
import type { PublishedFigure } from '../../scenario/catalog';

export const RABBITMQ_FIGURES: readonly PublishedFigure[] = [
  {
    about: 'publisher transactions',
    figure: 'about 250 times slower than none',
    source: 'RabbitMQ: confirms',
    kind: 'documentation',
  },
  {
    about: 'publisher confirms under load',
    figure: 'up to a few hundred ms',
    source: 'RabbitMQ: confirms',
    kind: 'documentation',
  },
];
