/** The role of a worker that reads in epochs. Why it is one: src/decisions/0010-a-worker-in-epochs.md. */
import {
  asAnyRole,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type Guard,
  type NodeEvent,
} from '../../engine/contracts';
import type { RestoreAnswer, SaveAnswer } from '../checkpoint/shelf';
import type { FetchedAnswer } from '../feed/memory';
import { holdingConnections, isLastOf } from '../connections';
import { bodyOf, type Correlated, type StoredOffsetsAnswer, type WriteAnswer } from '../messages';
import { isPastRecall } from '../worker/steps';
import * as ask from './asking';
import { denialActions, denialGuards } from './denied';
import { epochWorkerMachine } from './epochWorker.machine';
import { firstCorrelation, freshMemory, type EpochData, type EpochWorkerParameters } from './memory';
import { savesInSink } from './operations';
import * as work from './working';

/** A worker's role. */
export function epochWorkerRole(p: EpochWorkerParameters): AnyRole {
  const peers = peersOf(p);
  return asAnyRole<EpochData>({
    chart: epochWorkerMachine,
    guards: {
      ...flowGuards(p),
      ...answerGuards(p),
      ...denialGuards(p),
      isConnected: ({ volatile: v }) => peers.every((peer) => v.connected.has(peer)),
      isLastPeer: ({ volatile: v }, event) => isLastOf(peers, v, event.from),
    },
    actions: { ...connectionActions(p, peers), ...flowActions(p), ...denialActions(p) },
    birth: () => ({
      durable: { handled: new Set(), lives: 1, restarts: 0, altered: false },
      unflushed: undefined,
      volatile: freshMemory(1),
    }),
    rebirth: ({ durable }) => {
      durable.lives += 1;
      return { durable, unflushed: undefined, volatile: freshMemory(durable.lives) };
    },
  });
}

function peersOf(p: EpochWorkerParameters): readonly string[] {
  const needsCheckpoint = !savesInSink(p.groups) || p.planLog;
  const usesOutside = p.groups.some(({ steps }) => steps.includes('outside'));
  const usesSink = p.groups.some(({ steps }) => !steps.every((step) => step === 'outside' || step === 'progress'));
  const all = [usesSink ? p.sink : '', usesOutside ? p.outside : '', needsCheckpoint ? p.checkpoint : ''];
  return [...new Set(all.filter((peer) => peer !== ''))];
}

type Guards = Readonly<Record<string, Guard<EpochData>>>;
type Actions = Readonly<Record<string, Action<EpochData>>>;
const none: Effects = [];

function flowGuards(p: EpochWorkerParameters): Guards {
  return {
    isOver: (_data, _event, now) => p.endsAtMs !== undefined && now >= p.endsAtMs,
    startsLater: (_data, _event, now) => now < (p.startsAtMs ?? 0),
    waitsForTimeOut: () => p.takesOver === 'fromTheStart',
    isStandby: () => p.standbyFor !== '',
    isAnswerOpen: ({ volatile: v }, event) => v.open?.peer === event.from,
    isPastRecall: ({ volatile: { open, current } }, event) =>
      open?.peer === event.from && current?.do === 'write' && isPastRecall(p.groups, current.steps),
    isBusy: ({ volatile: v }) => v.busy || v.open !== undefined,
    hasOperation: ({ volatile: v }) => v.todo.length > 0,
    isEpochDone: ({ volatile: v }) => v.epoch.closing,
    isEpochFull: ({ volatile: v }) => work.isFull(p, v),
    hasLateRecord: ({ volatile: v }, _, now) => work.isLate(p, v.buffer[0], now),
    hasRecord: ({ volatile: v }) => v.buffer.length > 0,
    mayRetry: ({ volatile: v }) => v.failures <= p.retriesMax,
    skipsFailed: () => p.afterRetries === 'skip',
    isJobOver: ({ durable }, event) => isTransactionOver(event.body) && durable.restarts >= p.restartsMax,
    stopsOutOfRange: (_, event) => bodyOf<FetchedAnswer>(event).error !== '' && p.onOutOfRange === 'stop',
    isOutOfRange: (_, event) => bodyOf<FetchedAnswer>(event).error !== '',
    isStaleFetch: ({ volatile: v }, event) => v.fetching !== bodyOf<Correlated>(event).correlation,
  };
}

const isTransactionOver = (body: unknown): boolean =>
  body === undefined || (body as WriteAnswer).error === 'transactionOver';

function answerGuards(p: EpochWorkerParameters): Guards {
  const isFenced = ({ error }: WriteAnswer): boolean => error === 'fenced';
  const isRefused = (event: NodeEvent): boolean => bodyOf<SaveAnswer>(event).error !== '';
  return {
    isStale: ({ volatile: v }, event) => v.open?.correlation !== bodyOf<Correlated>(event).correlation,
    isOwnWrite: ({ volatile: v }, event) => {
      const answer = bodyOf<WriteAnswer>(event);
      return isFenced(answer) && answer.next === ask.nextAfter(v) && (v.open?.tries ?? 0) > 1;
    },
    givesWay: (_, event) => isFenced(bodyOf<WriteAnswer>(event)) && p.onFenced === 'stop',
    isFenced: (_, event) => isFenced(bodyOf<WriteAnswer>(event)),
    isTransactionOver: (_, event) => isTransactionOver(event.body),
    isNotified: () => p.pipelined,
    isOfEarlierLife: ({ volatile: v }, event) => bodyOf<Correlated>(event).correlation <= firstCorrelation(v.life),
    mayRestart: ({ durable }) => durable.restarts < p.restartsMax,
    standsBack: (_, event) => isRefused(event) && (p.takesOver === 'fromTheStart' || p.takesOver === 'onceTimedOut'),
    startsAgain: (_, event) => isRefused(event) && p.takesOver === 'itself',
    isRefused: (_, event) => isRefused(event),
  };
}

const later = (name: string, event: string, delayMs: number): Effects => [{ do: 'startTimer', name, event, delayMs }];

function connectionActions(p: EpochWorkerParameters, peers: readonly string[]): Actions {
  return {
    ...holdingConnections(peers, p.backoffMs),
    startLater: (_data, _event, now) => later('start', 'startDue', (p.startsAtMs ?? 0) - now),
    endLater: (_data, _event, now) => (p.endsAtMs === undefined ? none : later('end', 'endDue', p.endsAtMs - now)),
    watchOther: () => [{ do: 'watch', peer: p.standbyFor, silenceMs: p.leaseMs }],
    askAgain: ({ volatile: v }) => v.open?.again() ?? none,
    restore: ({ volatile: v }) => ask.restore(p, v),
    restartLater: ({ durable }) => {
      durable.restarts += 1;
      return [{ do: 'startTimer', name: 'restart', event: 'restartDue', delayMs: p.restartDelayMs }];
    },
    askWhenAllowed: () => {
      const whenAllowed = { question: 'fetch', of: p.source };
      return [{ do: 'startTimer', name: 'restart', event: 'restartDue', delayMs: p.backoffMs, whenAllowed }];
    },
    startOver: (data) => {
      const { connected } = data.volatile;
      data.durable.lives += 1;
      data.volatile = freshMemory(data.durable.lives);
      data.volatile.connected = connected;
      return ['epoch', 'save', 'snapshot', 'handling', 'retry', 'denied'].map((name) => ({ do: 'stopTimer', name }));
    },
  };
}

function flowActions(p: EpochWorkerParameters): Actions {
  return {
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    goOnFromSnapshot: ({ volatile: v }, event) => work.goOnFromSnapshot(p, v, bodyOf<RestoreAnswer>(event)),
    goOnFromSink: (data, event) => work.goOnFromSink(p, data, bodyOf<StoredOffsetsAnswer>(event)),
    operate: (data) => work.operate(p, data),
    beginEpoch: ({ volatile: v }) => work.beginEpoch(v),
    closeEpoch: ({ volatile: v }) => work.closeEpoch(p, v),
    takeRecord: (data, _, now) => work.takeRecord(p, data, now),
    dropLate: ({ volatile: v }) => work.dropLate(v),
    noteHandled: ({ volatile: v }) => {
      v.busy = false;
      return none;
    },
    fetch: ({ volatile: v }) => ask.fetch(p, v),
    forgetFetch: ({ volatile: v }) => {
      v.fetching = -1;
      return none;
    },
    takeFetched: ({ volatile: v }, event) => work.takeFetched(p, v, bodyOf<FetchedAnswer>(event)),
    moveIntoRange: ({ volatile: v }, event) => work.moveIntoRange(p, v, bodyOf<FetchedAnswer>(event)),
    noteOutOfRange: (_, event) => [work.exception(p.words.gone ?? 'OffsetOutOfRangeException', event.records, 'end')],
    endEpoch: ({ volatile: v }) => {
      v.epoch.over = v.epoch.taken.length > 0;
      return none;
    },
    retryLater: ({ volatile: v }) => later('retry', 'retryDue', work.waitBeforeRetry(p, v)),
    tryAgain: ({ volatile: v }) => work.tryAgain(p, v),
    skipEpoch: ({ volatile: v }) => work.skipEpoch(p, v),
    finishOperation: ({ volatile: v }, event) => [...work.finishOperation(v, event), ...ask.confirm(p, v)],
    sendSnapshot: ({ volatile: v }, event) => {
      v.snapshotting = false;
      const sending = event.body as Effect;
      return v.epoch.over ? [sending, { do: 'raise', event: 'next' }] : [sending];
    },
    passOver: ({ volatile: v }) => {
      v.open = undefined;
      return none;
    },
    publishSaved: ({ volatile: v }, event) => work.publishSaved(v, bodyOf<SaveAnswer>(event).epoch),
    noteIfLost: (_, event) =>
      bodyOf<WriteAnswer>(event).error === ''
        ? none
        : [work.exception('the transaction is over: its records may be lost', event.records, 'abort')],
    noteFenced: (_, event) => [work.exception('somebody else has taken over', event.records, 'end')],
    noteJobFailed: (_, event) => [work.exception('the job has failed', event.records, 'crash')],
    noteSaveFailed: () => [work.exception('the checkpoint has not completed in time', [], 'crash')],
    noteTimedOut: (_, event) => [work.exception(bodyOf<SaveAnswer>(event).error, event.records, 'abort')],
    standBy: ({ volatile: v }) => ask.standBy(p, v),
    noteRefused: ({ durable }, event) => {
      const leadsTo = durable.restarts < p.restartsMax ? 'crash' : 'end';
      return [work.exception(bodyOf<{ readonly error: string }>(event).error, event.records, leadsTo)];
    },
  };
}
