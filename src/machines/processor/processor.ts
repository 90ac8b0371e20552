/**
 * Consume, transform, produce: poll, begin, send outputs, sendOffsetsToTransaction, commit; after an abort back to the
 * committed offsets. Source: KIP-447, KafkaProducer's documentation of transactions, StreamThread and TaskExecutor.
 */
import { asAnyRole, note, type Action, type AnyRole, type Effect, type Guard } from '../../engine/contracts';
import type { Outcome, Partitions } from '../consumer/api';
import type { Sent } from '../client/talk';
import { bodyOf, type Correlated } from '../messages';
import * as committing from './committing';
import { freshMemory, type ProcessorData, type ProcessorParameters } from './memory';
import { processorMachine } from './processor.machine';
import * as processing from './processing';
import { toConsumer, toProducer } from './talk';

/** After an exception a new instance starts so much later. */
const NEW_INSTANCE_AFTER_MS = 200;

/** The application of a processor: the part `APP_PART`, beside a consumer and a producer. */
export function processorRole(p: ProcessorParameters): AnyRole {
  return asAnyRole<ProcessorData>({
    chart: processorMachine,
    guards: guardsOf(p),
    actions: { ...workActions(p), ...endActions(p), ...lifeActions(p) },
    birth: () => ({ durable: { threw: false, ran: false }, unflushed: undefined, volatile: freshMemory() }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: freshMemory() }),
  });
}

function guardsOf(p: ProcessorParameters): Readonly<Record<string, Guard<ProcessorData>>> {
  const isSentOk: Guard<ProcessorData> = (_, event) => bodyOf<Sent>(event).outcome === 'ok';
  const hasNext: Guard<ProcessorData> = ({ volatile: v }) => v.next < v.records.length;
  const throwsHere: Guard<ProcessorData> = ({ durable, volatile: v }) =>
    !durable.threw && v.records[v.next]?.record === p.throwsAt;
  return {
    hasStateToRestore: ({ durable }) => p.transactional && p.restoreMs > 0 && durable.ran,
    throwsHere,
    throwsAndAborts: (data, event, now) => p.transactional && p.onException === 'abort' && throwsHere(data, event, now),
    isTransactional: () => p.transactional,
    isSentOk,
    isLastSent: (data, event, now) => isSentOk(data, event, now) && data.volatile.unsent <= 1,
    hasWork: ({ volatile: v }) => v.work.length > 0,
    hasNext,
    callsService: (data, event, now) => p.callsService && hasNext(data, event, now),
    waitsForAcks: ({ volatile: v }) => !p.transactional && v.unsent > 0,
    losesWork: ({ volatile: v }, event) =>
      p.transactional && v.begun && bodyOf<Partitions>(event).partitions.some((partition) => v.progress.has(partition)),
    isCommitDue: ({ volatile: v }) => v.isDue || p.commitIntervalMs === 0 || v.revoking,
    isStaleCall: ({ volatile: v }, event) => bodyOf<Correlated>(event).correlation !== v.correlation,
    isRefused: (_, event) => ((event.body as Outcome | undefined)?.error ?? '') !== '',
    rewinds: () => p.rewindOnAbort,
    isAborting: ({ volatile: v }) => v.aborting,
    isConsumerClosed: ({ volatile: v }) => v.closed,
  };
}

type Actions = Readonly<Record<string, Action<ProcessorData>>>;

function workActions(p: ProcessorParameters): Actions {
  return {
    take: ({ volatile: v }, event) => processing.take(v, bodyOf(event)),
    keepPolled: ({ volatile: v }, event) => {
      v.kept = bodyOf(event);
      return [];
    },
    begin: ({ volatile: v }) => processing.begin(v, p),
    raiseNext: () => [{ do: 'raise', event: 'next' }],
    callService: ({ volatile: v }) => processing.callService(v, p),
    callAgain: ({ volatile: v }) => processing.callService(v, p),
    finishCall: ({ volatile: v }) => processing.finishCall(v),
    dropCall: ({ volatile: v }) => {
      v.correlation += 1;
      return [processing.stopCall];
    },
    sendOutput: ({ volatile: v }) => processing.sendOutput(v, p),
    noteSent: ({ volatile: v }) => {
      v.unsent -= 1;
      return [];
    },
    throwOnce: (data) => processing.throwOnce(data, p),
  };
}

function endActions(p: ProcessorParameters): Actions {
  return {
    markDue: ({ volatile: v }) => {
      v.isDue = true;
      return [];
    },
    commit: ({ volatile: v }) => committing.commit(v, p),
    commitTransaction: ({ volatile: v }) => committing.commitTransaction(v),
    noteBlocked: ({ volatile: v }) => committing.noteBlocked(v),
    finishCommit: ({ volatile: v }) => committing.finishCommit(v),
    abort: ({ volatile: v }) => committing.abort(v),
    rewind: ({ volatile: v }) => {
      v.kept = undefined;
      return [toConsumer('appRewind')];
    },
    forgetWork: ({ volatile: v }) => committing.forgetWork(v),
    goOn: ({ volatile: v }) => committing.goOn(v),
    noteRevoking: ({ volatile: v }) => {
      v.revoking = true;
      return [];
    },
    noteGroup: ({ volatile: v }, event) => {
      v.group = bodyOf(event);
      return [];
    },
    letGo: () => [toConsumer('appRevoked')],
    forgetPartitions: ({ volatile: v }, event) => committing.forgetPartitions(v, bodyOf(event)),
  };
}

function lifeActions(p: ProcessorParameters): Actions {
  return {
    restore: () => [{ do: 'startTimer', name: 'restore', event: 'restored', delayMs: p.restoreMs }],
    noteRunning: ({ durable }) => {
      durable.ran = true;
      return [];
    },
    initProducer: () => [toProducer('appInit')],
    noteInitialized: () => (p.transactional ? [note({ kind: 'call', api: 'initTransactions', records: [] })] : []),
    openConsumer: () => [toConsumer('appOpen')],
    poll: () => [toConsumer('appPoll')],
    closeProducer: () => [toProducer('appClose')],
    closeConsumer: ({ volatile: v }, event) => {
      v.aborting = v.begun && event.type !== 'fatal';
      return [toConsumer('appClose', { cleanly: true })];
    },
    noteClosed: ({ volatile: v }) => {
      v.closed = true;
      return [];
    },
    noteAborted: ({ volatile: v }) => {
      v.aborting = false;
      return [];
    },
    noteTrouble: ({ volatile: v }, event) => [
      note({
        kind: 'exception',
        error: bodyOf<Outcome>(event).error,
        records: [...v.work],
        leadsTo: event.type === 'abortable' ? 'abort' : 'close',
      }),
    ],
    rest: (data): readonly Effect[] => {
      data.volatile = freshMemory();
      return [{ do: 'startTimer', name: 'new instance', event: 'rested', delayMs: NEW_INSTANCE_AFTER_MS }];
    },
  };
}
