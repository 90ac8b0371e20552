/**
 * The broker's role: one replica of one partition, that leads or follows. It decides by the pure functions of `rules/`.
 * Source: Kafka's ReplicaManager, Partition and UnifiedLog classes.
 */
import { asAnyRole, type Action, type AnyRole, type Effect, type NodeEvent } from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { COORDINATOR, CONTROLLER, partOf } from '../addresses';
import {
  bodyOf,
  type ErrorAnswer,
  type PartitionChangeBody,
  type ProduceBody,
  type ReplicaFetchAnswer,
  type ReplicaFetchBody,
} from '../messages';
import * as answering from './answering';
import * as appending from './appending';
import { brokerMachine } from './broker.machine';
import { cutToFlushed, emptyLog, freshMemory, type BrokerData, type BrokerParameters } from './memory';
import { noteLost } from './logNotes';
import * as reading from './reading';
import * as replicating from './replicating';
import { expireProducers, expireVerifications, needsVerification, type KafkaError } from './rules';
import * as verifying from './verifying';

/** What the fault `expire` calls the state of idle producers. */
const EXPIRES = 'producers';

/** A broker's role. */
export function brokerRole(p: BrokerParameters): AnyRole {
  return asAnyRole<BrokerData>({
    chart: brokerMachine,
    guards: {
      isOfProducers: (_, event) => event.body === EXPIRES,
      isOwnConnection: (data, event) =>
        event.about === 'own' &&
        (event.from === CONTROLLER || event.from === COORDINATOR || isLeaderConnection(p, data, event)),
      isOlderEpoch: ({ volatile: v }, event) => bodyOf<PartitionChangeBody>(event).leaderEpoch < v.leaderEpoch,
      isSameReign: ({ volatile: v }, event) =>
        bodyOf<PartitionChangeBody>(event).leaderEpoch === v.leaderEpoch &&
        bodyOf<PartitionChangeBody>(event).leader === v.leader,
      isNamedLeader: (_, event) => bodyOf<PartitionChangeBody>(event).leader === p.id,
      isFirstLeader: ({ volatile: v }) => v.assigned && v.leader === p.id,
      isFirstFollower: ({ volatile: v }) => v.assigned && v.leader !== p.id,
      isAlone: () => p.replicas.length === 1,
      isController: (_, event) => event.from === CONTROLLER,
      isLeaderConnection: (data, event) => isLeaderConnection(p, data, event),
      isDuplicate: (data, event) => appending.judgeAppend(p, data, event).verdict === 'duplicate',
      needsVerification: ({ unflushed }, event) =>
        needsVerification(unflushed.states, bodyOf<ProduceBody>(event).batch, p),
      isRefused: (data, event) => appending.judgeAppend(p, data, event).verdict === 'refuse',
      isUnknownVerification: (data, event) =>
        isLateCopy(event) || !data.volatile.verifying.has(bodyOf<ErrorAnswer>(event).correlation),
      isWorthAskingAgain: (data, event) => verifying.isWorthAskingAgain(p, data, event),
      isVerificationRefused: (_, event) => bodyOf<ErrorAnswer>(event).error !== 'NONE',
      isMarkerRefused: (data, event) => appending.markerError(p, data, event) !== undefined,
      isFetchOutOfRange: reading.isFetchOutOfRange,
      hasReadable: reading.hasReadable,
      isNextUnknown: reading.isNextUnknown,
      isOfOtherReign: ({ volatile: v }, event) => bodyOf<ReplicaFetchBody>(event).leaderEpoch !== v.leaderEpoch,
      isDiverging: (data, event) => replicating.divergenceOf(data, event) !== undefined,
      isIsrAccepted: (_, event) => bodyOf<ErrorAnswer>(event).error === '',
      isOldAnswer: ({ volatile: v }, event) => isLateCopy(event) || event.from !== v.leader,
      isTooEarly: (_, event) => replicating.isTooEarly(event),
      isReplicaRefused: (_, event) => bodyOf<ReplicaFetchAnswer>(event).error !== '',
      hasDivergence: (_, event) => bodyOf<ReplicaFetchAnswer>(event).diverging !== undefined,
    },
    actions: actionsOf(p),
    birth: () => ({
      durable: { flushed: 0, logStart: 0, highWatermark: 0 },
      unflushed: emptyLog(),
      volatile: freshMemory(p, true),
    }),
    rebirth: ({ durable, unflushed }, power) => rebirth(p, durable, unflushed, power),
  });
}

function rebirth(
  p: BrokerParameters,
  durable: BrokerData['durable'],
  unflushed: BrokerData['unflushed'],
  power: boolean,
): BrokerData {
  const volatile = { ...freshMemory(p, false), leaderEpoch: -1, leader: '' };
  if (!power) return { durable, unflushed, volatile };
  return {
    durable: { ...durable, highWatermark: Math.min(durable.highWatermark, durable.flushed) },
    unflushed: cutToFlushed(unflushed, durable.flushed),
    volatile: { ...volatile, lost: unflushed.entries.slice(durable.flushed) },
  };
}

const isLeaderConnection = (p: BrokerParameters, { volatile: v }: BrokerData, event: NodeEvent): boolean =>
  event.from === v.leader && v.leader !== p.id;

function actionsOf(p: BrokerParameters): Record<string, Action<BrokerData>> {
  const connect = (peer: string, backoffMs: number): Effect => ({ do: 'connect', peer, backoffMs });
  return {
    connectAll: ({ volatile: v }) => [
      ...noteLost(p, v),
      ...(p.replicas.length > 1 ? [connect(CONTROLLER, 0)] : []),
      ...(p.transactional ? [connect(COORDINATOR, 0)] : []),
    ],
    reconnect: (data, event) => [
      connect(event.from, p.reconnectBackoffMs),
      ...(event.from === COORDINATOR ? verifying.failAll(p, data, 'NOT_ENOUGH_REPLICAS') : []),
    ],
    register: () => [
      {
        do: 'send',
        message: {
          name: 'BrokerRegistrationRequest',
          to: CONTROLLER,
          part: partOf(p.partition),
          body: {},
          records: [],
          about: p.id,
          says: p.id,
        },
      },
    ],
    forgetClient: ({ volatile: v }, event) => {
      const isOther = (waiting: NodeEvent): boolean => waiting.connection !== event.body;
      v.fetches = v.fetches.filter(isOther);
      v.replicaFetches.forEach((waiting, follower) => !isOther(waiting) && v.replicaFetches.delete(follower));
      return [];
    },
    expireProducers: ({ unflushed, volatile: v }, _, now) => {
      expireProducers(unflushed.states, now, 0);
      expireVerifications(v.verifications, now, 0);
      return [];
    },
    failVerifying: (data) => verifying.failAll(p, data, 'NOT_LEADER_OR_FOLLOWER'),
    refuseVerifyingDue: (_, event) => verifying.refuseDue(p, event),
    failWaiting: (data) => answering.failWaiting(p, data),
    beginReign: (data, event, now) => replicating.beginReign(p, data, event, now),
    follow: (data, event) => replicating.follow(p, data, event),
    takeIsr: (data, event) => replicating.takeIsr(data, event),
    noteDuplicate: (_, event) => appending.noteDuplicate(p, event),
    answerDuplicate: (data, event) => appending.answerDuplicate(p, data, event),
    verify: (data, event, now) => verifying.verify(p, data, event, now),
    raiseVerified: (data, event) => verifying.raiseVerified(data, event),
    askAgainLater: (data, event) => verifying.askAgainLater(data, event),
    verifyAgain: (data, event, now) => verifying.verifyAgain(p, data, event, now),
    refuseVerification: (data, event) => verifying.refuse(p, data, event),
    refuse: (data, event) => appending.refuse(p, data, event),
    reachAppend: (_, event) => reachEach('before', appending.requestOf(event)),
    append: (data, event, now) => appending.append(p, data, event, now),
    reachAppended: (_, event) => reachEach('after', appending.requestOf(event)),
    advance: (data) => replicating.advance(p, data),
    answerLeader: (data, event) => appending.answerLeaderAck(p, data, event),
    appendMarker: (data, event, now) => appending.appendMarker(p, data, event, now),
    refuseMarker: (data, event) => [
      answering.answerProduce(p, event, appending.markerError(p, data, event) ?? 'NONE', -1),
    ],
    refuseFetch: (_, event) => [answering.refuseRead(event, 'OFFSET_OUT_OF_RANGE')],
    refuseOffset: (_, event) => [answering.refuseRead(event, 'OFFSET_NOT_AVAILABLE')],
    refuseAsNoLeader: (_, event) => refuseAsNoLeader(p, event),
    answerFetch: (data, event) => [reading.answerFetch(p, data, event)],
    parkFetch: ({ volatile: v }, event) => {
      v.fetches.push(event);
      return [];
    },
    answerOffset: (data, event) => [reading.answerOffset(data, event)],
    noteFollower: (data, event, now) => replicating.noteFollower(data, event, now),
    answerReplicaOrPark: (data, event) => replicating.answerReplicaOrPark(p, data, event),
    answerDivergence: (data, event) => replicating.answerDivergence(p, data, event),
    refuseReplica: (data, event) => replicating.refuseReplica(p, data, event),
    proposeJoin: (data, event) => replicating.proposeJoin(p, data, event),
    proposeShrink: (data, _, now) => replicating.proposeShrink(p, data, now),
    proposeAgain: (data) => replicating.proposeAgain(p, data),
    proposeNext: (data) => replicating.proposeNext(p, data),
    fetchIfOut: (data) => replicating.fetchIfOut(p, data),
    dropProposal: (data) => replicating.dropProposal(p, data),
    fetchLater: () => replicating.fetchLater(p),
    failWaitingProduce: (data, event) => answering.failWaitingProduce(p, data, event),
    fetchFromLeader: (data) => replicating.fetchFromLeader(p, data),
    copy: (data, event) => replicating.copy(p, data, event),
    truncate: (data, event) => replicating.truncate(p, data, event),
  };
}

/** Not in charge: what was asked of a leader is refused, so that the client looks for the new one. */
function refuseAsNoLeader(p: BrokerParameters, event: NodeEvent): Effect[] {
  const error: KafkaError = 'NOT_LEADER_OR_FOLLOWER';
  if (event.type === 'ProduceRequest') return [...answering.refuseProduce(p, event, error)];
  return [
    event.type === 'WriteTxnMarkersRequest'
      ? answering.answerProduce(p, event, error, -1)
      : answering.refuseRead(event, error),
  ];
}

function reachEach(when: 'before' | 'after', { records }: NodeEvent): Effect[] {
  return records.map((record) => ({ do: 'reach', when, step: 'append', record }));
}
