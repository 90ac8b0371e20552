/** Kafka's own nodes and its clients, made of settings: what the systems on Kafka have in common. */
import { roleOfParts, type AnyRole, type NodePlan } from '../../engine/contracts';
import { partOf } from '../../machines/addresses';
import type { ApplicationParameters } from '../../machines/client/application/memory';
import type { ClientParameters } from '../../machines/client/memory';
import { CONSUMER_PART } from '../../machines/consumer/api';
import { consumerRole } from '../../machines/consumer/consumer';
import type { ConsumerParameters } from '../../machines/consumer/memory';
import { controllerRole } from '../../machines/controller/controller';
import type { coordinatorRole } from '../../machines/coordinator/coordinator';
import { brokerRole } from '../../machines/log/broker';
import { effectiveMinIsr } from '../../machines/log/rules';
import { storeRole } from '../../machines/store/store';
import { loopRole } from '../../machines/worker/loop';
import { keepsProgressInSink, LOOP_PART, WORKER_PART, type WorkerParameters } from '../../machines/worker/memory';
import { parseSteps, type StepGroup } from '../../machines/worker/steps';
import { workerRole } from '../../machines/worker/worker';
import type { Workload } from '../../scenario/scenario';
import { invariant } from '../../terms/invariant';
import { effectiveDeliveryTimeoutMs } from './refuse';
import { recordsPerBatch } from './settings';
import type { KafkaValues } from './values';

const COORDINATOR_APPEND_MS = 2;
const COORDINATOR_LOAD_MS = 10;

/** `count` numbers from `first` on. */
export const numbersFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** The brokers and, where there are several, the controller; each has a part for each partition. */
export function clusterPlan(v: KafkaValues, partitions: readonly number[], transactional: boolean): NodePlan[] {
  const brokers = brokerIds(v);
  const each = (role: (partition: number) => AnyRole): AnyRole =>
    roleOfParts(Object.fromEntries(partitions.map((partition) => [partOf(partition), role(partition)])));
  const nodes = brokers.map((id): NodePlan => ({
    id,
    role: each((partition) => brokerRole({ ...brokerParameters(v, id, brokers, transactional), partition })),
  }));
  if (brokers.length === 1) return nodes;
  const { brokerSessionTimeoutMs: sessionTimeoutMs, uncleanElection } = v;
  const controller = each((partition) =>
    controllerRole({ partition, replicas: brokers, sessionTimeoutMs, uncleanElection }),
  );
  return [...nodes, { id: 'controller', role: controller }];
}

export const brokerIds = ({ replicationFactor }: KafkaValues): readonly string[] =>
  numbersFrom(1, replicationFactor).map((place) => `broker-${place}`);

/** What may expire for want of use. */
export const OWN_TARGETS = ['offsets', 'producers', 'transactional.id'] as const;

/** Who keeps what expires: `offsets.retention.minutes`, `producer.id.expiration.ms`, `transactional.id.expiration.ms`. */
export const targetsOf = (v: KafkaValues): Readonly<Record<(typeof OWN_TARGETS)[number], readonly string[]>> => ({
  offsets: ['coordinator'],
  producers: brokerIds(v),
  'transactional.id': ['coordinator'],
});

function brokerParameters(
  v: KafkaValues,
  id: string,
  replicas: readonly string[],
  transactional: boolean,
): Omit<Parameters<typeof brokerRole>[0], 'partition'> {
  return {
    id,
    replicas,
    minIsr: effectiveMinIsr(v.minInsyncReplicas, replicas.length),
    lagMaxMs: v.replicaLagTimeMaxMs,
    requestTimeoutMs: v.requestTimeoutMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
    flushEvery: v.flushIntervalMessages,
    transactional,
    transactionVersion: v.transactionVersion,
    verificationEnabled: v.verification,
  };
}

/** `partitions`: how many the consumer group shares. */
export function coordinatorParameters(
  v: KafkaValues,
  transactionalIds: readonly string[],
): Parameters<typeof coordinatorRole>[0] {
  const { transactionVersion, retryBackoffMs, sessionTimeoutMs, maxPollIntervalMs, requestTimeoutMs } = v;
  return {
    brokers: v.replicationFactor,
    transactionalIds,
    transactionVersion,
    verificationEnabled: v.verification,
    sweepMs: v.abortSweepMs,
    appendMs: COORDINATOR_APPEND_MS,
    loadMs: COORDINATOR_LOAD_MS,
    requestTimeoutMs,
    sessionTimeoutMs,
    rebalanceTimeoutMs: maxPollIntervalMs,
    partitions: v.partitions,
    retryBackoffMs,
  };
}

/** A producer client, owned by the part `app` of its node. */
export function clientParameters(v: KafkaValues, idempotent: boolean): Omit<ClientParameters, 'id'> {
  return {
    app: 'app',
    brokers: v.replicationFactor,
    partitions: v.partitions,
    acks: v.acks,
    retries: v.retries,
    idempotent,
    transactionalId: v.transactionalId,
    transactionTimeoutMs: v.transactionTimeoutMs,
    transactionVersion: v.transactionVersion,
    inFlightMax: v.maxInFlight,
    batchRecordsMax: recordsPerBatch(v.batchSizeBytes),
    lingerMs: v.lingerMs,
    deliveryTimeoutMs: effectiveDeliveryTimeoutMs(v),
    requestTimeoutMs: v.requestTimeoutMs,
    retryBackoffMs: v.retryBackoffMs,
    retryBackoffMaxMs: v.retryBackoffMaxMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
  };
}

/** The application that sends the workload, in a node whose part `client` is its producer client. */
export function applicationParameters(
  v: KafkaValues,
  { count, everyMs, keys }: Workload,
): Omit<ApplicationParameters, 'id' | 'journal' | 'replaces'> {
  return {
    client: 'client',
    brokers: v.replicationFactor,
    partitions: v.partitions,
    records: count,
    everyMs,
    keys,
    acks: v.acks,
    transactional: v.transactionalId !== '',
    transactionRecords: v.transactionRecords,
    abortsAt: v.abortsAt,
    maxBlockMs: v.maxBlockMs,
    requestTimeoutMs: v.requestTimeoutMs,
    retryBackoffMs: v.retryBackoffMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
    onRestart: v.onRestart,
    onError: v.onError,
  };
}

/** Which consumer it is: its node, its place among them, what it reads and as whom. */
export interface ConsumerIdentity {
  readonly id: string;
  readonly place: number;
  readonly group: string;
  readonly joinsGroup: boolean;
  readonly partitions: readonly number[];
}

/** A process with a consumer, the poll loop around it and the thread that does the work. */
export function consumerNode(v: KafkaValues, identity: ConsumerIdentity): NodePlan {
  const application = workerParameters(v);
  const appSeeks = keepsProgressInSink(application.groups);
  const role = roleOfParts({
    [CONSUMER_PART]: consumerRole({ ...consumerParameters(v, identity), app: LOOP_PART, appSeeks }),
    [LOOP_PART]: loopRole(application),
    [WORKER_PART]: workerRole(application),
  });
  return { id: identity.id, role };
}

/** A consumer, owned by another part of its node. */
export function consumerParameters(
  v: KafkaValues,
  { id, place, group, joinsGroup, partitions }: ConsumerIdentity,
): Omit<ConsumerParameters, 'app'> {
  return {
    id,
    brokers: v.replicationFactor,
    group,
    joinsGroup,
    instanceId: v.groupInstanceId === '' ? '' : `${v.groupInstanceId}-${place}`,
    protocol: v.assignmentStrategy === 'cooperative-sticky' ? 'cooperative' : 'eager',
    partitions,
    appSeeks: false,
    appCommitsBeforeRevoke: false,
    committedOnly: v.isolation === 'read_committed',
    pollRecordsMax: v.maxPollRecords,
    reset: v.autoOffsetReset,
    autoCommitMs: v.autoCommit ? v.autoCommitIntervalMs : undefined,
    sessionTimeoutMs: v.sessionTimeoutMs,
    maxPollIntervalMs: v.maxPollIntervalMs,
    requestTimeoutMs: v.requestTimeoutMs,
    retryBackoffMs: v.retryBackoffMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
  };
}

/** With automatic commit the client saves progress by itself; a step that only does that is not done twice. */
const withoutOwnCommit = (groups: readonly StepGroup[]): readonly StepGroup[] =>
  groups.filter(({ steps }) => steps.length > 1 || steps[0] !== 'progress');

function workerParameters(v: KafkaValues): WorkerParameters {
  const steps = parseSteps(v.steps);
  invariant(steps.ok, `app.steps ${v.steps} was validated`);
  return {
    groups: v.autoCommit ? withoutOwnCommit(steps.value) : steps.value,
    processing: v.processing,
    onPartitionsLost: v.onPartitionsLost,
    throwsAt: v.throwsAt,
    onException: v.onException,
    requestTimeoutMs: v.requestTimeoutMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
  };
}

export const sinkPlan = (v: KafkaValues): NodePlan => ({
  id: 'sink',
  role: storeRole({ write: v.sinkWrite, dedup: v.sinkDedup, dedupWindowMs: v.sinkDedupWindowMs }),
});
