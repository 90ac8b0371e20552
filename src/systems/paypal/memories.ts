/** What PayPal remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const PAYPAL_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'PayPal-Request-Id',
    where: { says: 'the service’s store of ids', shownBy: 'whose-clock' },
    scope: { says: 'the endpoint', shownBy: 'whose-clock' },
    window: { says: '3 h to 45 days, by endpoint', shownBy: 'windows-both-ways' },
    brokenBy: { says: 'a late retry where the window is short', shownBy: 'whose-clock' },
    price: { says: 'one look-up', shownBy: 'whose-clock' },
    source: 'PayPal REST API: idempotency',
  },
];
