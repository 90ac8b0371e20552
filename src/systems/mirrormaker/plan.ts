/** How a lane's settings become nodes: producer → source cluster → mirror → target cluster → application, with who translates offsets beside them. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { clusterRole } from '../../machines/mirror/cluster';
import { mirrorRelayRole } from '../../machines/mirror/relay';
import type { RelayParameters } from '../../machines/mirror/relayMemory';
import { translatorRole } from '../../machines/mirror/translator';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { PRODUCER, producerParameters, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { MIRROR_RIGHTS } from './rights';
import { readValues, type MirrorMakerValues } from './values';

const SOURCE = 'source';
const TARGET = 'target';
const SINK = 'sink';
const GROUP = 'payments-app';
/** Numbers of the logs: the topic where it is written, its copy in the target, and a topic of the target's own. */
const [ORIGINAL, COPY, OWN] = [0, 1, 2];

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planMirrorMaker(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const nodes: NodePlan[] = [
    {
      id: PRODUCER,
      role: callerRole(producerParameters(v.source, workload, { to: SOURCE, request: 'ProduceRequest' })),
    },
    { id: SOURCE, role: cluster(v, SOURCE) },
    { id: 'mirror', role: mirrorRelayRole(mirror(v)) },
    ...(v.emits && v.reads === 'failover' ? [{ id: 'checkpoints', role: checkpoints(v) }] : []),
    ...(v.bothWays ? [{ id: 'mirror-back', role: mirrorRelayRole(mirrorBack(v)) }] : []),
    { id: TARGET, role: cluster(v, TARGET) },
    ...applications(v),
    { id: SINK, role: storeRole(v.sink) },
  ];
  const copy = v.policy === 'DefaultReplicationPolicy' ? 'source.payments-0' : 'payments-0 in target';
  const own = v.bothWays && v.policy === 'DefaultReplicationPolicy' ? ['payments-0 in target'] : [];
  return { nodes, partitions: ['payments-0', copy, ...own], targets: { topic: [SOURCE] }, rights: MIRROR_RIGHTS };
}

const CLUSTER_WORDS = {
  appended: 'ProduceResponse',
  fetched: 'FetchResponse',
  copied: 'ProduceResponse',
  ended: 'EndTxnResponse',
  fenced: 'InitProducerIdResponse',
  saved: 'OffsetCommitResponse',
  restored: 'OffsetFetchResponse',
  progress: 'ConnectOffsetResponse',
  synced: 'OffsetSyncResponse',
  group: 'ListGroupOffsetsResponse',
  checkpointed: 'CheckpointResponse',
};

const KNOWS_RETRIES = { memory: 'set', windowMs: 0, anchor: 'firstSeen', onDuplicate: 'dropAndAck' } as const;

function cluster(v: MirrorMakerValues, id: string): NodePlan['role'] {
  const isSource = id === SOURCE;
  const knows = isSource ? v.source.idempotent : v.exactlyOnce || v.idempotentCopies;
  return clusterRole({
    id,
    words: CLUSTER_WORDS,
    logs: isSource ? [ORIGINAL] : [COPY, OWN],
    retentionMs: isSource ? v.source.retentionMs : 0,
    guard: knows ? KNOWS_RETRIES : undefined,
    abortedRecord: isSource ? v.abortedRecord : 0,
    syncsKept: 10_000,
    translatesAtStart: !isSource && v.emits && v.translates,
  });
}

const mirror = (v: MirrorMakerValues): RelayParameters => ({
  words: {
    fetch: 'FetchRequest',
    copy: 'ProduceRequest',
    end: 'EndTxnRequest',
    fence: 'InitProducerIdRequest',
    save: 'ConnectOffsetRequest',
    read: 'ConnectOffsetRequest',
    sync: 'OffsetSync',
  },
  id: 'mirror-source',
  source: SOURCE,
  target: TARGET,
  from: ORIGINAL,
  to: COPY,
  progressAt: TARGET,
  groups: stepGroups(v.steps),
  saveEveryMs: v.exactlyOnce ? v.boundaryMs : v.flushMs,
  committedOnly: v.copies === 'read_committed',
  idempotent: v.exactlyOnce || v.idempotentCopies,
  keepsNames: false,
  skipsCopies: false,
  startFrom: v.copyReset,
  readsMost: 500,
  syncs: v.emits ? { to: SOURCE, rule: { by: 'lag', lagMax: v.lagMax } } : undefined,
  backoffMs: 50,
  stopsAtMs: 0,
});

/** The other direction. Without prefixes it reads the copies themselves, since nothing tells them from other records. */
const mirrorBack = (v: MirrorMakerValues): RelayParameters => ({
  ...mirror(v),
  id: 'mirror-back',
  source: TARGET,
  target: SOURCE,
  from: v.policy === 'IdentityReplicationPolicy' ? COPY : OWN,
  to: ORIGINAL,
  progressAt: SOURCE,
  syncs: undefined,
  stopsAtMs: v.stopsMs,
});

const checkpoints = (v: MirrorMakerValues): NodePlan['role'] =>
  translatorRole({
    words: { ask: 'ListGroupOffsetsRequest', write: 'Checkpoint', sync: 'AlterGroupOffsetsRequest' },
    source: SOURCE,
    target: TARGET,
    group: GROUP,
    partition: COPY,
    everyMs: v.emitMs,
    syncEveryMs: v.syncsGroups ? v.syncMs : -1,
    spacing: 'exponential',
    backoffMs: 50,
  });

/** Who reads the copy; or one who reads the original, and one who takes over in the other region. */
function applications(v: MirrorMakerValues): readonly NodePlan[] {
  if (v.reads === 'target') return [{ id: 'app', role: application(v, TARGET, '') }];
  return [
    { id: 'app-a', role: application(v, SOURCE, '') },
    { id: 'app-b', role: application(v, TARGET, 'app-a') },
  ];
}

const application = (v: MirrorMakerValues, region: string, standbyFor: string): NodePlan['role'] =>
  epochWorkerRole(
    workerParameters({
      words: {
        fetch: 'FetchRequest',
        plan: 'Plan',
        save: 'OffsetCommitRequest',
        restore: 'OffsetFetchRequest',
      },
      id: GROUP,
      source: region,
      partition: region === SOURCE ? ORIGINAL : COPY,
      sink: SINK,
      checkpoint: region,
      groups: stepGroups(v.consumerSteps),
      epoch: { count: 1, everyMs: 0 },
      streams: true,
      committedOnly: v.isolation === 'read_committed',
      processingMs: v.processingMs,
      // Who reads the original has done so since the topic was made.
      startFrom: region === SOURCE ? 'earliest' : v.reset,
      onOutOfRange: v.reset,
      standbyFor,
      leaseMs: v.failoverMs,
      onDenied: 'stop',
    }),
  );
