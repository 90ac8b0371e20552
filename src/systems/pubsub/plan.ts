/** How a lane's settings become nodes: publisher → subscription → subscribers → sink. Requests are calls of their own. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER } from '../../machines/handler/memory';
import { PLAIN_QUEUE } from '../../machines/queue/memory';
import { queueRole } from '../../machines/queue/queue';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { callerOf, handlerOf, workerNodes } from '../messaging';
import { pubSubRights } from './rights';
import { readValues, type PubSubValues } from './values';

const SUBSCRIPTION = 'subscription';
/** A library asks for more time when half of the deadline has passed. */
const EXTENDS_AFTER = 0.5;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planPubSub(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes: NodePlan[] = [
    { id: 'publisher', role: publisher(v, workload) },
    { id: SUBSCRIPTION, role: subscription(v) },
    ...workerNodes('subscriber', v.worker.workers, subscriber(v)),
    { id: 'sink', role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [], rights: pubSubRights(v.push) };
}

/** The message id is the service's, given at each publish: to whoever receives, a retry is another message. */
const publisher = (v: PubSubValues, workload: Workload): NodePlan['role'] =>
  callerRole({
    ...callerOf(v.sender, workload, 'perAttempt'),
    to: SUBSCRIPTION,
    request: 'PublishRequest',
    transport: 'call',
  });

function subscription(v: PubSubValues): NodePlan['role'] {
  const buries = v.deadLetterTopic === 'withSubscription' || v.deadLetterTopic === 'withoutSubscription';
  return queueRole({
    ...PLAIN_QUEUE,
    words: {
      enqueued: 'PublishResponse',
      delivery: v.push ? 'PushRequest' : 'PullResponse',
      // Only with exactly-once delivery does an acknowledgement have a result.
      ...(v.exactlyOnce ? { settled: 'AcknowledgeResponse' } : {}),
      extended: 'ModifyAckDeadlineResponse',
    },
    lease: { ms: v.deadlineMs },
    lateSettle: v.exactlyOnce ? 'error' : 'ignored',
    order: v.ordered ? 'redeliverTail' : 'none',
    receivesMax: buries ? v.maxDeliveryAttempts : 0,
    deadLetters: v.deadLetterTopic === 'withSubscription' ? 'keep' : 'none',
    retentionMs: v.retentionMs,
    ghostRecord: v.repeatedRecord,
  });
}

const subscriber = (v: PubSubValues): NodePlan['role'] =>
  handlerRole({
    ...PLAIN_HANDLER,
    ...handlerOf(v.worker, v.sender),
    from: SUBSCRIPTION,
    words: {
      receive: v.push ? 'PushEndpointReady' : 'PullRequest',
      settle: 'AcknowledgeRequest',
      extend: 'ModifyAckDeadlineRequest',
      release: 'ModifyAckDeadlineRequest',
    },
    transport: 'call',
    most: v.maxOutstanding,
    extendEveryMs: v.leaseManagement && !v.push ? v.deadlineMs * EXTENDS_AFTER : 0,
    extendsWaiting: v.extendsBuffered,
    extendForMs: v.maxExtensionMs,
    confirmsSettle: v.exactlyOnce,
    onError: v.onError === 'nack' ? 'release' : 'abandon',
    namesBy: v.dedupKey === 'messageId' ? 'messageId' : 'record',
  });
