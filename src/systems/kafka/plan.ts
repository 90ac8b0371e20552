/** How a lane's settings become nodes: producer → brokers → consumer → sink, with coordinator and controller beside them. */
import { roleOfParts, type AnyRole, type LanePlan, type NodePlan } from '../../engine/contracts';
import { producerRole } from '../../machines/client/producer';
import type { ProducerParameters } from '../../machines/client/memory';
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
    { id: 'producer', role: producerRole(producerParameters(values, workload, idempotent, brokers.length)) },
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
  return { nodes, partitions: partitionsOf(values).map((partition) => `${TOPIC}-${partition}`) };
}

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

function producerParameters(
  v: KafkaValues,
  { count, everyMs }: Workload,
  idempotent: boolean,
  brokers: number,
): ProducerParameters {
  return {
    brokers,
    records: count,
    everyMs,
    acks: v.acks,
    retries: v.retries,
    idempotent,
    transactionalId: v.transactionalId,
    transactionTimeoutMs: v.transactionTimeoutMs,
    transactionVersion: v.transactionVersion,
    transactionRecords: v.transactionRecords,
    inFlightMax: v.maxInFlight,
    batchRecordsMax: recordsPerBatch(v.batchSizeBytes),
    lingerMs: v.lingerMs,
    deliveryTimeoutMs: v.deliveryTimeoutMs,
    requestTimeoutMs: v.requestTimeoutMs,
    retryBackoffMs: v.retryBackoffMs,
    reconnectBackoffMs: v.reconnectBackoffMs,
    onRestart: v.onRestart,
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
