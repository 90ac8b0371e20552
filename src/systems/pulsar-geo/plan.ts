/** How a lane's settings become nodes: producer → cluster → replicator → other cluster → application. */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { callerRole } from '../../machines/caller/caller';
import type { CallerParameters } from '../../machines/caller/memory';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { clusterRole } from '../../machines/mirror/cluster';
import { mirrorRelayRole } from '../../machines/mirror/relay';
import type { RelayParameters } from '../../machines/mirror/relayMemory';
import { translatorRole } from '../../machines/mirror/translator';
import { storeRole } from '../../machines/store/store';
import type { Settings, Workload } from '../../scenario/scenario';
import { PRODUCER, producerParameters, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { PULSAR_GEO_RIGHTS } from './rights';
import { readValues, type PulsarGeoValues } from './values';

const [US, EU, SINK, SUBSCRIPTION] = ['us', 'eu', 'sink', 'payments-app'];
/** Numbers of the logs: the same topic in each cluster. */
const [ORIGINAL, COPY] = [0, 1];

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planPulsarGeo(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const producer: CallerParameters = {
    ...producerParameters(v.source, workload, { to: US, request: 'Send', policy: 'sequence' }),
    retriesInOrder: true,
  };
  const nodes: NodePlan[] = [
    { id: PRODUCER, role: callerRole(producer) },
    { id: US, role: cluster(v, US, ORIGINAL) },
    { id: 'replicator', role: mirrorRelayRole(replicator(v)) },
    ...(v.reads === 'failover' && v.replicatesSubscription ? [{ id: 'snapshots', role: snapshots() }] : []),
    ...(v.bothWays ? [{ id: 'repl-back', role: mirrorRelayRole(replicatorBack(v)) }] : []),
    { id: EU, role: cluster(v, EU, COPY) },
    ...applications(v),
    { id: SINK, role: storeRole(v.sink) },
  ];
  return { nodes, partitions: ['payments in us-0', 'payments in eu-0'], rights: PULSAR_GEO_RIGHTS };
}

const HIGHEST_SEQUENCE = { memory: 'highWater', windowMs: 0, anchor: 'firstSeen', onDuplicate: 'dropAndAck' } as const;

const cluster = (v: PulsarGeoValues, id: string, log: number): NodePlan['role'] =>
  clusterRole({
    id,
    words: {
      appended: 'SendReceipt',
      fetched: 'Message',
      copied: 'SendReceipt',
      ended: 'SendReceipt',
      fenced: 'SendReceipt',
      saved: 'AckResponse',
      restored: 'SubscribeResponse',
      progress: 'CursorResponse',
      synced: 'SnapshotResponse',
      group: 'SubscriptionPosition',
      checkpointed: 'SubscriptionUpdateResponse',
    },
    logs: [log],
    retentionMs: 0,
    guard: v.dedup ? HIGHEST_SEQUENCE : undefined,
    abortedRecord: 0,
    syncsKept: v.snapshotsKept,
    translatesAtStart: false,
  });

/** Part of the broker that owns the topic: its cursor lies with the topic, in its own cluster. */
const replicator = (v: PulsarGeoValues): RelayParameters => ({
  words: {
    fetch: 'ReadEntries',
    copy: 'Send',
    end: 'Send',
    fence: 'Send',
    save: 'MarkDelete',
    read: 'OpenCursor',
    sync: 'SnapshotRequest',
  },
  id: 'pulsar.repl.eu',
  source: US,
  target: EU,
  from: ORIGINAL,
  to: COPY,
  progressAt: US,
  groups: stepGroups(v.steps),
  saveEveryMs: v.saveEveryMs,
  committedOnly: true,
  idempotent: false,
  keepsNames: true,
  skipsCopies: true,
  startFrom: 'earliest',
  readsMost: 100,
  syncs: v.replicatesSubscription ? { to: US, rule: { by: 'time', everyMs: v.snapshotMs } } : undefined,
  backoffMs: 50,
  stopsAtMs: 0,
});

const replicatorBack = (v: PulsarGeoValues): RelayParameters => ({
  ...replicator(v),
  id: 'pulsar.repl.us',
  source: EU,
  target: US,
  from: COPY,
  to: ORIGINAL,
  progressAt: EU,
  syncs: undefined,
});

const snapshots = (): NodePlan['role'] =>
  translatorRole({
    words: { ask: 'WatchSubscription', write: 'SubscriptionUpdate', sync: 'SubscriptionUpdate' },
    source: US,
    target: EU,
    group: SUBSCRIPTION,
    partition: COPY,
    everyMs: 0,
    syncEveryMs: 0,
    spacing: 'all',
    backoffMs: 50,
  });

function applications(v: PulsarGeoValues): readonly NodePlan[] {
  if (v.reads === 'eu') return [{ id: 'app', role: application(v, EU, '') }];
  return [
    { id: 'app-us', role: application(v, US, '') },
    { id: 'app-eu', role: application(v, EU, 'app-us') },
  ];
}

const application = (v: PulsarGeoValues, region: string, standbyFor: string): NodePlan['role'] =>
  epochWorkerRole(
    workerParameters({
      words: { fetch: 'Flow', plan: 'Plan', save: 'Ack', restore: 'Subscribe' },
      id: SUBSCRIPTION,
      source: region,
      partition: region === US ? ORIGINAL : COPY,
      sink: SINK,
      checkpoint: region,
      groups: stepGroups(v.consumerSteps),
      epoch: { count: 1, everyMs: 0 },
      streams: true,
      processingMs: v.processingMs,
      // Who reads the original has done so since the topic was made.
      startFrom: region === US || v.initial === 'Earliest' ? 'earliest' : 'latest',
      standbyFor,
      leaseMs: v.failoverMs,
      onDenied: 'startOver',
    }),
  );
