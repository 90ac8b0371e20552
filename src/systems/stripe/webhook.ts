/** The way back: Stripe calls the shop, at least once, and the shop's own inbox is all that knows an event again. */
import type { NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { endpointRole } from '../../machines/endpoint/endpoint';
import type { Workload } from '../../scenario/scenario';
import { parametersOf } from '../shop';
import type { StripeValues } from './values';

const SHOP = 'shop';
/** Three days of hours. */
const RETRIES = 72;

/** Stripe as the caller and the shop as the service. The effect is what the shop does about the event. */
export function webhookNodes(v: StripeValues, workload: Workload): readonly NodePlan[] {
  const service = {
    node: SHOP,
    request: 'WebhookRequest',
    // The event always has its id; a shop that does not look at it knows no event again.
    policy: v.inbox ? 'persisted' : 'none',
    retriesMax: RETRIES,
    timeoutMs: v.webhookTimeoutMs,
  } as const;
  const sends = { ...parametersOf(v.shop, workload, service), backoffMs: v.webhookAgainMs, only: 0, jobAgainMs: 0 };
  return [
    { id: 'stripe', role: callerRole({ ...sends, records: workload.count }) },
    { id: SHOP, role: shop(v) },
  ];
}

const shop = (v: StripeValues): NodePlan['role'] =>
  endpointRole({
    response: 'WebhookResponse',
    processingMs: v.processingMs,
    guard: { memory: 'set', windowMs: 0, anchor: 'firstSeen', onDuplicate: 'dropAndAck' },
    comparesParameters: false,
    scopedByAccount: false,
    afterFailure: 'runsAgain',
    failsAfterEffect: 0,
    invalidOnce: 0,
    movesOnAfterMs: 0,
  });
