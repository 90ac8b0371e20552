/** How a lane's settings become nodes: publisher → broker → consumers → sink, over connections that stay. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER, type HandlerParameters } from '../../machines/handler/memory';
import { PLAIN_QUEUE, type QueueParameters } from '../../machines/queue/memory';
import { queueRole } from '../../machines/queue/queue';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { callerOf, handlerOf, workerNodes } from '../messaging';
import { RABBIT_RIGHTS } from './rights';
import { givesUp, readValues, unacknowledgedMost, type RabbitValues } from './values';

const BROKER = 'broker';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planRabbit(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes: NodePlan[] = [
    { id: 'publisher', role: publisher(v, workload) },
    { id: BROKER, role: broker(v) },
    ...workerNodes('consumer', v.worker.workers, consumer(v)),
    { id: 'sink', role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [], rights: RABBIT_RIGHTS };
}

const publisher = (v: RabbitValues, workload: Workload): NodePlan['role'] =>
  callerRole({
    ...callerOf(v.sender, workload, 'none'),
    to: BROKER,
    request: 'BasicPublish',
    transport: 'connection',
    confirms: v.confirms,
  });

function broker(v: RabbitValues): NodePlan['role'] {
  return queueRole({
    ...PLAIN_QUEUE,
    words: { enqueued: 'PublisherConfirm', delivery: 'BasicDeliver', channelClosed: 'ChannelClose' },
    lease: 'untilDisconnect',
    lateSettle: 'closesChannel',
    order: 'none',
    confirms: v.confirms,
    autoSettle: v.autoAck,
    // The limit counts failures: the delivery after the last of them does not take place.
    receivesMax: givesUp(v) ? v.deliveryLimit + 1 : 0,
    countsReleases: v.onError !== 'nackRequeue',
    deadLetters: deadLetters(v),
    retentionMs: v.ttlMs,
    unroutableRecord: v.unroutableRecord,
    tellsUnroutable: v.mandatory,
    deliveryTimeoutMs: v.consumerTimeoutMs,
    silenceMs: v.heartbeatMs,
    flush: v.transactionalAcks ? 'enqueues' : 'always',
    outlivesCrash: v.quorum || v.persistent,
  });
}

function deadLetters(v: RabbitValues): QueueParameters['deadLetters'] {
  if (!v.deadLetters) return 'none';
  if (!v.deadLettersUntaken) return 'keep';
  return v.confirmsDeadLetters ? 'holdUntaken' : 'dropUntaken';
}

const AFTER_ERROR: Readonly<Record<RabbitValues['onError'], HandlerParameters['onError']>> = {
  nackRequeue: 'release',
  rejectRequeue: 'release',
  discard: 'reject',
  crash: 'disconnect',
};

function consumer(v: RabbitValues): NodePlan['role'] {
  const handler = handlerOf(v.worker, v.sender);
  return handlerRole({
    ...PLAIN_HANDLER,
    ...handler,
    // With automatic acknowledgement there is nothing left to say.
    groups: v.autoAck ? handler.groups.filter(({ steps }) => !steps.includes('progress')) : handler.groups,
    from: BROKER,
    words: {
      receive: 'BasicConsume',
      settle: 'BasicAck',
      extend: 'BasicAck',
      release: v.onError === 'nackRequeue' ? 'BasicNack' : 'BasicReject',
    },
    transport: 'connection',
    most: unacknowledgedMost(v),
    confirmsSettle: false,
    onError: v.autoAck ? 'abandon' : AFTER_ERROR[v.onError],
    dropsRedelivered: v.dropsRedelivered,
    settlesOnNewChannel: v.acksOnNewChannel,
    settlesTwice: v.acksTwiceRecord,
  });
}
