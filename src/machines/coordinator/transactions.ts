/**
 * The transaction coordinator's part: it asks the rules, writes what they decide to its log, and answers when that is
 * replicated. Source: TransactionCoordinator, TransactionStateManager (KIP-98, KIP-890).
 */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type AddPartitionsBody, type EndTxnBody, type InitProducerIdBody } from '../messages';
import { answer, carryOut, currentOf } from './carryOut';
import { sendMarkers } from './markers';
import type { CoordinatorData, CoordinatorParameters, PendingAppend } from './memory';
import * as rules from './rules';

/** A producer comes (again) under its transactional id: it gets an epoch that shuts out whoever had the id before. */
export function initProducerId(
  p: CoordinatorParameters,
  data: CoordinatorData,
  event: NodeEvent,
  now: number,
): Effects {
  const { transactionalId, timeoutMs, producerId, epoch } = bodyOf<InitProducerIdBody>(event);
  const request =
    producerId < 0 ? { transactionalId, timeoutMs } : { transactionalId, timeoutMs, identity: { producerId, epoch } };
  const context = {
    freshProducerId: data.durable.nextProducerId,
    nowMs: now,
    transactionVersion: p.transactionVersion,
  };
  return carryOut(
    p,
    data,
    transactionalId,
    rules.initProducerId(currentOf(data, transactionalId), request, context),
    event,
  );
}

/** A leader adds its partition before the transaction's first append there; this begins the transaction. */
export function addPartitions(p: CoordinatorParameters, data: CoordinatorData, event: NodeEvent, now: number): Effects {
  const { transactionalId, producerId, epoch, partitions } = bodyOf<AddPartitionsBody>(event);
  const request = { transactionalId, producerId, epoch, partitions, transactionVersion: p.transactionVersion };
  noteRecords(data, transactionalId, event.records);
  return carryOut(p, data, transactionalId, rules.addPartitions(currentOf(data, transactionalId), request, now), event);
}

/** Which records a transaction holds is the workload's business; it is kept so that its markers can be told apart. */
function noteRecords({ volatile: v }: CoordinatorData, id: string, records: readonly number[]): void {
  const known = v.records.get(id) ?? [];
  v.records.set(id, [...known, ...records.filter((record) => !known.includes(record))]);
}

/** Commit or abort: answered as soon as the decision is replicated, before any marker is written. */
export function endTransaction(
  p: CoordinatorParameters,
  data: CoordinatorData,
  event: NodeEvent,
  now: number,
): Effects {
  const { transactionalId, producerId, epoch, commit } = bodyOf<EndTxnBody>(event);
  const context = { freshProducerId: data.durable.nextProducerId, nowMs: now };
  return carryOut(
    p,
    data,
    transactionalId,
    rules.endTxn(currentOf(data, transactionalId), { transactionalId, producerId, epoch, commit }, context),
    event,
  );
}

/** A transaction is open for longer than its producer allowed: it is fenced and aborted. */
export function abortTimedOut(p: CoordinatorParameters, data: CoordinatorData, event: NodeEvent, now: number): Effects {
  const id = event.body as string;
  const metadata = currentOf(data, id);
  if (metadata?.pending !== undefined) return [timeoutAfter(id, p.retryBackoffMs)];
  if (metadata === undefined || !rules.timedOut(metadata, now)) return [];
  const context = {
    freshProducerId: data.durable.nextProducerId,
    nowMs: now,
    transactionVersion: p.transactionVersion,
  };
  return carryOut(p, data, id, rules.fence(metadata, context, 'PRODUCER_FENCED'), undefined);
}

/** The record is replicated: it holds from now on, and whoever waited is answered. */
export function applyAppended(p: CoordinatorParameters, data: CoordinatorData, event: NodeEvent): Effects {
  const { id, next, answer: given, event: asked } = event.body as PendingAppend;
  const before = data.durable.transactions.get(id);
  data.volatile.held.delete(id);
  data.durable.transactions.set(id, next);
  if (rules.isIdle(next.state)) data.volatile.records.delete(id);
  const { producerId, epoch, state } = next;
  const fact = note(
    { kind: 'transaction', id, producerId, epoch, became: state },
    { as: `transaction ${id}`, durable: true, relies: [`transaction ${id}`] },
  );
  return [
    fact,
    ...(asked === undefined ? [] : [answer(asked, given, [`transaction ${id}`])]),
    ...watchTimeout(id, before, next),
    ...(rules.isPreparing(state) ? sendMarkers(p, data, id) : []),
  ];
}

/** The transaction's time begins when its first partition is added, and stops when it is decided. */
function watchTimeout(
  id: string,
  before: rules.TransactionMetadata | undefined,
  next: rules.TransactionMetadata,
): Effects {
  if (next.state !== 'Ongoing') return [{ do: 'stopTimer', name: timeoutOf(id) }];
  return before?.state === 'Ongoing' ? [] : [timeoutAfter(id, next.timeoutMs + 1)];
}

const timeoutOf = (id: string): string => `timeout ${id}`;
const timeoutAfter = (id: string, delayMs: number): Effect => ({
  do: 'startTimer',
  name: timeoutOf(id),
  event: 'transactionTimedOut',
  delayMs,
  body: id,
});

/** After a start: the clocks of the transactions that the log shows as open run on. */
export function resumeTimeouts({ durable }: CoordinatorData, now: number): Effects {
  const open = [...durable.transactions].filter(([, { state }]) => state === 'Ongoing');
  return open.map(([id, { startedMs, timeoutMs }]) => timeoutAfter(id, Math.max(1, startedMs + timeoutMs + 1 - now)));
}
