/** Which claim a RabbitMQ lane's settings make, by the reliability guide and by the order of the consumer's steps. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { givesUp, keepsDeadLetters, readValues, type RabbitValues } from './values';
import { absorbsRepeats } from '../shared';

/** The strongest claim that these complete settings can be held to, from publish to effect. */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const steps = parseSteps(v.worker.steps);
  if (!steps.ok) return 'none';
  const progressFirst = v.autoAck || groupOf(steps.value, 'progress') < groupOf(steps.value, 'effect');
  const absorbs = absorbsRepeats(v.sink);
  if (!progressFirst && losesNone(v)) return absorbs ? 'exactly-once' : 'at-least-once';
  const sendsOnce = (!v.confirms || v.sender.retries === 0) && v.sender.onRestart === 'resume';
  return absorbs || (progressFirst && sendsOnce) ? 'at-most-once' : 'none';
}

/** Whether the publisher hears of whatever is not kept, and what is kept outlives the broker and its consumers. */
const losesNone = (v: RabbitValues): boolean =>
  v.confirms &&
  v.sender.retries > 0 &&
  (v.mandatory || v.unroutableRecord === 0) &&
  (v.quorum || v.persistent) &&
  v.ttlMs === 0 &&
  (keepsDeadLetters(v) || !givesUp(v)) &&
  (keepsDeadLetters(v) || v.onError !== 'discard') &&
  !v.dropsRedelivered;
