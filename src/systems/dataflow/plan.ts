/** How a lane's settings become nodes: publisher → subscription → workers → output, and the API that their code calls. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { sourceNodes, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { DATAFLOW_RIGHTS } from './rights';
import { readValues, type DataflowValues } from './values';

const SUBSCRIPTION = 'subscription';
const OUTPUT = 'output';
const API = 'api';
const WORDS = {
  from: 'publisher',
  at: SUBSCRIPTION,
  request: 'PublishRequest',
  appended: 'PublishResponse',
  fetched: 'PullResponse',
  saved: 'AcknowledgeResponse',
  restored: 'SubscriptionResponse',
} as const;
/** A bundle that fails is tried for ever; more often than this it has not changed. */
const FOR_EVER = 10;
const REDELIVERED_AFTER_MS = 500;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planDataflow(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const calls = stepGroups(v.steps).some(({ steps }) => steps.includes('outside'));
  const api = storeRole({ write: 'append', dedup: v.apiKnowsKeys ? 'set' : 'none', dedupWindowMs: 0 });
  const nodes: NodePlan[] = [
    ...sourceNodes(v.sender, workload, {
      partitions: 1,
      words: WORDS,
      policy: 'none',
      redeliversRecord: v.redelivers,
      redeliverAfterMs: REDELIVERED_AFTER_MS,
    }),
    { id: 'worker', role: worker(v, workload, '') },
    ...(v.workers === 2 ? [{ id: 'worker-2', role: worker(v, workload, 'worker') }] : []),
    ...(calls ? [{ id: API, role: api }] : []),
    { id: OUTPUT, role: storeRole(v.sink) },
  ];
  return { nodes, partitions: [SUBSCRIPTION], rights: DATAFLOW_RIGHTS };
}

const worker = (v: DataflowValues, { everyMs }: Workload, standbyFor: string): NodePlan['role'] =>
  epochWorkerRole(
    workerParameters({
      words: { fetch: 'PullRequest', plan: 'Plan', save: 'AcknowledgeRequest', restore: 'SubscriptionRequest' },
      id: 'pipeline',
      source: SUBSCRIPTION,
      partition: 0,
      sink: OUTPUT,
      outside: API,
      checkpoint: SUBSCRIPTION,
      groups: stepGroups(v.steps),
      epoch: { count: v.bundle, everyMs: v.bundleMs },
      streams: false,
      namedBy: v.idAttribute === 'none' ? 'message' : 'record',
      retriesMax: FOR_EVER,
      onFenced: 'stop',
      onDenied: 'failThenWait',
      standbyFor,
      leaseMs: v.silenceMs,
      latenessMs: v.latenessMs,
      recordEveryMs: everyMs,
      ...v.code,
    }),
  );
