/**
 * The producer client as a role of its own: whoever owns it is another part of the same node (see `talk.ts`).
 * Source: Kafka's KafkaProducer, Sender, RecordAccumulator and TransactionManager classes; KIP-98, KIP-360, KIP-890.
 */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type Guard,
  type NodeEvent,
} from '../../engine/contracts';
import { COORDINATOR } from '../addresses';
import { askForLeader, learnLeader, type MetadataAnswer } from '../leader';
import { bodyOf, type Correlated, type ErrorAnswer, type ProduceAnswer, type ProducerIdAnswer } from '../messages';
import * as accumulator from './accumulator';
import * as asking from './asking';
import * as links from './links';
import { freshMemory, isTransactional, partitionOf } from './memory';
import type { ClientData, ClientMemory, ClientParameters, PendingBatch } from './memory';
import { bumpEpoch } from './numbering';
import { producerMachine } from './producer.machine';
import { afterProduce, afterQuestion, type ProduceReaction } from './reactions';
import * as sending from './sending';
import { tell, type OffsetsToSend, type RecordToSend, type Sent, type Trouble } from './talk';
import * as transactions from './transactions';

/** A producer client's role, to be a part of a node that has another part called `p.app`. */
export function kafkaProducerRole(p: ClientParameters): AnyRole {
  const birth = (): ClientData => ({ durable: undefined, unflushed: undefined, volatile: freshMemory(p) });
  return asAnyRole<ClientData>({
    chart: producerMachine,
    guards: { ...batchGuards(p), ...transactionGuards(p) },
    actions: { ...connectionActions(p), ...batchActions(p), ...transactionActions(p) },
    birth,
    rebirth: birth,
  });
}

/** Timers of a client beside those of its batches. */
const CLOCKS = ['question', 'ask', 'drain'];

type Guards = Record<string, Guard<ClientData>>;
type Actions = Record<string, Action<ClientData>>;
const none: Effects = [];

const flightOf = (v: ClientMemory, event: NodeEvent): PendingBatch | undefined =>
  v.inFlight.get(bodyOf<Correlated>(event).correlation);
const batchOf = (v: ClientMemory, event: NodeEvent): PendingBatch | undefined => v.batches.get(event.body as number);
const errorIn = (event: NodeEvent): string => bodyOf<ErrorAnswer>(event).error;

function batchGuards(p: ClientParameters): Guards {
  const reaction = (v: ClientMemory, event: NodeEvent): ProduceReaction | undefined => {
    const batch = flightOf(v, event);
    return batch === undefined ? undefined : afterProduce(sending.viewOf(p, v, batch), errorIn(event));
  };
  return {
    isLastPeer: ({ volatile: v }, event) =>
      links.peersOf(p, v).every((peer) => peer === event.from || v.connected.has(peer)),
    isIdempotent: () => p.idempotent,
    isNewLeader: ({ volatile: v }, event) =>
      bodyOf<MetadataAnswer>(event).leaderEpoch > links.partitionIn(v, event).view.leaderEpoch,
    isStaleBatch: ({ volatile: v }, event) => event.connection < 0 || flightOf(v, event) === undefined,
    isAppended: ({ volatile: v }, event) => reaction(v, event) === 'done',
    needsEpochBump: ({ volatile: v }, event) => reaction(v, event) === 'bumpAndRetry',
    isRetriable: ({ volatile: v }, event) => reaction(v, event) === 'retry',
    isFatalBatch: ({ volatile: v }, event) => reaction(v, event) === 'fatal',
    isBatchOpen: ({ volatile: v }, event) => batchOf(v, event) !== undefined,
  };
}

function transactionGuards(p: ClientParameters): Guards {
  const isAgreed = (event: NodeEvent): boolean => afterQuestion(errorIn(event)) === 'done';
  return {
    isTransactional: () => isTransactional(p),
    isInTransaction: ({ volatile: v }) => v.transaction !== undefined,
    isStaleAnswer: ({ volatile: v }, event) =>
      event.connection < 0 || v.open?.correlation !== bodyOf<Correlated>(event).correlation,
    isAgreed: (_, event) => isAgreed(event),
    isAgreedAndNeedsEpoch: ({ volatile: v }, event) => isAgreed(event) && v.needsNewEpoch,
    needsNewEpoch: ({ volatile: v }) => v.needsNewEpoch,
    isToBeAskedAgain: (_, event) => afterQuestion(errorIn(event)) === 'retry',
    isAbortableAnswer: (_, event) => afterQuestion(errorIn(event)) === 'abortable',
  };
}

function connectionActions(p: ClientParameters): Actions {
  return {
    connectAll: ({ volatile: v }) => links.connectAll(p, v),
    closeAll: (data) => {
      const given = sending.abandonAll(p, data.volatile, 'closed');
      const closed = links.closeAll(data.volatile);
      data.volatile = freshMemory(p);
      return [...given, ...CLOCKS.map((name): Effect => ({ do: 'stopTimer', name })), ...closed];
    },
    greetPeer: ({ volatile: v }, event) => links.greet(p, v, event),
    forgetPeer: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      return none;
    },
    reconnect: ({ volatile: v }, event) => links.reconnect(p, v, event),
    breakConnection: ({ volatile: v }, event) => links.renew(p, v, links.peerIn(event)),
    breakCoordinator: ({ volatile: v }) => links.renew(p, v, COORDINATOR),
    failConnection: ({ volatile: v }, event, now) => sending.failConnection(p, v, links.peerIn(event), now),
    doubtLeaders: ({ volatile: v }, event) => links.doubtLeaders(p, v, event),
    doubtLeaderIfDeposed: ({ volatile: v }, event) => {
      const batch = errorIn(event) === 'NOT_LEADER_OR_FOLLOWER' ? flightOf(v, event) : undefined;
      return batch === undefined ? none : askForLeader(partitionOf(v, batch).view, p.brokers);
    },
    moveToLeader: ({ volatile: v }, event) => links.moveToLeader(v, event),
    noteNoNews: ({ volatile: v }, event) => {
      learnLeader(links.partitionIn(v, event).view, bodyOf<MetadataAnswer>(event));
      return none;
    },
    askAgain: ({ volatile: v }, event) => {
      const isOurs = event.type === 'askDue' || event.from === COORDINATOR;
      return isOurs && v.open !== undefined && v.connected.has(COORDINATOR) ? v.open.again() : none;
    },
    askLater: ({ volatile: v }, event) => asking.askLater(p, v, errorIn(event)),
  };
}

function batchActions(p: ClientParameters): Actions {
  const withFlight = (v: ClientMemory, event: NodeEvent, react: (batch: PendingBatch) => Effects): Effects => {
    const batch = flightOf(v, event);
    return batch === undefined ? none : react(batch);
  };
  return {
    addRecord: ({ volatile: v }, event, now) => {
      const call = bodyOf<RecordToSend>(event);
      transactions.noteRecord(p, v, call);
      return accumulator.addRecord(p, v, call, now);
    },
    refuseSend: ({ volatile: v }, event) => {
      const { record, partition } = bodyOf<RecordToSend>(event);
      const error = v.error === '' ? 'IllegalStateException' : v.error;
      const body: Sent = { record, outcome: 'fail', error, partition, offset: -1 };
      return [tell(p.app, 'sent', body)];
    },
    drain: ({ volatile: v }, _, now) => accumulator.drain(p, v, now),
    completeBatch: ({ volatile: v }, event) =>
      withFlight(v, event, (batch) => sending.complete(p, v, batch, bodyOf<ProduceAnswer>(event))),
    retryBatch: ({ volatile: v }, event, now) => withFlight(v, event, (batch) => sending.retry(p, v, batch, now)),
    retryUnderNewEpoch: ({ volatile: v }, event, now) =>
      withFlight(v, event, (batch) => [...sending.retry(p, v, batch, now), ...bumpEpoch(v, partitionOf(v, batch))]),
    failBatch: ({ volatile: v }, event) => withFlight(v, event, (batch) => sending.fail(p, v, batch, errorIn(event))),
    expireBatch: ({ volatile: v }, event) => {
      const batch = batchOf(v, event);
      return batch === undefined ? none : sending.expire(p, v, batch);
    },
    abandonUnsent: ({ volatile: v }) => sending.abandonUnsent(p, v, v.error === '' ? 'aborted' : v.error),
  };
}

function transactionActions(p: ClientParameters): Actions {
  return {
    identify: () => [{ do: 'raise', event: 'identify' }],
    tellInitialized: ({ volatile: v }) => transactions.tellIdentified(p, v),
    askProducerId: ({ volatile: v }) => asking.producerId(p, v),
    takeIdentity: ({ volatile: v }, event) => transactions.takeIdentity(v, bodyOf<ProducerIdAnswer>(event)),
    tellIdentified: ({ volatile: v }) => transactions.tellIdentified(p, v),
    begin: ({ volatile: v }) => transactions.begin(v),
    queueOffsets: ({ volatile: v }, event) => transactions.queueOffsets(p, v, bodyOf<OffsetsToSend>(event)),
    commit: ({ volatile: v }) => transactions.end(v, 'commit'),
    abort: ({ volatile: v }) => transactions.end(v, 'abort'),
    askNext: ({ volatile: v }) => transactions.askNext(p, v),
    takeAgreement: ({ volatile: v }) => transactions.takeAgreement(p, v),
    closeQuestion: ({ volatile: v }) => [asking.close(v)],
    takeEnd: ({ volatile: v }, event) => transactions.takeEnd(p, v, bodyOf<ProducerIdAnswer>(event)),
    tellEnded: ({ volatile: v }) => transactions.tellEnded(p, v),
    doom: ({ volatile: v }, event) => transactions.doom(p, v, troubleIn(v, event)),
    failEverything: ({ volatile: v }, event) => failEverything(p, v, troubleIn(v, event)),
    tellFatal: ({ volatile: v }) => [tell(p.app, 'fatal', { error: v.error } satisfies Trouble)],
  };
}

/** The error that an event brings, or the one that is known already. */
const troubleIn = (v: ClientMemory, { body }: NodeEvent): string =>
  (body as { readonly error?: string } | undefined)?.error ?? v.error;

/** The producer is fenced, or has lost its right to write: whatever waits fails with it. */
function failEverything(p: ClientParameters, v: ClientMemory, error: string): Effects {
  const records = v.transaction?.records ?? [];
  v.error = error;
  v.open = undefined;
  return [
    note({ kind: 'refuse', reason: 'fenced', error, records: [...records], why: p.transactionalId }),
    { do: 'stopTimer', name: 'question' },
    ...sending.abandonAll(p, v, error),
    tell(p.app, 'fatal', { error } satisfies Trouble),
  ];
}
