/** How a lane's settings become nodes: publisher → server → consumers → sink, over connections that stay. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER, type HandlerParameters } from '../../machines/handler/memory';
import { PLAIN_QUEUE } from '../../machines/queue/memory';
import { queueRole } from '../../machines/queue/queue';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { callerOf, handlerOf, workerNodes } from '../messaging';
import { JETSTREAM_RIGHTS } from './rights';
import { readValues, windowOf, type JetStreamValues } from './values';

const SERVER = 'server';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planJetStream(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes: NodePlan[] = [
    { id: 'publisher', role: publisher(v, workload) },
    { id: SERVER, role: server(v) },
    ...workerNodes('consumer', v.worker.workers, consumer(v)),
    { id: 'sink', role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [], rights: JETSTREAM_RIGHTS };
}

const publisher = (v: JetStreamValues, workload: Workload): NodePlan['role'] =>
  callerRole({
    ...callerOf(v.sender, workload, v.messageId),
    to: SERVER,
    request: 'JetStreamPublish',
    transport: 'connection',
    replay: v.replay,
  });

function server(v: JetStreamValues): NodePlan['role'] {
  const windowMs = windowOf(v);
  return queueRole({
    ...PLAIN_QUEUE,
    words: v.doubleAck
      ? { enqueued: 'PubAck', delivery: 'Deliver', settled: 'AckConfirm' }
      : { enqueued: 'PubAck', delivery: 'Deliver' },
    lease: { ms: v.ackWaitMs },
    // An acknowledgement names the message by its sequence: it counts whichever delivery it answers.
    lateSettle: 'accepted',
    order: 'none',
    receivesMax: v.maxDeliver === -1 ? 0 : v.maxDeliver,
    deadLetters: 'keep',
    retentionMs: v.maxAgeMs,
    keepsSettled: v.keepsAcknowledged,
    damagedFrom: v.damagedFrom,
    flush: v.syncEveryMs === 0 ? 'always' : { everyMs: v.syncEveryMs },
    guard: windowMs === 0 ? undefined : { memory: 'set', windowMs, anchor: 'firstSeen', onDuplicate: 'dropAndTell' },
    guardAfterRestart: 'rebuilt',
  });
}

const AFTER_ERROR: Readonly<Record<JetStreamValues['onError'], HandlerParameters['onError']>> = {
  nak: 'release',
  term: 'reject',
  abandon: 'abandon',
};

const consumer = (v: JetStreamValues): NodePlan['role'] =>
  handlerRole({
    ...PLAIN_HANDLER,
    ...handlerOf(v.worker, v.sender),
    from: SERVER,
    words: {
      receive: 'Subscribe',
      settle: 'Ack',
      extend: 'AckProgress',
      release: v.onError === 'term' ? 'AckTerm' : 'Nak',
    },
    transport: 'connection',
    most: v.maxAckPending,
    extendEveryMs: v.inProgressMs,
    confirmsSettle: v.doubleAck,
    onError: AFTER_ERROR[v.onError],
    releaseDelayMs: v.nakDelayMs,
  });
