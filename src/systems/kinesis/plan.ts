/** How a lane's settings become nodes: producer → stream → workers → sink, with the table of leases beside them. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { feedRole } from '../../machines/feed/feed';
import { leaseTableRole } from '../../machines/shardReader/leaseTable';
import { shardReaderRole } from '../../machines/shardReader/shardReader';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { callerOf } from '../messaging';
import { stepGroups } from '../shared';
import { KINESIS_RIGHTS } from './rights';
import { readValues, recordAgeOf, type KinesisValues } from './values';

const STREAM = 'stream';
const LEASES = 'leases';
const SINK = 'sink';

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planKinesis(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const workers = v.workers === 1 ? ['worker'] : ['worker-1', 'worker-2'];
  const nodes: NodePlan[] = [
    { id: 'producer', role: producer(v, workload) },
    { id: STREAM, role: stream(v) },
    ...workers.map((id, at): NodePlan => ({ id, role: worker(v, id, at === 1 ? v.rebalanceAtMs : 0) })),
    { id: LEASES, role: leaseTableRole({ acquired: 'AcquireLeaseResponse', checkpointed: 'CheckpointResponse' }) },
    { id: SINK, role: storeRole(v.sink) },
  ];
  return { nodes, partitions: ['shard-0'], rights: KINESIS_RIGHTS };
}

/** The sequence number is the service's, given at each put: a retry is another record. */
const producer = (v: KinesisValues, workload: Workload): NodePlan['role'] =>
  callerRole({
    ...callerOf(v.sender, workload, 'none'),
    to: STREAM,
    request: 'PutRecordRequest',
    transport: 'call',
    inFlightMax: v.inFlight,
  });

const stream = (v: KinesisValues): NodePlan['role'] =>
  feedRole({
    words: {
      appended: 'PutRecordResponse',
      fetched: 'GetRecordsResponse',
      saved: 'CheckpointResponse',
      restored: 'AcquireLeaseResponse',
    },
    partitions: 1,
    retentionMs: v.retentionMs,
    redeliversRecord: 0,
    redeliverAfterMs: 0,
    guard: undefined,
    knownWhile: 'window',
  });

const worker = (v: KinesisValues, id: string, takesOverAtMs: number): NodePlan['role'] =>
  shardReaderRole({
    words: { fetch: 'GetRecordsRequest', acquire: 'AcquireLeaseRequest', checkpoint: 'CheckpointRequest' },
    id,
    source: STREAM,
    table: LEASES,
    sink: SINK,
    groups: stepGroups(v.steps),
    most: v.maxRecords,
    processingMs: v.processingMs,
    failoverMs: v.failoverMs,
    takesOverAtMs,
    poisonRecord: v.poisonRecord,
    poisonTimes: v.poisonTimes,
    onError: v.onError,
    retryAttempts: v.retryAttempts,
    recordAgeMs: recordAgeOf(v),
    backoffMs: v.sender.backoffMs,
  });
