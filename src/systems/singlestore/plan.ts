/** How a lane's settings become nodes: producer → source → pipeline → table; a second system or an own offset table beside it. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { checkpointRole } from '../../machines/checkpoint/checkpoint';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { savesInSink } from '../../machines/epochWorker/operations';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { KAFKA_SOURCE, partitionNames, SOURCE, sourceNodes, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { singlestoreRights } from './rights';
import { readValues } from './values';

const OFFSETS = 'offsets';
const TABLE = 'table';
const SERVICE = 'service';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planSinglestore(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const groups = stepGroups(v.steps);
  const pipeline = epochWorkerRole(
    workerParameters({
      words: { fetch: 'FetchRequest', plan: 'Plan', save: 'SaveOffset', restore: 'LoadOffset' },
      id: 'pipeline',
      source: SOURCE,
      partition: 0,
      sink: TABLE,
      outside: SERVICE,
      checkpoint: OFFSETS,
      groups,
      epoch: { count: v.most, everyMs: v.intervalMs },
      streams: false,
      retriesMax: v.retries,
      afterRetries: v.stopOnError ? 'block' : 'skip',
      alterTo: v.alterTo,
      onDenied: 'fail',
      ...v.code,
    }),
  );
  const words = { saved: 'OffsetSaved', restored: 'OffsetLoaded' };
  const ownOffsets: readonly NodePlan[] = savesInSink(groups)
    ? []
    : [{ id: OFFSETS, role: checkpointRole({ words, kept: 'durable' }) }];
  const service: readonly NodePlan[] = groups.some(({ steps }) => steps.includes('outside'))
    ? [{ id: SERVICE, role: storeRole({ write: 'append', dedup: 'none', dedupWindowMs: 0 }) }]
    : [];
  const nodes: NodePlan[] = [
    ...sourceNodes(v.source, workload, { partitions: 1, words: KAFKA_SOURCE }),
    { id: 'pipeline', role: pipeline },
    ...ownOffsets,
    { id: TABLE, role: storeRole(v.sink) },
    ...service,
  ];
  return { nodes, partitions: partitionNames('input', 1), rights: singlestoreRights(!savesInSink(groups)) };
}
