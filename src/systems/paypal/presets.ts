/** Named settings of the paypal system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** An hour of the service takes ten seconds. */
const SCALED: Settings = { 'service.hour.ms': 10_000, 'app.backoff.ms': 200 };

export const PAYPAL_PRESETS: readonly PresetDescription[] = [
  {
    id: 'orders',
    claim: 'exactly-once',
    title: 'PayPal orders, an id stored with the order',
    summary: 'known for 6 hours',
    scaled: 'key life 10 s for 1 h',
    settings: { ...SCALED, 'PayPal-Request-Id': 'persisted', api: 'orders-v2' },
  },
  {
    id: 'captures',
    claim: 'exactly-once',
    title: 'PayPal captures, an id stored with the order',
    summary: 'known for 45 days',
    scaled: 'key life 10 s for 1 h',
    settings: { ...SCALED, 'PayPal-Request-Id': 'persisted', api: 'payments-v2' },
  },
  {
    id: 'vault',
    claim: 'exactly-once',
    title: 'PayPal vault, an id stored with the order',
    summary: 'known for 3 hours',
    scaled: 'key life 10 s for 1 h',
    settings: { ...SCALED, 'PayPal-Request-Id': 'persisted', api: 'vault-v3' },
  },
  {
    id: 'no-header',
    claim: 'none',
    title: 'PayPal without the header',
    summary: 'every call acts again',
    scaled: 'key life 10 s for 1 h',
    settings: { ...SCALED },
  },
];
