/** Stripe's Idempotency-Key: the shop and the service. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { namesOrders } from '../shop';
import { STRIPE_MEMORIES } from './memories';
import { planStripe } from './plan';
import { STRIPE_PRESETS } from './presets';
import { STRIPE_RIGHT_FAULTS } from './rights';
import { STRIPE_SETTINGS } from './settings';
import { readValues } from './values';

export const stripe: System = {
  id: 'stripe',
  title: 'Stripe Idempotency-Key',
  short: 'Stripe',
  settings: STRIPE_SETTINGS,
  presets: STRIPE_PRESETS,
  nodes: ['shop', 'shop-2', 'stripe'],
  messages: ['CreateChargeRequest', 'CreateChargeResponse', 'WebhookRequest', 'WebhookResponse'],
  roles: {
    send: 'CreateChargeRequest',
    sendAnswer: 'CreateChargeResponse',
  },
  steps: ['send', 'ack', 'effect'],
  ownFaults: STRIPE_RIGHT_FAULTS,
  principals: { shop: ['shop', 'shop-2'] },
  memories: STRIPE_MEMORIES,
  claimOf,
  refuse: () => [],
  plan: planStripe,
};

/** A key is a promise for as long as it is known, and as good as the place where the caller keeps it. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  if (v.byWebhook) return v.inbox ? 'exactly-once' : 'at-least-once';
  if (v.shop.freshKey) return 'none';
  const tries = v.retries > 0 || v.shop.jobAgainMs > 0;
  if (namesOrders(v.key)) return tries ? 'exactly-once' : 'at-most-once';
  return v.key === 'perCall' && tries ? 'at-least-once' : 'none';
}
