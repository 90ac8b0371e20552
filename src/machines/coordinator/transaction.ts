/**
 * One transactional.id: the coordinator asks the rules, writes what they decide to its log, and answers when that is
 * replicated. Source: TransactionCoordinator, TransactionStateManager (KIP-98, KIP-890).
 */
import {
  note,
  type Action,
  type Effect,
  type Effects,
  type Guard,
  type NodeEvent,
  type Part,
} from '../../engine/contracts';
import { CONTROLLER } from '../addresses';
import { bodyOf, type EndTxnBody } from '../messages';
import { currentOf, answer, refuseOrAnswer, write } from './carryOut';
import { decide, onlyVerifies, verificationAnswer } from './decide';
import { markerActions, markerGuards } from './markers';
import type { CoordinatorData, CoordinatorParameters, PendingAppend } from './memory';
import * as rules from './rules';
import { transactionMachine } from './transaction.machine';

/** The part of the coordinator that keeps this transactional.id. */
export function transactionPartOf(p: CoordinatorParameters, id: string): Part<CoordinatorData> {
  return {
    chart: transactionMachine,
    guards: { ...guardsOf(p, id), ...markerGuards(id) },
    actions: { ...actionsOf(p, id), ...markerActions(p, id) },
  };
}

function guardsOf(p: CoordinatorParameters, id: string): Record<string, Guard<CoordinatorData>> {
  const was =
    (state: rules.TransactionState): Guard<CoordinatorData> =>
    ({ durable }) =>
      durable.transactions.get(id)?.state === state;
  return {
    needsNoRecord: (data, event, now) => decide(p, data, id, event, now).verdict === 'answer',
    onlyVerifies: (_, event) => onlyVerifies(event),
    isCommit: (_, event) => bodyOf<EndTxnBody>(event).commit,
    isTimedOut: (data, _, now) => {
      const metadata = currentOf(data, id);
      return metadata !== undefined && rules.timedOut(metadata, now);
    },
    mayExpire: (data, event, now) => {
      const metadata = currentOf(data, id);
      return event.body === EXPIRES && metadata !== undefined && rules.mayExpire(metadata, now, 0);
    },
    isController: (_, event) => event.from === CONTROLLER,
    isUnheardOf: ({ durable }) => !durable.transactions.has(id),
    wasEmpty: was('Empty'),
    wasOngoing: was('Ongoing'),
    wasPrepareCommit: was('PrepareCommit'),
    wasPrepareAbort: was('PrepareAbort'),
    wasCompleteCommit: was('CompleteCommit'),
  };
}

/** What the fault `expire` calls an unused transactional.id. */
export const EXPIRES = 'transactional.id';

function actionsOf(p: CoordinatorParameters, id: string): Record<string, Action<CoordinatorData>> {
  return {
    connectController: () => connectController(p),
    reconnect: () => connectController(p, p.retryBackoffMs),
    load: ({ volatile: v }, _, now) => load(p, v, now),
    answerLoading: (_, event) => [answer(event, rules.errorAnswer('COORDINATOR_LOAD_IN_PROGRESS'))],
    answer: (data, event, now) => refuseOrAnswer(id, event, decide(p, data, id, event, now).answer),
    answerVerification: (data, event) => refuseOrAnswer(id, event, verificationAnswer(p, data, id, event)),
    noteRecords: (data, event) => noteRecords(data, id, event.records),
    write: (data, event, now) => write(p, data, id, decide(p, data, id, event, now), event),
    fence: (data, _, now) => fence(p, data, id, now),
    writeComplete: (data, _, now) => {
      const metadata = currentOf(data, id);
      return metadata === undefined ? [] : write(p, data, id, rules.complete(metadata, now), undefined);
    },
    writeTombstone: (data, _, now) => {
      const metadata = currentOf(data, id);
      return metadata === undefined ? [] : write(p, data, id, rules.expire(metadata, now), undefined);
    },
    apply: (data, event) => apply(data, id, event),
    answerAsker: (_, event) => answerAsker(id, event),
    awaitSweep: (data, _, now) => awaitSweep(p, data, id, now),
    bury: ({ durable }) => {
      durable.transactions.delete(id);
      return [];
    },
    forget: ({ durable }) => {
      durable.records.delete(id);
      return [];
    },
    reachDecision: (data) => reachEach(data, id, 'before', 'decide'),
    reachDecided: (data) => reachEach(data, id, 'after', 'decide'),
    reachCompletion: (data) => reachEach(data, id, 'before', 'complete'),
    reachCompleted: (data) => reachEach(data, id, 'after', 'complete'),
  };
}

const connectController = (p: CoordinatorParameters, backoffMs = 0): Effects =>
  p.brokers > 1 ? [{ do: 'connect', peer: CONTROLLER, backoffMs }] : [];

/** A coordinator reads its log before it answers; the first one has nothing to read. */
export function load(p: CoordinatorParameters, v: CoordinatorData['volatile'], now: number): Effects {
  v.startedMs = now;
  return v.coordinatorEpoch === 0
    ? [{ do: 'raise', event: 'loaded' }]
    : [{ do: 'startTimer', name: 'load', event: 'loaded', delayMs: p.loadMs }];
}

/** Which records a transaction holds is the workload's business; it is kept so that its markers can be told apart. */
function noteRecords({ durable }: CoordinatorData, id: string, records: readonly number[]): Effects {
  const known = durable.records.get(id) ?? [];
  if (known.length === 0) durable.records.set(id, records);
  else if (records.length > 0) durable.records.set(id, [...new Set([...known, ...records])]);
  return [];
}

/** A transaction is open for longer than its producer allowed: it is fenced and aborted. */
function fence(p: CoordinatorParameters, data: CoordinatorData, id: string, now: number): Effects {
  const metadata = currentOf(data, id);
  if (metadata === undefined) return [];
  const { transactionVersion } = p;
  const context = { freshProducerId: data.durable.nextProducerId, nowMs: now, transactionVersion };
  return write(p, data, id, rules.fence(metadata, context, 'PRODUCER_FENCED'), undefined);
}

/** The record is replicated: it holds from now on. */
function apply({ durable, volatile: v }: CoordinatorData, id: string, event: NodeEvent): Effects {
  const { next } = bodyOf<PendingAppend>(event);
  v.held.delete(id);
  durable.transactions.set(id, next);
  const { producerId, epoch, state } = next;
  const fact = note(
    { kind: 'transaction', id, producerId, epoch, became: state },
    { as: `transaction ${id}`, durable: true, relies: [`transaction ${id}`] },
  );
  return state === 'Ongoing' ? [fact] : [fact, { do: 'stopTimer', name: 'sweep' }];
}

function answerAsker(id: string, event: NodeEvent): Effects {
  const { event: asked, answer: given } = bodyOf<PendingAppend>(event);
  return asked === undefined ? [] : [answer(asked, given, [`transaction ${id}`])];
}

/**
 * The first sweep that would find the transaction too old. This equals sweeping all the time, without writing down the
 * sweeps that find nothing.
 */
function awaitSweep(p: CoordinatorParameters, data: CoordinatorData, id: string, now: number): Effects {
  const metadata = data.durable.transactions.get(id);
  if (metadata === undefined) return [];
  const since = data.volatile.startedMs;
  const due = Math.max(now + 1, metadata.startedMs + metadata.timeoutMs + 1);
  const sweepAt = since + Math.ceil((due - since) / p.sweepMs) * p.sweepMs;
  return [{ do: 'startTimer', name: 'sweep', event: 'sweepDue', delayMs: sweepAt - now }];
}

/** A boundary of every record in the transaction. */
function reachEach({ durable }: CoordinatorData, id: string, when: 'before' | 'after', step: string): Effects {
  const records = durable.records.get(id) ?? [];
  const relies = [`transaction ${id}`];
  return records.map((record): Effect => ({ do: 'reach', when, step, record, relies }));
}
