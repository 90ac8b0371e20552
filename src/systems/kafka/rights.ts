/**
 * Kafka's rights: which request needs which, and what a broker answers without it. Sources: KafkaApis (the authorization
 * before each handler; of 2.7 for IdempotentWrite), KIP-679 (an idempotent producer needs Write on some topic since 2.8,
 * IdempotentWrite on the cluster before); the reactions of the clients stand with the clients. An account holds what
 * `kafka-acls` grants it with `--producer` or `--consumer`, and IdempotentWrite with `--idempotent` only; Describe is
 * granted by itself on topics and transactional.ids, and outlives the loss of Write or Read (AclCommand).
 */
import { denyWith, type Denies, type NodeEvent, type RightPlan } from '../../engine/contracts';
import { COORDINATOR } from '../../machines/addresses';
import {
  bodyOf,
  type AddPartitionsBody,
  type Correlated,
  type InitProducerIdBody,
  type ProduceBody,
} from '../../machines/messages';
import type { OwnFault } from '../../scenario/catalog';
import { denyCall, denyQuestion } from '../rights';

/** Who writes and who reads: the accounts of a lane's clients. Nobody is listed for what no lane of the system asks of it. */
export interface KafkaPrincipals {
  readonly writers: readonly string[];
  /** Those of the writers that have a transactional.id. */
  readonly transactional: readonly string[];
  readonly readers: readonly string[];
  /** Those of the readers that keep their progress in a group. */
  readonly grouped: readonly string[];
  /** Everybody who shows a certificate. */
  readonly certified: readonly string[];
}

/** The faults of rights that a system on Kafka lists as its own. */
export function kafkaRightFaults({
  writers,
  transactional,
  readers,
  grouped,
  certified,
}: KafkaPrincipals): readonly OwnFault[] {
  const faults: readonly (OwnFault & { readonly principals: readonly string[] })[] = [
    { do: 'revoke', targets: ['topic'], operations: ['Write'], principals: writers },
    { do: 'revoke', targets: ['transactional.id'], operations: ['Write'], principals: transactional },
    { do: 'revoke', targets: ['topic'], operations: ['Read'], principals: readers },
    { do: 'revoke', targets: ['group'], operations: ['Read'], principals: grouped },
    { do: 'expire', targets: ['certificate'], principals: certified },
  ];
  return faults.filter(({ principals }) => principals.length > 0);
}

/** Of a system that has the setting `broker.asks.IdempotentWrite`: nobody else is ever asked for this right. */
export const idempotentWriteFault = (writers: readonly string[]): OwnFault => ({
  do: 'revoke',
  targets: ['cluster'],
  operations: ['IdempotentWrite'],
  principals: writers,
});

const BROKERS = ['broker-1', 'broker-2', 'broker-3'] as const;

/** What each request that needs a right is answered with, and the fields beside the error, as a broker fills them then. */
const REFUSALS = {
  ProduceRequest: ['ProduceResponse', { baseOffset: -1 }],
  FetchRequest: ['FetchResponse', { entries: [], aborted: [], highWatermark: -1 }],
  OffsetCommitRequest: ['OffsetCommitResponse', {}],
  OffsetFetchRequest: ['OffsetFetchResponse', { offsets: [] }],
  TxnOffsetCommitRequest: ['TxnOffsetCommitResponse', {}],
  InitProducerIdRequest: ['InitProducerIdResponse', { producerId: -1, epoch: -1 }],
  AddPartitionsToTxnRequest: ['AddPartitionsToTxnResponse', {}],
  AddOffsetsToTxnRequest: ['AddOffsetsToTxnResponse', {}],
  EndTxnRequest: ['EndTxnResponse', { producerId: -1, epoch: -1 }],
  JoinGroupRequest: ['JoinGroupResponse', { generation: -1, partitions: [] }],
  HeartbeatRequest: ['HeartbeatResponse', {}],
  LeaveGroupRequest: ['LeaveGroupResponse', {}],
} as const;
type Request = keyof typeof REFUSALS;

function deny(error: string, request: Request): Denies {
  const [name, nothing] = REFUSALS[request];
  const body = (question: NodeEvent): object => ({
    correlation: bodyOf<Correlated>(question).correlation,
    error,
    ...nothing,
  });
  return denyWith(error, { name, body });
}

/** Requests that need a right whatever is in them. */
const denyAll = (error: string, ...requests: readonly Request[]): Readonly<Record<string, Denies>> =>
  Object.fromEntries(requests.map((request) => [request, deny(error, request)]));

/** With acks=0 there is no answer; the broker closes the connection, as after any error (KafkaApis.sendResponseCallback). */
const denyProduce =
  (error: string, needs: (body: ProduceBody) => boolean = () => true): Denies =>
  (question) => {
    const body = bodyOf<ProduceBody>(question);
    if (!needs(body)) return undefined;
    return body.acks === 0
      ? { error, effects: [{ do: 'dismiss', peer: question.from }] }
      : deny(error, 'ProduceRequest')(question);
  };

const isTransactional = ({ transactionalId }: { readonly transactionalId: string }): boolean => transactionalId !== '';
const denyInit =
  (error: string, transactional: boolean): Denies =>
  (question) =>
    isTransactional(bodyOf<InitProducerIdBody>(question)) === transactional
      ? deny(error, 'InitProducerIdRequest')(question)
      : undefined;

/** A leader asks in its own name whether a partition is in a transaction. */
const denyAdding =
  (error: string): Denies =>
  (question) =>
    bodyOf<AddPartitionsBody>(question).verifyOnly ? undefined : deny(error, 'AddPartitionsToTxnRequest')(question);

/** What a broker says to whoever lacks a right to a topic, a transactional.id, a group, the cluster. */
export const [TOPIC_ERROR, ID_ERROR, GROUP_ERROR, CLUSTER_ERROR] = [
  'TOPIC_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
] as const;

/** Since 2.8 who may write to no topic at all gets no producer id either (KIP-679); before, only the cluster is looked at. */
const writeTopic = (asksForIdempotentWrite: boolean): RightPlan => ({
  target: 'topic',
  operation: 'Write',
  at: [...BROKERS, COORDINATOR],
  denies: {
    ProduceRequest: denyProduce(TOPIC_ERROR),
    AddPartitionsToTxnRequest: denyAdding(TOPIC_ERROR),
    ...(asksForIdempotentWrite ? {} : { InitProducerIdRequest: denyInit(CLUSTER_ERROR, false) }),
  },
});

/** Where a partition begins, and what was committed, is told to whoever may still Describe the topic. */
const READ_TOPIC: RightPlan = {
  target: 'topic',
  operation: 'Read',
  at: [...BROKERS, COORDINATOR],
  denies: denyAll(TOPIC_ERROR, 'FetchRequest', 'OffsetCommitRequest', 'TxnOffsetCommitRequest'),
};

const WRITE_ID: RightPlan = {
  target: 'transactional.id',
  operation: 'Write',
  at: [COORDINATOR, ...BROKERS],
  denies: {
    ProduceRequest: denyProduce(ID_ERROR, isTransactional),
    InitProducerIdRequest: denyInit(ID_ERROR, true),
    AddPartitionsToTxnRequest: denyAdding(ID_ERROR),
    ...denyAll(ID_ERROR, 'AddOffsetsToTxnRequest', 'TxnOffsetCommitRequest', 'EndTxnRequest'),
  },
};

/** Describe on the group is granted by Read alone, so OffsetFetch is refused, too. */
const READ_GROUP: RightPlan = {
  target: 'group',
  operation: 'Read',
  at: [COORDINATOR],
  denies: denyAll(
    GROUP_ERROR,
    'JoinGroupRequest',
    'HeartbeatRequest',
    'LeaveGroupRequest',
    'OffsetCommitRequest',
    'OffsetFetchRequest',
    'AddOffsetsToTxnRequest',
    'TxnOffsetCommitRequest',
  ),
  // One heartbeat stands for all: the one that waits there is answered as the next one would be.
  told: true,
};

const IDEMPOTENT_WRITE: RightPlan = {
  target: 'cluster',
  operation: 'IdempotentWrite',
  at: [COORDINATOR, ...BROKERS],
  denies: {
    InitProducerIdRequest: denyInit(CLUSTER_ERROR, false),
    ProduceRequest: denyProduce(CLUSTER_ERROR, (body) => !isTransactional(body) && body.batch.producerId >= 0),
  },
};

/** `asksForIdempotentWrite`: the brokers are older than 2.8. */
export const kafkaRights = (asksForIdempotentWrite: boolean): readonly RightPlan[] => [
  writeTopic(asksForIdempotentWrite),
  READ_TOPIC,
  WRITE_ID,
  READ_GROUP,
  ...(asksForIdempotentWrite ? [IDEMPOTENT_WRITE] : []),
];

/** The same two rights of a topic where a cluster is drawn as one source that is read by position, and nobody is in a group. */
export const SOURCE_RIGHTS: readonly RightPlan[] = [
  { ...writeTopic(false), at: ['source'], denies: { request: denyCall('ProduceResponse', TOPIC_ERROR) } },
  { ...READ_TOPIC, at: ['source'], denies: { fetch: denyQuestion('FetchResponse', TOPIC_ERROR) } },
];
/** And the faults of whoever writes to that source and reads it. */
export const sourceRightFaults = (reader: string, certified: readonly string[]): readonly OwnFault[] =>
  kafkaRightFaults({ writers: ['producer'], transactional: [], readers: [reader], grouped: [], certified });
