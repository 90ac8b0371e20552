/** How a lane's settings become nodes: application → database → Connect worker → topic with its reader; offsets beside them. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { PLAIN_CALLER } from '../../machines/caller/memory';
import { plainNaming } from '../../machines/caller/naming';
import { changeLogRole } from '../../machines/changeLog/changeLog';
import { checkpointRole } from '../../machines/checkpoint/checkpoint';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import type { EpochWorkerParameters } from '../../machines/epochWorker/memory';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { debeziumRights } from './rights';
import { isTransactional, readValues, type DebeziumValues } from './values';

const DATABASE = 'database';
const OFFSETS = 'offsets';
const SINK = 'sink';
const GONE = 'the position is no longer available on the server';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planDebezium(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const renamed: NodePlan[] = v.renamedAtMs > 0 ? [{ id: 'worker-2', role: connectTask(v, 1) }] : [];
  const nodes: NodePlan[] = [
    { id: 'application', role: application(v, workload) },
    { id: DATABASE, role: database(v, workload) },
    { id: 'worker', role: connectTask(v, 0) },
    ...renamed,
    {
      id: OFFSETS,
      role: checkpointRole({ words: { saved: 'OffsetsStored', restored: 'OffsetsRead' }, kept: 'durable' }),
    },
    { id: SINK, role: topic(v) },
  ];
  const partitions = [DATABASE, ...renamed.map(() => `${DATABASE}, renamed`)];
  return {
    nodes: isTransactional(v) ? nodes.filter(({ id }) => id !== OFFSETS) : nodes,
    partitions,
    targets: { position: [DATABASE], offsets: [OFFSETS] },
    rights: debeziumRights(isTransactional(v)),
  };
}

const application = (v: DebeziumValues, { count, everyMs, keys }: Workload): NodePlan['role'] =>
  callerRole({
    ...PLAIN_CALLER,
    records: count,
    everyMs,
    keys,
    to: DATABASE,
    request: 'UpdateRequest',
    naming: plainNaming('none'),
    transport: 'connection',
    timeoutMs: v.timeoutMs,
    retriesMax: v.retries,
    backoffMs: v.backoffMs,
    inFlightMax: v.transactionRecords,
    onRestart: 'resume',
  });

const database = (v: DebeziumValues, { count }: Workload): NodePlan['role'] =>
  changeLogRole({
    words: { committed: 'UpdateResponse', fetched: 'ReadChangesResponse' },
    records: count,
    transactionRecords: v.transactionRecords,
    keptBy: v.isMySql ? 'time' : 'slot',
    expireMs: v.binlogMs,
    slotHoldsMost: v.slotHoldsMost,
    diskChanges: v.isMySql ? 0 : v.diskChanges,
    afterCrash: v.afterCrash,
    slotOnReplica: v.slotFailover,
  });

const onGone = ({ snapshotMode, positionGone }: DebeziumValues): EpochWorkerParameters['onOutOfRange'] => {
  if (snapshotMode === 'when_needed') return 'anew';
  return positionGone === 'stop' ? 'stop' : 'earliest';
};

/** The task of a connector: the first one, or the one under another name. Offsets are known by the connector's name. */
function connectTask(v: DebeziumValues, name: 0 | 1): NodePlan['role'] {
  const isRenamed = name === 1;
  return epochWorkerRole(
    workerParameters({
      words: {
        fetch: 'ReadChangesRequest',
        plan: '',
        save: 'StoreOffsets',
        restore: 'ReadOffsets',
        commit: 'CommitTransaction',
        confirm: 'ConfirmPosition',
        gone: GONE,
      },
      id: isRenamed ? 'connector, renamed' : 'connector',
      source: DATABASE,
      partition: name,
      sink: SINK,
      checkpoint: OFFSETS,
      groups: stepGroups(v.steps),
      epoch: { count: 0, everyMs: isTransactional(v) ? v.pollMs : v.flushMs },
      streams: true,
      namedBy: 'message',
      processingMs: v.processingMs,
      backoffMs: v.backoffMs,
      startFrom: v.snapshotMode === 'no_data' ? 'latest' : 'earliest',
      onOutOfRange: onGone(v),
      readAgainMs: v.reconnectMs,
      startsAtMs: isRenamed ? v.renamedAtMs : v.createdAtMs,
      ...(v.renamedAtMs > 0 && !isRenamed ? { endsAtMs: v.renamedAtMs } : {}),
    }),
  );
}

/** The topic, and a reader of it that makes each event an effect as soon as it may see it. */
const topic = (v: DebeziumValues): NodePlan['role'] =>
  storeRole({ ...v.sink, readsHidden: v.readsUncommitted, progressMayGoBack: true });
