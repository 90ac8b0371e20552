/** How a lane's settings become nodes: producer → stream → servers → the segments of each partition with their offsets. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { KAFKA_SOURCE, partitionNames, SOURCE, sourceNodes, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { PINOT_RIGHTS } from './rights';
import { readValues, type PinotValues } from './values';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planPinot(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const partitions = Array.from({ length: v.partitions }, (_, partition) => partition);
  const nodes: NodePlan[] = [
    ...sourceNodes(v.source, workload, { partitions: v.partitions, words: KAFKA_SOURCE }),
    ...partitions.flatMap((partition) => servers(v, partition)),
    ...partitions.map((partition): NodePlan => ({ id: segmentsOf(partition), role: storeRole(v.sink) })),
  ];
  const targets = Object.fromEntries(partitions.map(segmentsOf).map((id) => [id, [id]]));
  return { nodes, partitions: partitionNames('stream', v.partitions), targets, rights: PINOT_RIGHTS };
}

const segmentsOf = (partition: number): string => `segments-${partition}`;

/** Each replica consumes for itself; the first to reach the end of the segment commits it, the other adopts that. */
function servers(v: PinotValues, partition: number): readonly NodePlan[] {
  return Array.from({ length: v.replicas }, (_, replica): NodePlan => {
    const id = `server-${partition * v.replicas + replica + 1}`;
    const role = epochWorkerRole(
      workerParameters({
        words: { fetch: 'FetchRequest', plan: 'Plan', save: 'Save', restore: 'Restore' },
        id,
        source: SOURCE,
        partition,
        sink: segmentsOf(partition),
        groups: stepGroups(v.steps),
        epoch: { count: v.rows, everyMs: v.timeMs },
        streams: false,
        processingMs: v.rowMs[replica] ?? 0,
        startFrom: v.begins === 'smallest' ? 'earliest' : 'latest',
        onOutOfRange: v.onOutOfRange,
        onFenced: 'adopt',
      }),
    );
    return { id, role };
  });
}
