/** How a lane's settings become nodes: sender → queue → workers → sink. Requests are calls over HTTP. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { PLAIN_CALLER } from '../../machines/caller/memory';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER } from '../../machines/handler/memory';
import { PLAIN_QUEUE } from '../../machines/queue/memory';
import { queueRole } from '../../machines/queue/queue';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { stepGroups } from '../shared';
import { SQS_RIGHTS } from './rights';
import { namePolicy, readValues, type SqsValues } from './values';

const QUEUE = 'queue';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planSqs(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const workers = v.workers === 1 ? ['worker'] : Array.from({ length: v.workers }, (_, at) => `worker-${at + 1}`);
  const nodes: NodePlan[] = [
    { id: 'sender', role: sender(v, workload) },
    { id: QUEUE, role: queue(v) },
    ...workers.map((id): NodePlan => ({ id, role: worker(v) })),
    { id: 'sink', role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [], rights: SQS_RIGHTS };
}

function sender(v: SqsValues, { count, everyMs, keys }: Workload): NodePlan['role'] {
  return callerRole({
    ...PLAIN_CALLER,
    records: count,
    everyMs,
    keys,
    to: QUEUE,
    request: 'SendMessageRequest',
    naming: { ...v.odd, policy: namePolicy(v) },
    retryUnderOtherKey: v.retryInOtherGroup,
    transport: 'call',
    timeoutMs: v.timeoutMs,
    retriesMax: v.retries,
    backoffMs: v.backoffMs,
    onRestart: v.onRestart,
    clickedTwice: v.odd.clickedTwice,
    jobAgainMs: v.jobAgainMs,
  });
}

function queue(v: SqsValues): NodePlan['role'] {
  return queueRole({
    ...PLAIN_QUEUE,
    words: {
      enqueued: 'SendMessageResponse',
      delivery: 'ReceiveMessageResponse',
      settled: 'DeleteMessageResponse',
      extended: 'ChangeMessageVisibilityResponse',
      sealed: 'KMS.AccessDeniedException',
    },
    lease: { ms: v.visibilityMs },
    // Standard: the call succeeds and the message may stay. FIFO: the call fails.
    lateSettle: v.fifo ? 'error' : 'ignored',
    order: v.fifo ? 'groupLock' : 'none',
    looksAtMost: v.fifo ? v.backlogInSight : 0,
    receivesMax: v.maxReceiveCount,
    deadLetters: v.maxReceiveCount > 0 ? 'keep' : 'none',
    deadLettersLiveAnew: v.fifo,
    redriveAfterMs: v.redriveAfterMs,
    retentionMs: v.retentionMs,
    ghostRecord: v.fifo ? 0 : v.ghostRecord,
    guard: v.fifo
      ? { memory: 'set', windowMs: v.intervalMs, anchor: 'firstSeen', onDuplicate: 'dropAndAck' }
      : undefined,
    guardScope: v.scope === 'messageGroup' ? 'group' : 'queue',
  });
}

function worker(v: SqsValues): NodePlan['role'] {
  return handlerRole({
    ...PLAIN_HANDLER,
    from: QUEUE,
    words: {
      receive: 'ReceiveMessageRequest',
      settle: 'DeleteMessageRequest',
      extend: 'ChangeMessageVisibilityRequest',
      release: 'ChangeMessageVisibilityRequest',
    },
    groups: stepGroups(v.steps),
    transport: 'call',
    most: v.most,
    processingMs: v.processingMs,
    slowRecord: v.slowRecord,
    slowMs: v.slowMs,
    allOrNone: v.batchFails,
    extendEveryMs: v.heartbeatMs,
    timeoutMs: v.timeoutMs,
    backoffMs: v.backoffMs,
    confirmsSettle: true,
    poisonRecord: v.poisonRecord,
    poisonTimes: v.poisonTimes,
    onError: v.onError,
  });
}
