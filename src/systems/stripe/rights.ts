/** A restricted API key may be allowed to write charges or not. Source: Stripe documentation, API keys and errors (403). */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, rightFault } from '../rights';

const WRITE: RightPlan = {
  target: 'charges',
  operation: 'Write',
  at: ['stripe'],
  denies: { request: denyCall('CreateChargeResponse', 'permission_error') },
};

export const STRIPE_RIGHTS = [WRITE] as const;

export const STRIPE_RIGHT_FAULTS = [rightFault(WRITE, 'shop'), certificateFault('shop')];
