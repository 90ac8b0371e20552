/** Named settings of the stripe system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Time-outs and the life of a key are short, so that they can be watched: a key lives for 60 s instead of 24 hours. */
const SCALED: Settings = { timeout: 400, 'app.backoff.ms': 200, 'service.keyLifetime.ms': 60_000 };

/** The way back: an hour between two attempts is a second. */
const BACK: Settings = {
  'app.goesBy': 'webhook',
  'service.webhook.again.ms': 1_000,
  'service.webhook.timeout.ms': 400,
};

export const STRIPE_PRESETS: readonly PresetDescription[] = [
  {
    id: 'key-in-memory',
    claim: 'at-least-once',
    title: 'Stripe, the client’s own key',
    summary: 'a key for each call, in memory',
    scaled: 'key life 60 s for 24 h',
    settings: { ...SCALED, maxNetworkRetries: 2 },
  },
  {
    id: 'key-with-the-order',
    claim: 'exactly-once',
    title: 'Stripe, a key stored with the order',
    summary: 'one key for each order',
    scaled: 'key life 60 s for 24 h',
    settings: { ...SCALED, maxNetworkRetries: 2, 'Idempotency-Key': 'persisted' },
  },
  {
    id: 'no-key',
    claim: 'none',
    title: 'Stripe without a key',
    summary: 'retries, and nothing to know them by',
    scaled: 'key life 60 s for 24 h',
    settings: { ...SCALED, maxNetworkRetries: 2, 'Idempotency-Key': 'none' },
  },
  {
    id: 'webhook',
    claim: 'at-least-once',
    title: 'Stripe’s webhooks to the shop',
    summary: 'sent until the shop answers',
    scaled: 'retry 1 s for 1 h',
    settings: BACK,
  },
  {
    id: 'webhook-inbox',
    claim: 'exactly-once',
    title: 'Stripe’s webhooks into an inbox',
    summary: 'the shop remembers event ids',
    scaled: 'retry 1 s for 1 h',
    settings: { ...BACK, 'app.inbox': true },
  },
];
