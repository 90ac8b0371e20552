/**
 * The producer's role, with the application that owns it.
 * Source: Kafka's KafkaProducer, Sender, RecordAccumulator and TransactionManager classes; KIP-98, KIP-360, KIP-890.
 */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import { COORDINATOR, CONTROLLER } from '../addresses';
import { askAgainForLeader, askForLeader, learnLeader, type MetadataAnswer } from '../leader';
import { bodyOf, type Correlated, type FetchAnswer, type ProduceAnswer, type ProducerIdAnswer } from '../messages';
import * as accumulator from './accumulator';
import * as application from './application';
import * as asking from './asking';
import {
  freshMemory,
  isTransactional,
  type PendingBatch,
  type ProducerData,
  type ProducerMemory,
  type ProducerParameters,
} from './memory';
import { producerMachine } from './producer.machine';
import { needsEpochBump, isRetriable } from './reactions';

/** A producer's role. */
export function producerRole(p: ProducerParameters): AnyRole {
  const isLastPeer = ({ volatile: v }: ProducerData, event: NodeEvent): boolean =>
    peersOf(p).every((peer) => peer === event.from || v.connected.has(peer));
  const asksBack = ({ volatile: v }: ProducerData): boolean => v.restarted && p.onRestart === 'ask';
  return asAnyRole<ProducerData>({
    chart: producerMachine,
    guards: {
      isLeader: ({ volatile: v }, event) => event.from === v.view.leader,
      isLastPeer,
      isLastPeerOfIdentified: (data, event) => p.idempotent && isLastPeer(data, event),
      isLastPeerOfAsking: (data, event) => asksBack(data) && isLastPeer(data, event),
      asksAfterRestart: asksBack,
      isQuestionOpen: ({ volatile: v }, event) => v.open?.peer() === event.from,
      isNewLeader: ({ volatile: v }, event) => bodyOf<MetadataAnswer>(event).leaderEpoch > v.view.leaderEpoch,
      isTransactional: () => isTransactional(p),
      canBegin: ({ volatile: v }) => isTransactional(p) && v.backlog.length > 0,
      isStaleAnswer: ({ volatile: v }, event) =>
        event.connection < 0 || v.open?.correlation !== bodyOf<Correlated>(event).correlation,
      isConcurrent: (_, event) => asking.isWorthRepeating(bodyOf<ProducerIdAnswer>(event).error),
      isRefusedAnswer: (_, event) => bodyOf<ProducerIdAnswer>(event).error !== 'NONE',
      isAborting: (_, event) => bodyOf<ProducerIdAnswer>(event).error === 'TRANSACTION_ABORTABLE',
      isRefusedRead: (_, event) => bodyOf<FetchAnswer>(event).error !== '',
      hasMoreToRead: (_, event) => asking.hasMoreToRead(bodyOf<FetchAnswer>(event)),
      isStaleBatch: ({ volatile: v }, event) => event.connection < 0 || flightOf(v, event) === undefined,
      isAppended: (_, event) => bodyOf<ProduceAnswer>(event).error === 'NONE',
      needsEpochBump: ({ volatile: v }, event) =>
        needsEpochBump(p, v, flightOf(v, event), bodyOf<ProduceAnswer>(event).error),
      isRetriable: ({ volatile: v }, event) => isRetriable(p, flightOf(v, event), bodyOf<ProduceAnswer>(event).error),
      isBatchOpen: ({ volatile: v }, event) => accumulator.batchById(v, event.body as number) !== undefined,
      isTransactionFull: ({ durable, volatile: v }) =>
        v.inFlight.length === 0 &&
        v.queue.length === 0 &&
        (v.transaction.length >= p.transactionRecords || (durable.next > p.records && v.backlog.length === 0)),
    },
    actions: { ...connectionActions(p), ...batchActions(p), ...transactionActions(p) },
    birth: () => ({
      durable: { next: 1, acknowledged: new Set() },
      unflushed: undefined,
      volatile: freshMemory(false),
    }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: freshMemory(true) }),
  });
}

const peersOf = (p: ProducerParameters): readonly string[] => [
  'broker-1',
  ...(p.idempotent ? [COORDINATOR] : []),
  ...(p.brokers > 1 ? [CONTROLLER] : []),
];

const flightOf = (v: ProducerMemory, event: NodeEvent): PendingBatch | undefined => {
  const { correlation } = bodyOf<Correlated>(event);
  return v.inFlight.find((batch) => batch.correlation === correlation);
};

type Actions = Record<string, Action<ProducerData>>;
const none: Effects = [];

function connectionActions(p: ProducerParameters): Actions {
  const connect = (peer: string, backoffMs: number): Effect => ({ do: 'connect', peer, backoffMs });
  return {
    connectAll: () => peersOf(p).map((peer) => connect(peer, 0)),
    greetPeer: ({ volatile: v }, event) => {
      v.connected.add(event.from);
      return event.from === CONTROLLER ? askAgainForLeader(v.view, p.brokers) : none;
    },
    forgetPeer: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      return none;
    },
    reconnect: (_, event) => [connect(event.from, p.reconnectBackoffMs)],
    doubtLeader: ({ volatile: v }) => askForLeader(v.view, p.brokers),
    doubtLeaderIfDeposed: ({ volatile: v }, event) =>
      bodyOf<ProduceAnswer>(event).error === 'NOT_LEADER_OR_FOLLOWER' ? askForLeader(v.view, p.brokers) : none,
    moveToLeader: ({ volatile: v }, event) => {
      learnLeader(v.view, bodyOf<MetadataAnswer>(event));
      return v.connected.has(v.view.leader) ? none : [connect(v.view.leader, 0)];
    },
    abandonLeader: ({ volatile: v }) => abandon(v, v.view.leader, p),
    abandonCoordinator: ({ volatile: v }) => abandon(v, v.open?.peer() ?? COORDINATOR, p),
    askAgain: ({ volatile: v }) => (v.open !== undefined && v.connected.has(v.open.peer()) ? v.open.again() : none),
    askLater: () => [{ do: 'startTimer', name: 'ask', event: 'askDue', delayMs: p.retryBackoffMs }],
  };
}

function abandon(v: ProducerMemory, peer: string, p: ProducerParameters): Effects {
  v.connected.delete(peer);
  return [
    { do: 'disconnect', peer },
    { do: 'connect', peer, backoffMs: p.reconnectBackoffMs },
  ];
}

function batchActions(p: ProducerParameters): Actions {
  return {
    submit: (data, _, now) => application.submit(p, data, now),
    expectNext: (data, _, now) => application.expectNext(p, data, now),
    recoverBacklog: (data) => application.recoverBacklog(p, data),
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    fill: (data, _, now) => accumulator.fill(p, data, now),
    drain: (data, _, now) => accumulator.drain(p, data, now),
    reachAck: ({ volatile: v }, event) => application.reachAck('before', flightOf(v, event)?.records ?? []),
    completeBatch: (data, event) => completeBatch(p, data, event),
    reachAcked: (_, event) => application.reachAck('after', event.records),
    requeue: ({ volatile: v }, event, now) => withFlight(v, event, (batch) => accumulator.requeue(p, v, batch, now)),
    requeueAll: (data, _, now) => accumulator.requeueAll(p, data, now),
    failBatch: ({ volatile: v }, event) =>
      withFlight(v, event, (batch) => [
        ...accumulator.land(v, batch),
        accumulator.stopDelivery(batch),
        ...application.tellFailed(batch.records, 'fail', bodyOf<ProduceAnswer>(event).error),
      ]),
    expireBatch: ({ volatile: v }, event) => expire(v, event),
    bumpEpoch: ({ volatile: v }) => accumulator.bumpEpoch(v),
    bumpEpochAfterFailure: ({ volatile: v }) => (p.idempotent ? accumulator.bumpEpoch(v) : none),
    bumpEpochIfUnresolved: ({ volatile: v }) =>
      v.unresolved && v.inFlight.length === 0 ? accumulator.bumpEpoch(v) : none,
  };
}

function withFlight(v: ProducerMemory, event: NodeEvent, react: (batch: PendingBatch) => Effects): Effects {
  const batch = flightOf(v, event);
  return batch === undefined ? none : react(batch);
}

function expire(v: ProducerMemory, event: NodeEvent): Effects {
  const batch = accumulator.batchById(v, event.body as number);
  return batch === undefined ? none : accumulator.expireBatch(v, batch);
}

/** The broker has it: outside a transaction the application is told at once, inside it waits for the commit. */
function completeBatch(p: ProducerParameters, data: ProducerData, event: NodeEvent): Effects {
  const { volatile: v } = data;
  return withFlight(v, event, (batch) => {
    if (batch.sequence >= 0)
      v.lastAckedSequence = Math.max(v.lastAckedSequence, batch.sequence + batch.records.length - 1);
    if (v.lastAckedSequence + 1 === v.nextSequence) v.unresolved = false;
    application.notePlaces(v, batch.records, bodyOf<ProduceAnswer>(event).baseOffset);
    const told = isTransactional(p) ? none : application.tellOk(data, batch.records, `acks=${p.acks}`);
    return [...accumulator.land(v, batch), accumulator.stopDelivery(batch), ...told];
  });
}

function transactionActions(p: ProducerParameters): Actions {
  return {
    askProducerId: ({ volatile: v }) => asking.producerId(v, p),
    takeProducerId: ({ volatile: v }, event) => [
      ...asking.takeProducerId(v, bodyOf<ProducerIdAnswer>(event)),
      ...(isTransactional(p) ? [application.called('initTransactions', [])] : none),
    ],
    readBack: ({ volatile: v }) => asking.readBack(v, p),
    noteFound: ({ volatile: v }, event) => asking.noteFound(v, bodyOf<FetchAnswer>(event), isTransactional(p)),
    begin: ({ volatile: v }) => {
      v.transaction = [];
      return [application.called('beginTransaction', [])];
    },
    raiseBatchDone: () => [{ do: 'raise', event: 'batchDone' }],
    askCommit: ({ volatile: v }) => [
      application.called('commitTransaction', v.transaction),
      ...asking.endTransaction(v, p, true),
    ],
    askAbort: ({ volatile: v }) => [
      application.called('abortTransaction', v.transaction),
      ...asking.endTransaction(v, p, false),
    ],
    dropBatch: ({ volatile: v }, event) =>
      withFlight(v, event, (batch) => [...accumulator.land(v, batch), accumulator.stopDelivery(batch)]),
    dropExpired: ({ volatile: v }, event) => {
      const batch = accumulator.batchById(v, event.body as number);
      return batch === undefined ? none : accumulator.land(v, batch);
    },
    dropQueue: ({ volatile: v }) => {
      const dropped = v.queue.map(accumulator.stopDelivery);
      v.queue = [];
      return dropped;
    },
    abortWhenIdle: ({ volatile: v }) => (v.inFlight.length === 0 ? [{ do: 'raise', event: 'idle' }] : none),
    tryTransactionAgain: ({ volatile: v }) => asking.tryTransactionAgain(v),
    takeEpoch: ({ volatile: v }, event) => asking.takeProducerId(v, bodyOf<ProducerIdAnswer>(event)),
    reachAckAll: ({ volatile: v }) => application.reachAck('before', v.transaction),
    tellCommitted: (data) => {
      data.volatile.transactionTries = 0;
      return application.tellOk(data, data.volatile.transaction, 'committed');
    },
    reachAckedAll: ({ volatile: v }) => application.reachAck('after', v.transaction),
    failEverything: ({ volatile: v }, event) => {
      const error = (event.body as { error?: string } | undefined)?.error ?? 'fenced';
      const fenced = note({ kind: 'refuse', reason: 'fenced', error, records: v.transaction, why: p.transactionalId });
      v.open = undefined;
      return [fenced, { do: 'stopTimer', name: 'question' }, ...application.failEverything(v, error)];
    },
  };
}
