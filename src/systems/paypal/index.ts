/** PayPal's PayPal-Request-Id: the shop and the service. MODEL.md says what is modelled, from which source. */
import type { LanePlan, RightPlan, System } from '../../engine/contracts';
import { endpointRole } from '../../machines/endpoint/endpoint';
import type { Settings, Workload } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { certificateFault, denyCall, rightFault } from '../rights';
import { namesOrders, NEIGHBOUR, shopNodes } from '../shop';
import { PAYPAL_MEMORIES } from './memories';
import { PAYPAL_PRESETS } from './presets';
import { PAYPAL_SETTINGS } from './settings';
import { readValues } from './values';

const SERVICE = 'paypal';
/** The scope of the access token. Source: PayPal REST API, authentication and NOT_AUTHORIZED (403). */
const CREATE: RightPlan = {
  target: 'payments',
  operation: 'create',
  at: [SERVICE],
  denies: { request: denyCall('CreateResponse', 'NOT_AUTHORIZED') },
};
/** A payment that is done goes on to COMPLETED this much later: what a repeat is told then. */
const COMPLETED_AFTER_MS = 150;

export const paypal: System = {
  id: 'paypal',
  title: 'PayPal-Request-Id',
  short: 'PayPal',
  settings: PAYPAL_SETTINGS,
  presets: PAYPAL_PRESETS,
  nodes: ['shop', 'shop-2', NEIGHBOUR, SERVICE],
  messages: ['CreateRequest', 'CreateResponse'],
  roles: { send: 'CreateRequest', sendAnswer: 'CreateResponse' },
  steps: ['send', 'ack', 'effect'],
  ownFaults: [rightFault(CREATE, 'shop'), certificateFault('shop')],
  principals: { shop: ['shop', 'shop-2'] },
  memories: PAYPAL_MEMORIES,
  claimOf,
  refuse: () => [],
  plan,
};

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
function plan(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const role = endpointRole({
    response: 'CreateResponse',
    processingMs: v.processingMs,
    guard: { memory: 'set', windowMs: v.windowMs, anchor: 'firstSeen', onDuplicate: 'currentState' },
    comparesParameters: false,
    scopedByAccount: v.scopesByAccount,
    afterFailure: 'runsAgain',
    failsAfterEffect: 0,
    invalidOnce: 0,
    movesOnAfterMs: COMPLETED_AFTER_MS,
  });
  const { id: policy, retries: retriesMax, timeoutMs } = v;
  const service = {
    node: SERVICE,
    request: 'CreateRequest',
    policy,
    retriesMax,
    timeoutMs,
    hasNeighbour: v.hasNeighbour,
  };
  return { nodes: [...shopNodes(v.shop, workload, service), { id: SERVICE, role }], partitions: [], rights: [CREATE] };
}

/** An id is a promise for as long as the API that is called knows it. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const tries = v.retries > 0 || v.shop.jobAgainMs > 0;
  if (v.shop.freshKey) return 'none';
  if (namesOrders(v.id)) return tries ? 'exactly-once' : 'at-most-once';
  return v.id === 'perCall' && tries ? 'at-least-once' : 'none';
}
