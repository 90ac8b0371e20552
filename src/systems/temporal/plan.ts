/** How a lane's settings become nodes: starter → server with its journal → workers → the service that the steps call. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import type { EpochWorkerParameters } from '../../machines/epochWorker/memory';
import type { GuardParameters } from '../../machines/guard/attachment';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { sourceNodes, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { TEMPORAL_RIGHTS } from './rights';
import { attemptsOf, readValues, type TemporalValues } from './values';

const SERVER = 'server';
const SERVICE = 'service';
const WORDS = {
  from: 'starter',
  at: SERVER,
  request: 'StartRequest',
  appended: 'StartResponse',
  fetched: 'PollTaskResponse',
  saved: 'RecordResponse',
  restored: 'JournalResponse',
} as const;
/** More attempts than any run takes. */
const WITHOUT_LIMIT = 20;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planTemporal(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const isRestate = v.runtime === 'restate';
  const guard: GuardParameters = {
    memory: 'set',
    windowMs: isRestate ? v.retentionMs : 0,
    anchor: 'firstSeen',
    onDuplicate: 'dropAndTell',
  };
  const whileOpen = !isRestate && v.reuse === 'AllowDuplicate';
  const nodes: NodePlan[] = [
    ...sourceNodes(v.sender, workload, {
      partitions: 1,
      words: WORDS,
      policy: 'persisted',
      guard,
      knownWhile: whileOpen ? 'open' : 'window',
      attempts: attemptsOf(v),
    }),
    { id: 'worker', role: worker(v, v.workers === 2 ? 'onceTimedOut' : 'itself') },
    ...(v.workers === 2 ? [{ id: 'worker-2', role: worker(v, 'fromTheStart') }] : []),
    {
      id: SERVICE,
      role: storeRole({ write: 'append', dedup: v.stepKey === 'none' ? 'none' : 'set', dedupWindowMs: 0 }),
    },
  ];
  return { nodes, partitions: ['steps'], rights: isRestate ? [] : TEMPORAL_RIGHTS };
}

function worker(v: TemporalValues, takesOver: NonNullable<EpochWorkerParameters['takesOver']>): NodePlan['role'] {
  const { attemptsMax, retryMs, factor, retryCapMs } = attemptsOf(v);
  return epochWorkerRole(
    workerParameters({
      words: { fetch: 'PollTaskRequest', plan: 'Plan', save: 'RecordRequest', restore: 'JournalRequest' },
      id: 'journal',
      source: SERVER,
      partition: 0,
      sink: SERVICE,
      checkpoint: SERVER,
      groups: stepGroups(v.steps),
      epoch: { count: 1, everyMs: 0 },
      streams: false,
      namedBy: v.stepKey === 'perAttempt' ? 'attempt' : 'record',
      replays: true,
      retriesMax: attemptsMax === 0 ? WITHOUT_LIMIT : attemptsMax - 1,
      retryMs,
      retryFactor: factor,
      retryCapMs,
      takesOver,
      leaseMs: v.temporal.timeoutMs,
      onDenied: 'redo',
      ...v.code,
    }),
  );
}
