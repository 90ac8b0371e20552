/**
 * The application that owns a producer client: its workload, its database, and its choices after a restart and after an
 * exception. It is a part of the node beside the client.
 */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Guard,
  type NodeEvent,
} from '../../../engine/contracts';
import { bodyOf, type Correlated, type FetchAnswer } from '../../messages';
import { tell, type Sent, type Trouble } from '../talk';
import { applicationMachine } from './application.machine';
import { freshMemory, type ApplicationData, type ApplicationParameters } from './memory';
import * as reading from './readingBack';
import * as transactions from './transactions';
import * as workload from './workload';

/** An application's role, to be a part of a node that has another part called `p.client`. */
export function applicationRole(p: ApplicationParameters): AnyRole {
  return asAnyRole<ApplicationData>({
    chart: applicationMachine,
    guards: guardsOf(p),
    actions: { ...lifeActions(p), ...readingActions(p), ...sendingActions(p), ...transactionActions(p) },
    birth: () => ({ durable: p.journal, unflushed: undefined, volatile: freshMemory(p, false) }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: freshMemory(p, true) }),
  });
}

/** How often a call that timed out is made before the application closes its client. */
const CALLS_MAX = 2;

type Actions = Record<string, Action<ApplicationData>>;

function guardsOf(p: ApplicationParameters): Record<string, Guard<ApplicationData>> {
  const isOwner = ({ durable }: ApplicationData): boolean => durable.owner === p.id;
  const leaderAsked = ({ volatile: v }: ApplicationData): string => v.reading.open?.peer() ?? '';
  return {
    isReplaced: (data) => p.replaces === undefined && !isOwner(data),
    isInReserve: (data) => p.replaces !== undefined && !isOwner(data),
    isOriginal: (_, event) => event.from === p.replaces?.node,
    asksBack: ({ volatile: v }) => v.inherits && p.onRestart === 'ask',
    isLeaderAsked: (data, event) => event.from === leaderAsked(data),
    isNewLeader: reading.isNewLeader,
    isStaleAnswer: ({ volatile: v }, event) =>
      event.connection < 0 || v.reading.open?.correlation !== bodyOf<Correlated>(event).correlation,
    isRefusedRead: (_, event) => bodyOf<FetchAnswer>(event).error !== '',
    hasMoreToRead: (_, event) => reading.hasMore(event),
    hasMorePartitions: (data) => reading.hasMorePartitions(p, data),
    isTransactional: () => p.transactional,
    canBegin: ({ volatile: v }) => p.transactional && v.backlog.length > 0,
    mayCallAgain: ({ volatile: v }) => v.calls < CALLS_MAX,
    isCommitting: ({ volatile: v }) => v.ending === 'commit',
    isSafe: (_, event) => bodyOf<Sent>(event).outcome === 'ok',
    hasTimedOut: (_, event) => bodyOf<Sent>(event).error === 'delivery.timeout.ms',
    isWorthSendingAgain: (data, event) => workload.resends(p, data, bodyOf<Sent>(event)),
  };
}

/** `initTransactions()`, `commitTransaction()` and `abortTransaction()` wait for the coordinator for so long. */
const callTimer = ({ maxBlockMs: delayMs }: ApplicationParameters): Effect => {
  const body: Trouble = { error: 'TimeoutException' };
  return { do: 'startTimer', name: 'call', event: 'callTimedOut', delayMs, body };
};

function lifeActions(p: ApplicationParameters): Actions {
  return {
    init: () => [tell(p.client, 'appInit')],
    awaitReturn: ({ volatile: v }) => {
      v.calls = 1;
      return p.transactional ? [callTimer(p)] : [];
    },
    callAgain: ({ volatile: v }) => {
      v.calls += 1;
      return [callTimer(p)];
    },
    stopWaiting: () => [{ do: 'stopTimer', name: 'call' }],
    closeClient: () => [tell(p.client, 'appClose')],
    watchOriginal: () =>
      p.replaces === undefined ? [] : [{ do: 'watch', peer: p.replaces.node, silenceMs: p.replaces.afterMs }],
    takeOver: (data) => {
      data.durable.owner = p.id;
      data.volatile = freshMemory(p, true);
      return [];
    },
    noteReady: () => (p.transactional ? [note({ kind: 'call', api: 'initTransactions', records: [] })] : []),
    greetPeer: ({ volatile: v }, event) => {
      v.connected.add(event.from);
      return [];
    },
    forgetPeer: ({ volatile: v }, event) => {
      v.connected.delete(event.from);
      return [];
    },
  };
}

function readingActions(p: ApplicationParameters): Actions {
  return {
    readBack: (data) => reading.readBack(p, data),
    askAgain: ({ volatile: v }) => v.reading.open?.again() ?? [],
    askLater: () => [{ do: 'startTimer', name: 'ask', event: 'askDue', delayMs: p.retryBackoffMs }],
    stopQuestion: () => [{ do: 'stopTimer', name: 'question' }],
    reconnect: (_, event) => [{ do: 'connect', peer: event.from, backoffMs: p.reconnectBackoffMs }],
    breakConnection: (data) => reading.breakConnection(p, data),
    doubtLeader: (data) => reading.doubtLeader(p, data),
    moveToLeader: (data, event) => reading.moveToLeader(data, event),
    noteFound: (data, event) => reading.noteFound(p, data, event),
    nextPartition: (data) => reading.nextPartition(data),
  };
}

const recordsIn = (event: NodeEvent): readonly number[] => [bodyOf<Sent>(event).record];

function sendingActions(p: ApplicationParameters): Actions {
  return {
    submit: (data, _, now) => workload.submit(p, data, now),
    expectNext: (data, _, now) => workload.expectOwn(p, data, now),
    recoverBacklog: (data) => workload.recoverBacklog(p, data),
    next: () => [{ do: 'raise', event: 'next' }],
    sendAll: (data) => workload.sendAll(p, data),
    sendAgain: (data, event) => workload.sendAgain(p, data, bodyOf<Sent>(event)),
    notePlace: (data, event) => workload.notePlace(data, bodyOf<Sent>(event)),
    reachAck: (_, event) => workload.reachAck('before', recordsIn(event)),
    acknowledge: (data, event) => workload.tellOk(data, recordsIn(event), `acks=${p.acks}`),
    reachAcked: (_, event) => workload.reachAck('after', recordsIn(event)),
    tellFailed: (_, event) => {
      const { outcome, error } = bodyOf<Sent>(event);
      return workload.tellFailed(recordsIn(event), outcome === 'fail' ? 'fail' : 'unknown', error);
    },
  };
}

function transactionActions(p: ApplicationParameters): Actions {
  return {
    begin: (data) => transactions.begin(p, data),
    fill: (data) => transactions.fill(p, data),
    commit: (data) => transactions.commit(p, data),
    abort: (data) => transactions.abort(p, data),
    tryAgain: (data) => transactions.tryAgain(data),
    reachAckOfAll: ({ volatile: v }) => workload.reachAck('before', v.transaction),
    acknowledgeAll: (data) => workload.tellOk(data, data.volatile.transaction, 'committed'),
    reachAckedOfAll: ({ volatile: v }) => workload.reachAck('after', v.transaction),
    closeTransaction: ({ volatile: v }) => {
      v.transaction = [];
      v.transactionTries = 0;
      return [];
    },
    giveUp: (data, event) => {
      const { volatile: v } = data;
      v.endedBy = (event.body as Trouble | undefined)?.error ?? v.endedBy;
      return transactions.giveUp(data, v.endedBy);
    },
  };
}
