/** A paypal lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readShop } from '../shop';
import { APIS } from './settings';

const DAY = 24;
/** For how many hours each API knows an id. Source: the API specifications. */
const HOURS = {
  'vault-v3': 3,
  'orders-v2': 6,
  'subscriptions-v1': 72,
  'payments-v1': 30 * DAY,
  'payments-v2': 45 * DAY,
  'web-profiles-v1': 3,
  'catalog-v1': 72,
  'payouts-v1': 30 * DAY,
} as const satisfies Readonly<Record<(typeof APIS)[number], number>>;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const api = take.oneOf('api', APIS);
  return {
    id: take.oneOf('PayPal-Request-Id', ['none', 'perAttempt', 'perCall', 'persisted']),
    api,
    windowMs: HOURS[api] * take.number('service.hour.ms'),
    retries: take.number('app.retries'),
    timeoutMs: take.number('app.timeout.ms'),
    processingMs: take.number('service.processing.ms'),
    scopesByAccount: take.boolean('service.scopesByAccount'),
    hasNeighbour: take.boolean('app.neighbour'),
    shop: readShop(take),
  };
}
