/** The settings of the stripe system, with Stripe's own names and defaults, and those that the application decides. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { APPLICATION } from '../shared';
import { SHOP_SETTINGS } from '../shop';

const API: Shelf = { of: 'broker', source: 'Stripe API Reference: idempotent requests' };
const CLIENT: Shelf = { of: 'producer', source: 'stripe-node: README, network retries and time-outs' };

const WEBHOOK: Shelf = {
  of: 'broker',
  source: 'Stripe documentation: webhooks, automatic retries (their intervals are not published)',
};

/** The way back: Stripe tells the shop of each charge that was made. */
const WEBHOOKS: readonly SettingDescription[] = [
  choice(
    APPLICATION,
    'app.goesBy',
    ['answer', 'webhook'],
    'answer',
    'What the lane is about: the shop’s calls to Stripe, or Stripe’s webhooks to the shop, one for each charge.',
  ),
  toggle(APPLICATION, 'app.inbox', false, 'The shop remembers the ids of the events that it has handled.'),
  number(
    WEBHOOK,
    'service.webhook.again.ms',
    FROM_ONE,
    3_600_000,
    'How long Stripe waits before it sends a webhook again; 72 times, which is three days by the hour.',
  ),
  number(WEBHOOK, 'service.webhook.timeout.ms', FROM_ONE, 20_000, 'How long Stripe waits for the shop’s answer.'),
];

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
    'How long a key is known: at least 24 hours, of v2 not confirmed; shorter here only to be watched.',
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
  ...WEBHOOKS,
];
