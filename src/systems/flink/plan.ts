/** How a lane's settings become nodes: producer → source → TaskManagers → sink, with the JobManager beside them and a service that an operator may call. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { SERVICE } from '../../machines/addresses';
import { checkpointRole } from '../../machines/checkpoint/checkpoint';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { KAFKA_SOURCE, partitionNames, SOURCE, sourceNodes, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { FLINK_RIGHTS } from './rights';
import { callsService, readValues, type FlinkValues } from './values';

const JOB_MANAGER = 'jobmanager';
const SINK = 'sink';
/** It does whatever it is asked, as often as it is asked. */
const SERVICE_BY_HTTP = { write: 'append', dedup: 'none', dedupWindowMs: 0 } as const;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planFlink(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const words = { saved: 'NotifyCheckpointComplete', restored: 'RestoredState' };
  const nodes: NodePlan[] = [
    ...sourceNodes(v.source, workload, { partitions: v.jobs, words: KAFKA_SOURCE }),
    ...Array.from({ length: v.jobs }, (_, job) => taskManager(v, job)),
    { id: JOB_MANAGER, role: checkpointRole({ words, kept: v.storage === 'filesystem' ? 'durable' : 'processHeap' }) },
    { id: SINK, role: sink(v) },
    ...(callsService(v) ? [{ id: SERVICE, role: storeRole(SERVICE_BY_HTTP) }] : []),
  ];
  return {
    nodes,
    partitions: partitionNames('input', v.jobs),
    targets: { checkpoints: [JOB_MANAGER] },
    rights: FLINK_RIGHTS,
  };
}

function taskManager(v: FlinkValues, job: number): NodePlan {
  const suffix = v.jobs === 1 ? '' : `-${job + 1}`;
  const role = epochWorkerRole(
    workerParameters({
      words: { fetch: 'FetchRequest', plan: 'Plan', save: 'AcknowledgeCheckpoint', restore: 'RestoreState' },
      id: `job${suffix}`,
      prefix: v.samePrefix ? v.prefix : `${v.prefix}${suffix}`,
      source: SOURCE,
      partition: job,
      sink: SINK,
      outside: SERVICE,
      checkpoint: JOB_MANAGER,
      groups: stepGroups(v.steps),
      epoch: { count: 0, everyMs: v.intervalMs },
      streams: true,
      pipelined: true,
      confirmsWrites: v.guarantee !== 'none',
      restartsMax: v.restarts,
      restartDelayMs: v.restartDelayMs,
      startFrom: v.startFrom,
      onOutOfRange: 'stop',
      restoreEpoch: v.restoreFrom,
      overtaking: v.mode === 'AT_LEAST_ONCE' ? 1 : 0,
      snapshotMs: v.snapshotMs,
      saveTimeoutMs: v.timeoutMs,
    }),
  );
  return { id: `taskmanager${suffix}`, role };
}

const sink = (v: FlinkValues): NodePlan['role'] =>
  storeRole({
    ...v.sink,
    transactionTimeoutMs: v.transactionTimeoutMs,
    readsHidden: v.isolation === 'read_uncommitted',
  });
