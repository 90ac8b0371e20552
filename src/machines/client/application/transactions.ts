/** The application's transactions: so many records each, again after an abort, given up after some tries. */
import { note, type Effect, type Effects } from '../../../engine/contracts';
import { tell } from '../talk';
import type { ApplicationData, ApplicationMemory, ApplicationParameters } from './memory';
import { send, tellFailed } from './workload';

/** An application that aborts and tries again gives a transaction up after so many times. */
const TRANSACTION_TRIES_MAX = 5;

const called = (
  api: 'beginTransaction' | 'commitTransaction' | 'abortTransaction',
  records: readonly number[],
): Effect => note({ kind: 'call', api, records: [...records] });

/** `beginTransaction()`. */
export function begin(p: ApplicationParameters, { volatile: v }: ApplicationData): Effects {
  v.transaction = [];
  v.ending = '';
  return [called('beginTransaction', []), tell(p.client, 'appBegin')];
}

/** Sends what waits, as much as belongs into one transaction; a full one is to be committed. */
export function fill(p: ApplicationParameters, data: ApplicationData): Effects {
  const { volatile: v } = data;
  const taken = v.backlog.splice(0, Math.max(0, p.transactionRecords - v.transaction.length));
  v.transaction.push(...taken);
  if (changesItsMind(p, data, taken))
    return [...taken.flatMap((record) => send(p, record)), { do: 'raise', event: 'changedItsMind' }];
  const full: Effects = isFull(p, data) ? [{ do: 'raise', event: 'full' }] : [];
  return [...taken.flatMap((record) => send(p, record)), ...full];
}

/** Whether what the application finds with one of these records makes it abort: a matter of its own, and met once. */
function changesItsMind(p: ApplicationParameters, { durable }: ApplicationData, taken: readonly number[]): boolean {
  if (durable.changedItsMind || !taken.includes(p.abortsAt)) return false;
  durable.changedItsMind = true;
  return true;
}

/** As many records as belong into one, or all that there will ever be. */
function isFull(p: ApplicationParameters, { durable, volatile: v }: ApplicationData): boolean {
  if (v.transaction.length >= p.transactionRecords) return true;
  const noMoreComes = durable.next > p.records || durable.owner !== p.id;
  return noMoreComes && v.backlog.length === 0;
}

/** `commitTransaction()`. */
export function commit(p: ApplicationParameters, { volatile: v }: ApplicationData): Effects {
  v.ending = 'commit';
  return [called('commitTransaction', v.transaction), tell(p.client, 'appCommit')];
}

/** `abortTransaction()`. */
export function abort(p: ApplicationParameters, { volatile: v }: ApplicationData): Effects {
  v.ending = 'abort';
  return [called('abortTransaction', v.transaction), tell(p.client, 'appAbort')];
}

/** The transaction is proven to be aborted, so the application sends its records again, in a new one. */
export function tryAgain({ volatile: v }: ApplicationData): Effects {
  v.transactionTries += 1;
  const records = v.transaction;
  v.transaction = [];
  if (v.transactionTries > TRANSACTION_TRIES_MAX) {
    v.transactionTries = 0;
    return tellFailed(records, 'fail', 'aborted');
  }
  v.backlog.unshift(...records);
  return [];
}

/**
 * The client is of no use any more. Nothing that waits was or will be sent; of a transaction whose commit was asked for
 * nobody knows how it ended.
 */
export function giveUp({ volatile: v }: ApplicationData, error: string): Effects {
  const { transaction, backlog } = v;
  const doubtful = v.ending === 'commit';
  clear(v);
  return [...tellFailed(transaction, doubtful ? 'unknown' : 'fail', error), ...tellFailed(backlog, 'fail', error)];
}

function clear(v: ApplicationMemory): void {
  v.backlog = [];
  v.transaction = [];
  v.ending = '';
}
