/** A stripe lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readShop } from '../shop';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    key: take.oneOf('Idempotency-Key', ['none', 'perAttempt', 'perCall', 'persisted']),
    retries: take.number('maxNetworkRetries'),
    timeoutMs: take.number('timeout'),
    api: take.oneOf('api', ['v1', 'v2']),
    keyLifetimeMs: take.number('service.keyLifetime.ms'),
    processingMs: take.number('service.processing.ms'),
    failsAfterCharge: take.number('service.failsAfterCharge'),
    invalidOnce: take.number('service.invalidOnce'),
    byWebhook: take.oneOf('app.goesBy', ['answer', 'webhook']) === 'webhook',
    inbox: take.boolean('app.inbox'),
    webhookAgainMs: take.number('service.webhook.again.ms'),
    webhookTimeoutMs: take.number('service.webhook.timeout.ms'),
    shop: readShop(take),
  };
}

export type StripeValues = ReturnType<typeof readValues>;
