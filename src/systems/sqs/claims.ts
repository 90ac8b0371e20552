/** Which claim an SQS lane's settings make, by the developer guide and by the order of the worker's steps. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { readValues } from './values';
import { absorbsRepeats } from '../shared';

/**
 * The strongest claim that these complete settings can be held to. Delivery itself is at least once, standard or FIFO: the
 * FIFO queue's "exactly-once processing" is about what the sender sends again. Only the order of steps and the sink add to it.
 */
export function claimOf(settings: Settings): Claim {
  const values = readValues(settings);
  const steps = parseSteps(values.steps);
  if (!steps.ok) return 'none';
  const progressFirst = groupOf(steps.value, 'progress') < groupOf(steps.value, 'effect');
  const absorbs = absorbsRepeats(values.sink);
  const sendsOnce = values.retries === 0 && values.onRestart === 'resume';
  const keepsAll = values.maxReceiveCount === 0 || values.redriveAfterMs > 0;
  const losesNone = !progressFirst && values.retries > 0 && keepsAll;
  if (losesNone) return absorbs ? 'exactly-once' : 'at-least-once';
  return absorbs || (progressFirst && sendsOnce) ? 'at-most-once' : 'none';
}
