/** The settings of the stripe system, with Stripe's own names and defaults, and those that the application decides. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, type Shelf } from '../describe';
import { APPLICATION } from '../shared';
import { SHOP_SETTINGS } from '../shop';

const API: Shelf = { of: 'broker', source: 'Stripe API Reference: idempotent requests' };
const CLIENT: Shelf = { of: 'producer', source: 'stripe-node: README, network retries and time-outs' };

export const STRIPE_SETTINGS: readonly SettingDescription[] = [
  choice(
    CLIENT,
    'Idempotency-Key',
    ['none', 'perAttempt', 'perCall', 'persisted'],
    'perCall',
    'The key of a request: none, one for each attempt, one that the client makes for each call and keeps in memory, or one stored with the order.',
    { ...PROMINENT, source: 'stripe-node makes a key for every POST by itself (perCall)' },
  ),
  number(CLIENT, 'maxNetworkRetries', FROM_ZERO, 1, 'How often the client tries again by itself.', PROMINENT),
  number(CLIENT, 'timeout', FROM_ONE, 80_000, 'How many milliseconds the client waits for an answer.'),
  choice(
    API,
    'api',
    ['v1', 'v2'],
    'v1',
    'What a key is answered after a failure: v1 gives the same failure again, v2 takes the work up again.',
    PROMINENT,
  ),
  number(
    API,
    'service.keyLifetime.ms',
    FROM_ZERO,
    86_400_000,
    'How long a key is known: at least 24 hours; shorter here only to be watched.',
    { source: 'Stripe API Reference: keys may be removed once they are at least 24 hours old' },
  ),
  number(API, 'service.processing.ms', FROM_ZERO, 50, 'How long a charge takes.', { source: APPLICATION.source }),
  number(
    API,
    'service.failsAfterCharge',
    [0, 10_000],
    0,
    'The service fails right after it has charged this record; 0: never.',
    {
      source: APPLICATION.source,
    },
  ),
  number(
    API,
    'service.invalidOnce',
    [0, 10_000],
    0,
    'The first request of this record is refused before any work; 0: never.',
    {
      source: APPLICATION.source,
    },
  ),
  ...SHOP_SETTINGS,
];
