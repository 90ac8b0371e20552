/** The settings of the paypal system, with PayPal's own names, and those that the application decides. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { APPLICATION } from '../shared';
import { SHOP_SETTINGS } from '../shop';

/** The APIs whose specification names a time. */
export const APIS = [
  'vault-v3',
  'orders-v2',
  'subscriptions-v1',
  'payments-v1',
  'payments-v2',
  'web-profiles-v1',
  'catalog-v1',
  'payouts-v1',
] as const;

const API: Shelf = { of: 'broker', source: 'PayPal REST API specifications: PayPal-Request-Id of each API' };
const CLIENT: Shelf = { of: 'producer', source: 'PayPal Developer: Idempotency, HTTP request headers' };

export const PAYPAL_SETTINGS: readonly SettingDescription[] = [
  choice(
    CLIENT,
    'PayPal-Request-Id',
    ['none', 'perAttempt', 'perCall', 'persisted'],
    'none',
    'The id of a request: none, one for each attempt, one for each call kept in memory, or one stored with the order.',
    PROMINENT,
  ),
  choice(
    API,
    'api',
    APIS,
    'orders-v2',
    'Which API is called: vault and web profiles know an id for 3 hours, orders for 6, subscriptions and the catalog for 72, payments v1 and payouts for 30 days, payments v2 for 45.',
    PROMINENT,
  ),
  number(
    API,
    'service.hour.ms',
    FROM_ONE,
    3_600_000,
    'How long an hour of the service takes here: a lane with windows of days is watched in seconds.',
    { source: APPLICATION.source },
  ),
  number(CLIENT, 'app.retries', FROM_ZERO, 2, 'How often the shop tries again by itself.'),
  number(APPLICATION, 'app.timeout.ms', FROM_ONE, 400, 'How long the shop waits for an answer.'),
  number(APPLICATION, 'service.processing.ms', FROM_ZERO, 50, 'How long the work takes.'),
  toggle(
    APPLICATION,
    'service.scopesByAccount',
    true,
    'An id is its account’s. Without, as a service of one’s own may forget, the id of one account answers the request of another.',
  ),
  toggle(
    APPLICATION,
    'app.neighbour',
    false,
    'Every second order is another account’s, whose ids are counted in the same way (with app.reusedId the same).',
  ),
  ...SHOP_SETTINGS,
];
