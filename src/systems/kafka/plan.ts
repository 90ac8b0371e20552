/** How a lane's settings become nodes: producer → brokers → consumer → sink, with coordinator and controller beside them. */
import { roleOfParts, type AnyRole, type LanePlan, type NodePlan } from '../../engine/contracts';
import { applicationRole } from '../../machines/client/application/application';
import { newJournal, type ApplicationParameters } from '../../machines/client/application/memory';
import type { ClientParameters } from '../../machines/client/memory';
import { kafkaProducerRole } from '../../machines/client/producer';
import { controllerRole } from '../../machines/controller/controller';
import { coordinatorRole } from '../../machines/coordinator/coordinator';
import { partOf } from '../../machines/addresses';
import { brokerRole } from '../../machines/log/broker';
import { effectiveMinIsr } from '../../machines/log/rules';
import { storeRole } from '../../machines/store/store';
import { consumerRole } from '../../machines/consumer/consumer';
import { CONSUMER_PART } from '../../machines/consumer/api';
import type { ConsumerParameters } from '../../machines/consumer/memory';
import { loopRole } from '../../machines/worker/loop';
import { LOOP_PART, WORKER_PART, keepsProgressInSink, type WorkerParameters } from '../../machines/worker/memory';
import { workerRole } from '../../machines/worker/worker';
import { parseSteps, type StepGroup } from '../../machines/worker/steps';
import type { Settings, Workload } from '../../scenario/scenario';
import { invariant } from '../../terms/invariant';
import { effectiveIdempotence } from './refuse';
import { recordsPerBatch } from './settings';
import { readValues, type KafkaValues } from './values';

const COORDINATOR_APPEND_MS = 2;
const COORDINATOR_LOAD_MS = 10;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planKafka(settings: Settings, workload: Workload): LanePlan {
  const values = readValues(settings);
  const idempotent = effectiveIdempotence(settings);
  const brokers = Array.from({ length: values.replicationFactor }, (_, index) => `broker-${index + 1}`);
  const transactional = values.transactionalId !== '';
  const nodes: NodePlan[] = [
    ...producerPlans(values, workload, idempotent, brokers.length),
    ...brokers.map((id): NodePlan => ({
      id,
      role: replicated(values, (partition) =>
        brokerRole({ ...brokerParameters(values, id, brokers, transactional), partition }),
      ),
    })),
    ...(brokers.length > 1 ? [controllerPlan(values, brokers)] : []),
    { id: 'coordinator', role: coordinatorRole(coordinatorParameters(values, brokers.length)) },
    ...consumerIds(values).map((id, place): NodePlan => ({
      id,
      role: consumerNode(values, id, place + 1, brokers.length),
    })),
    {
      id: 'sink',
      role: storeRole({ write: values.sinkWrite, dedup: values.sinkDedup, dedupWindowMs: values.sinkDedupWindowMs }),
    },
  ];
  return {
    nodes,
    partitions: partitionsOf(values).map((partition) => `${TOPIC}-${partition}`),
    targets: targetsOf(brokers),
  };
}

/** What may expire for want of use. */
export const OWN_TARGETS = ['offsets', 'producers', 'transactional.id'] as const;

/** Who keeps what expires: `offsets.retention.minutes`, `producer.id.expiration.ms`, `transactional.id.expiration.ms`. */
const targetsOf = (brokers: readonly string[]): Readonly<Record<(typeof OWN_TARGETS)[number], readonly string[]>> => ({
  offsets: ['coordinator'],
  producers: brokers,
  'transactional.id': ['coordinator'],
});

const TOPIC = 'payments';

const partitionsOf = ({ partitions }: KafkaValues): readonly number[] =>
  Array.from({ length: partitions }, (_, partition) => partition);

/** A node with one part for each partition. */
const replicated = (values: KafkaValues, role: (partition: number) => AnyRole): AnyRole =>
  roleOfParts(Object.fromEntries(partitionsOf(values).map((partition) => [partOf(partition), role(partition)])));

function coordinatorParameters(v: KafkaValues, brokers: number): Parameters<typeof coordinatorRole>[0] {
  const { transactionVersion, retryBackoffMs, sessionTimeoutMs, maxPollIntervalMs, requestTimeoutMs } = v;
  return {
    brokers,
    transactionalIds: v.transactionalId === '' ? [] : [v.transactionalId],
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

function controllerPlan(v: KafkaValues, replicas: readonly string[]): NodePlan {
  return {
    id: 'controller',
    role: replicated(v, (partition) =>
      controllerRole({
        partition,
        replicas,
        sessionTimeoutMs: v.brokerSessionTimeoutMs,
        uncleanElection: v.uncleanElection,
      }),
    ),
  };
}

/** The application's instances: each a producer client and its owner; all share the application's database. */
function producerPlans(v: KafkaValues, workload: Workload, idempotent: boolean, brokers: number): readonly NodePlan[] {
  const journal = newJournal('producer');
  const instance = (id: string, replaces: ApplicationParameters['replaces']): NodePlan => ({
    id,
    role: roleOfParts({
      client: kafkaProducerRole({ ...clientParameters(v, idempotent, brokers), id }),
      app: applicationRole({ ...applicationParameters(v, workload, brokers), id, journal, replaces }),
    }),
  });
  const original = instance('producer', undefined);
  if (v.replacementAfterMs === 0) return [original];
  return [original, instance('producer-2', { node: 'producer', afterMs: v.replacementAfterMs })];
}

function clientParameters(v: KafkaValues, idempotent: boolean, brokers: number): Omit<ClientParameters, 'id'> {
  return {
    app: 'app',
    brokers,
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
    deliveryTimeoutMs: v.deliveryTimeoutMs,
    requestTimeoutMs: v.requestTimeoutMs,
    retryBackoffMs: v.retryBackoffMs,
    retryBackoffMaxMs: v.retryBackoffMaxMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
  };
}

function applicationParameters(
  v: KafkaValues,
  { count, everyMs, keys }: Workload,
  brokers: number,
): Omit<ApplicationParameters, 'id' | 'journal' | 'replaces'> {
  return {
    client: 'client',
    brokers,
    partitions: v.partitions,
    records: count,
    everyMs,
    keys,
    acks: v.acks,
    transactional: v.transactionalId !== '',
    transactionRecords: v.transactionRecords,
    maxBlockMs: v.maxBlockMs,
    requestTimeoutMs: v.requestTimeoutMs,
    retryBackoffMs: v.retryBackoffMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
    onRestart: v.onRestart,
    onError: v.onError,
  };
}

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

/** With automatic commit the client saves progress by itself; a step that only does that is not done twice. */
const withoutOwnCommit = (groups: readonly StepGroup[]): readonly StepGroup[] =>
  groups.filter(({ steps }) => steps.length > 1 || steps[0] !== 'progress');

/** One consumer is called by its role; several are numbered. */
const consumerIds = ({ consumers }: KafkaValues): readonly string[] =>
  consumers === 1 ? ['consumer'] : Array.from({ length: consumers }, (_, index) => `consumer-${index + 1}`);

/** A process with a consumer, the poll loop around it and the thread that does the work. */
function consumerNode(v: KafkaValues, id: string, place: number, brokers: number): AnyRole {
  const application = workerParameters(v);
  return roleOfParts({
    [CONSUMER_PART]: consumerRole(consumerParameters(v, id, place, brokers, keepsProgressInSink(application.groups))),
    [LOOP_PART]: loopRole(application),
    [WORKER_PART]: workerRole(application),
  });
}

function consumerParameters(
  v: KafkaValues,
  id: string,
  place: number,
  brokers: number,
  appSeeks: boolean,
): ConsumerParameters {
  return {
    id,
    app: LOOP_PART,
    brokers,
    group: 'payments',
    joinsGroup: v.consumers > 1,
    instanceId: v.groupInstanceId === '' ? '' : `${v.groupInstanceId}-${place}`,
    protocol: v.assignmentStrategy === 'cooperative-sticky' ? 'cooperative' : 'eager',
    partitions: partitionsOf(v),
    appSeeks,
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

function workerParameters(v: KafkaValues): WorkerParameters {
  const steps = parseSteps(v.steps);
  invariant(steps.ok, `app.steps ${v.steps} was validated`);
  return {
    groups: v.autoCommit ? withoutOwnCommit(steps.value) : steps.value,
    processing: v.processing,
    throwsAt: v.throwsAt,
    onException: v.onException,
    requestTimeoutMs: v.requestTimeoutMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
  };
}
