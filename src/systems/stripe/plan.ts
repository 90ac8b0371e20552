/** How a lane's settings become nodes: the shop, perhaps a second process of it, and the service; or the two the other way round. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { endpointRole } from '../../machines/endpoint/endpoint';
import type { Settings, Workload } from '../../scenario/scenario';
import { shopNodes } from '../shop';
import { STRIPE_RIGHTS } from './rights';
import { readValues, type StripeValues } from './values';
import { webhookNodes } from './webhook';

const SERVICE = 'stripe';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planStripe(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  if (v.byWebhook) return { nodes: webhookNodes(v, workload), partitions: [] };
  const service = {
    node: SERVICE,
    request: 'CreateChargeRequest',
    policy: v.key,
    retriesMax: v.retries,
    timeoutMs: v.timeoutMs,
  };
  return {
    nodes: [...shopNodes(v.shop, workload, service), { id: SERVICE, role: role(v) }],
    partitions: [],
    rights: STRIPE_RIGHTS,
  };
}

function role(v: StripeValues): NodePlan['role'] {
  return endpointRole({
    response: 'CreateChargeResponse',
    processingMs: v.processingMs,
    guard: { memory: 'set', windowMs: v.keyLifetimeMs, anchor: 'firstSeen', onDuplicate: 'replayResponse' },
    comparesParameters: true,
    scopedByAccount: true,
    afterFailure: v.api === 'v1' ? 'storesFailure' : 'runsAgain',
    failsAfterEffect: v.failsAfterCharge,
    invalidOnce: v.invalidOnce,
    movesOnAfterMs: 0,
  });
}
