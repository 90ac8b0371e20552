/** How a lane's settings become nodes: producer → source → driver → table, with the checkpoint directory beside it. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { checkpointRole } from '../../machines/checkpoint/checkpoint';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { KAFKA_SOURCE, partitionNames, SOURCE, sourceNodes, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { SPARK_RIGHTS } from './rights';
import { readValues, type SparkValues } from './values';

const CHECKPOINT = 'checkpoint';
const TABLE = 'table';
const SECOND_TABLE = 'table-2';
/** How long a micro-batch takes to be planned: what there is by then is in it. */
const PLANNING_MS = 100;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planSpark(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const groups = stepGroups(v.steps);
  const writesTwice = groups.some(({ steps }) => steps.includes('outside'));
  const drivers = v.queries === 1 ? ['driver'] : ['driver-1', 'driver-2'];
  const words = { saved: 'LogWritten', restored: 'LogsRead' };
  const nodes: NodePlan[] = [
    ...sourceNodes(v.source, workload, { partitions: 1, words: KAFKA_SOURCE }),
    ...drivers.map((id): NodePlan => ({ id, role: driver(v) })),
    { id: CHECKPOINT, role: checkpointRole({ words, kept: 'durable' }) },
    { id: TABLE, role: storeRole(v.sink) },
    ...(writesTwice ? [{ id: SECOND_TABLE, role: storeRole({ ...v.sink, dedup: 'none' }) }] : []),
  ];
  return { nodes, partitions: partitionNames('input', 1), targets: { checkpoint: [CHECKPOINT] }, rights: SPARK_RIGHTS };
}

/** A micro-batch begins when its trigger is due, or when enough has come. */
const waitMs = (v: SparkValues): number => (v.least > 0 ? v.delayMs : v.everyMs > 0 ? v.everyMs : PLANNING_MS);

function driver(v: SparkValues): NodePlan['role'] {
  const groups = stepGroups(v.steps);
  const remembers = groups.some(({ steps }) => steps.includes('remember'));
  const guardedBy = v.guardedBy === 'batchId' ? 'batch' : 'slot';
  return epochWorkerRole(
    workerParameters({
      words: { fetch: 'FetchRequest', plan: 'WriteOffsetLog', save: 'WriteCommitLog', restore: 'ReadLogs' },
      id: 'query',
      source: SOURCE,
      partition: 0,
      sink: TABLE,
      outside: SECOND_TABLE,
      checkpoint: CHECKPOINT,
      groups,
      epoch: { count: v.least > 0 && v.most === 0 ? v.least : v.most, everyMs: waitMs(v) },
      streams: false,
      planLog: true,
      onDenied: 'stop',
      namedBy: remembers ? guardedBy : 'record',
      startFrom: v.startFrom,
      onOutOfRange: v.failOnDataLoss ? 'stop' : 'earliest',
      ...v.code,
    }),
  );
}
