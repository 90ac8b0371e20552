/** What Stripe remembers of names, beside other systems: each cell with the scenario that shows it. */
import type { ComparedMemory } from '../../scenario/catalog';

export const STRIPE_MEMORIES: readonly ComparedMemory[] = [
  {
    of: 'Idempotency-Key, API v1',
    where: { says: 'the service’s store of keys', shownBy: 'one-lost-answer' },
    scope: { says: 'the account and its mode, whoever of it asks', shownBy: 'two-at-once' },
    window: { says: 'at least 24 h', shownBy: 'windows-both-ways' },
    brokenBy: { says: 'a new key; a late retry', shownBy: 'receipt-that-says-sorry' },
    price: { says: 'one look-up', shownBy: 'one-lost-answer' },
    source: 'Stripe API Reference: idempotent requests',
  },
];
