/** Which claim a JetStream lane's settings make, by NATS's documentation and by the order of the consumer's steps. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { readValues, type JetStreamValues } from './values';
import { absorbsRepeats } from '../shared';

/**
 * The strongest claim that these complete settings can be held to, from publish to effect. The server's "exactly once" is
 * about a publish within the window and about an acknowledgement that was confirmed; a consumer that dies between its effect
 * and its acknowledgement still does the effect twice.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const steps = parseSteps(v.worker.steps);
  if (!steps.ok) return 'none';
  const progressFirst = groupOf(steps.value, 'progress') < groupOf(steps.value, 'effect');
  const absorbs = absorbsRepeats(v.sink);
  if (!progressFirst && losesNone(v)) return absorbs ? 'exactly-once' : 'at-least-once';
  const sendsOnce = v.sender.retries === 0 && v.sender.onRestart === 'resume';
  return absorbs || (progressFirst && sendsOnce) ? 'at-most-once' : 'none';
}

/** Default flushing loses what was acknowledged only to a loss of power, which the documentation's claim leaves aside. */
const losesNone = (v: JetStreamValues): boolean =>
  v.sender.retries > 0 && v.maxDeliver === -1 && v.onError !== 'term' && v.maxAgeMs === 0;
