/** What RabbitMQ remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const RABBITMQ_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'queue',
    where: { says: 'nowhere', shownBy: 'the-honest-flag' },
    scope: { says: 'nothing', shownBy: 'the-honest-flag' },
    window: { says: 'none', shownBy: 'the-honest-flag' },
    brokenBy: { says: 'any publisher’s retry', shownBy: 'four-products' },
    price: { says: 'none', shownBy: 'the-honest-flag' },
    source: 'RabbitMQ: reliability guide',
  },
];
