/**
 * How a lane's settings become nodes: producer → topic → consumers → sink, or producer → topic → processor → second topic →
 * reader → sink, with a transaction coordinator beside them.
 */
import type { LanePlan, NodePlan } from '../../engine/contracts';
import { arbiterRole } from '../../machines/arbiter/arbiter';
import { epochWorkerRole } from '../../machines/epochWorker/epochWorker';
import { handlerRole } from '../../machines/handler/handler';
import { PLAIN_HANDLER } from '../../machines/handler/memory';
import type { NamedProducerParameters } from '../../machines/namedProducer/memory';
import { namedProducerRole } from '../../machines/namedProducer/namedProducer';
import { storeRole } from '../../machines/store/store';
import type { TopicParameters } from '../../machines/topic/memory';
import { topicRole } from '../../machines/topic/topic';
import { transactorRole } from '../../machines/transactor/transactor';
import type { Settings, Workload } from '../../scenario/scenario';
import { handlerOf, workerNodes } from '../messaging';
import { partitionNames, workerParameters } from '../replay';
import { stepGroups } from '../shared';
import { acknowledgesFirst } from './claims';
import { pulsarRights } from './rights';
import { readValues, type PulsarValues } from './values';

const BROKER = 'broker';
/** Owns the output topic. */
const OUTPUT_BROKER = 'broker-2';
const COORDINATOR = 'coordinator';
const SINK = 'sink';
/** How long BookKeeper takes for a write here. */
const WRITE_MS = 2;
/** By how much a number is too high that jumps: the third message has number 10, and 4 comes after it. */
const JUMP = 7;

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planPulsar(settings: Settings, workload: Workload): LanePlan {
  const v = readValues(settings);
  const first: readonly NodePlan[] = [
    ...producers(v, workload),
    { id: BROKER, role: topicRole({ ...topic(v), partitions: v.partitions }) },
  ];
  const rest = v.processes ? processing(v, workload) : consuming(v);
  const outputs = v.processes ? partitionNames('payments', 1) : [];
  return {
    nodes: [...first, ...rest, { id: SINK, role: storeRole(v.sink) }],
    partitions: [...partitionNames('orders', v.partitions), ...outputs],
    rights: pulsarRights(v.processes ? [BROKER, OUTPUT_BROKER] : [BROKER]),
  };
}

const isNeighbours = ({ processes, neighbourEvery }: PulsarValues, record: number): boolean =>
  processes && neighbourEvery > 0 && record % neighbourEvery === 0;

function producers(v: PulsarValues, workload: Workload): readonly NodePlan[] {
  const own = { to: BROKER, name: v.name, takes: (record: number): boolean => !isNeighbours(v, record) };
  const first: NodePlan = { id: 'producer', role: namedProducerRole(producer(v, workload, own)) };
  if (v.standbyAfterMs === 0) return [first];
  const standby = { ...own, standbyFor: first.id };
  return [first, { id: 'producer-2', role: namedProducerRole(producer(v, workload, standby)) }];
}

const producer = (
  v: PulsarValues,
  { count, everyMs, keys }: Workload,
  own: Pick<NamedProducerParameters, 'to' | 'name' | 'takes'> & Partial<NamedProducerParameters>,
): NamedProducerParameters => ({
  words: { register: 'Producer', publish: 'Send' },
  records: count,
  everyMs,
  keys,
  numbering: v.numbering === 'line' ? 'record' : v.numbering,
  initialSequence: v.initialSequence,
  jump: { record: v.jumpsAt, by: JUMP },
  onRestart: v.onRestart,
  partitions: v.partitions,
  routing: v.keyed ? 'byKey' : 'inTurn',
  sendTimeoutMs: v.sendTimeoutMs,
  backoffMs: v.backoffMs,
  pendingMax: v.pendingMax === 0 ? Number.MAX_SAFE_INTEGER : v.pendingMax,
  batchMax: v.batches ? v.batchMax : 1,
  batchDelayMs: v.batchDelayMs,
  jobAgainMs: v.jobAgainMs,
  standbyFor: '',
  silenceMs: v.standbyAfterMs,
  ...own,
});

const topic = (v: PulsarValues): TopicParameters => ({
  words: {
    registered: 'ProducerSuccess',
    stored: 'SendReceipt',
    notStored: 'SendError',
    delivery: 'Message',
    settledInTransaction: 'AckResponse',
    fetched: 'Message',
    closed: 'CloseConnection',
    producerClosed: 'CloseProducer',
    consumerClosed: 'CloseConsumer',
    ...(v.ackReceipt ? { settled: 'AckResponse' } : {}),
  },
  partitions: 1,
  firstPartition: 0,
  writeMs: WRITE_MS,
  failingRecord: v.failingRecord,
  failingMs: v.failingMs,
  dedup: v.dedup ? { rule: v.marks, snapshotEntries: v.snapshotEntries, inactivityMs: v.inactivityMs } : undefined,
  sameName: v.fences ? 'fence' : 'refuse',
  silenceMs: v.silenceMs,
  ackTimeoutMs: v.ackTimeoutMs,
  redeliveryDelayMs: v.nackDelayMs,
  batchIndexAck: v.batchIndexAck,
  isolation: 'committed',
});

function consuming(v: PulsarValues): readonly NodePlan[] {
  const role = handlerRole({
    ...PLAIN_HANDLER,
    ...handlerOf(v.worker, { timeoutMs: 500, backoffMs: v.backoffMs }),
    from: BROKER,
    words: { receive: 'Subscribe', settle: 'Ack', extend: '', release: 'RedeliverUnacknowledgedMessages' },
    transport: 'connection',
    most: v.queueSize,
    confirmsSettle: v.ackReceipt,
    onError: v.onError === 'nack' ? 'release' : 'abandon',
  });
  return workerNodes('consumer', v.worker.workers, role);
}

function processing(v: PulsarValues, workload: Workload): readonly NodePlan[] {
  const isolation = v.isolation === 'READ_COMMITTED' ? 'committed' : 'everything';
  const output = topicRole({
    ...topic(v),
    firstPartition: v.partitions,
    failingRecord: 0,
    sameName: 'refuse',
    isolation,
  });
  const coordinator: readonly NodePlan[] = v.transactional ? [{ id: COORDINATOR, role: coordinatorOf(v) }] : [];
  const names = workerNodes('processor', v.worker.workers, output).map(({ id }) => id);
  const neighbour = { to: OUTPUT_BROKER, name: '', takes: (record: number): boolean => isNeighbours(v, record) };
  return [
    ...names.map((id): NodePlan => ({ id, role: processor(v, id) })),
    ...coordinator,
    ...(v.neighbourEvery === 0
      ? []
      : [{ id: 'neighbour', role: namedProducerRole({ ...producer(v, workload, neighbour), partitions: 1 }) }]),
    { id: OUTPUT_BROKER, role: output },
    { id: 'reader', role: reader(v) },
  ];
}

const processor = (v: PulsarValues, id: string): NodePlan['role'] =>
  transactorRole({
    words: {
      subscribe: 'Subscribe',
      settle: 'Ack',
      release: 'RedeliverUnacknowledgedMessages',
      register: 'Producer',
      publish: 'Send',
      begin: 'NewTxn',
      enlistMessages: 'AddPartitionToTxn',
      enlistAcknowledgements: 'AddSubscriptionToTxn',
      end: 'EndTxn',
    },
    input: BROKER,
    output: OUTPUT_BROKER,
    coordinator: v.transactional ? COORDINATOR : '',
    name: v.name === '' ? '' : `${v.name}-${id}`,
    most: v.queueSize,
    perTransaction: v.perTransaction,
    processingMs: v.worker.processingMs,
    slowRecord: v.worker.slowRecord,
    slowMs: v.worker.slowMs,
    backoffMs: v.backoffMs,
    acknowledgesFirst: acknowledgesFirst(v),
    givesBack: v.onError === 'nack',
  });

const coordinatorOf = (v: PulsarValues): NodePlan['role'] =>
  arbiterRole({
    words: {
      begun: 'NewTxnResponse',
      enlisted: 'AddToTxnResponse',
      ended: 'EndTxnResponse',
      end: { messages: 'EndTxnOnPartition', acknowledgements: 'EndTxnOnSubscription' },
    },
    timeoutMs: v.transactionTimeoutMs,
    retryMs: 1_000,
  });

/** Keeps its place with its effects: what it was given once counts once. */
const reader = (v: PulsarValues): NodePlan['role'] =>
  epochWorkerRole(
    workerParameters({
      words: { fetch: 'Flow', plan: '', save: '', restore: '' },
      id: 'reader',
      source: OUTPUT_BROKER,
      partition: v.partitions,
      sink: SINK,
      groups: stepGroups('[E P]'),
      epoch: { count: 1, everyMs: 0 },
      streams: false,
      committedOnly: v.isolation === 'READ_COMMITTED',
    }),
  );
