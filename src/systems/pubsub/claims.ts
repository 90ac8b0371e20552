/** Which claim a Pub/Sub lane's settings make, by the documentation and by the order of the subscriber's steps. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { readValues, type PubSubValues } from './values';

/**
 * The strongest claim that these complete settings can be held to, from publish to effect. Exactly-once delivery is about the
 * subscription: a publish that is sent again is another message, and an effect may be done before its acknowledgement fails.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const steps = parseSteps(v.worker.steps);
  if (!steps.ok) return 'none';
  const progressFirst = groupOf(steps.value, 'progress') < groupOf(steps.value, 'effect');
  const losesNone = !progressFirst && v.sender.retries > 0 && v.deadLetterTopic !== 'withoutSubscription';
  if (losesNone) return absorbs(v) ? 'exactly-once' : 'at-least-once';
  const sendsOnce = v.sender.retries === 0 && v.sender.onRestart === 'resume' && v.repeatedRecord === 0;
  return absorbs(v) || (progressFirst && sendsOnce) ? 'at-most-once' : 'none';
}

/** Whether the sink knows an order again, whatever message it came in. */
function absorbs({ sink, dedupKey }: PubSubValues): boolean {
  if (sink.write === 'upsert' || sink.write === 'insertUnique') return true;
  return sink.dedup === 'set' && sink.dedupWindowMs === 0 && dedupKey === 'order_id';
}
