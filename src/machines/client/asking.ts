/** What a producer asks of the coordinator, and of the log after a restart. One question is open at a time. */
import type { Effect, Effects } from '../../engine/contracts';
import { filterAborted } from '../log/rules/filterAborted';
import { COORDINATOR, partOf, transactionPart } from '../addresses';
import type { EndTxnBody, FetchAnswer, FetchBody, InitProducerIdBody, ProducerIdAnswer } from '../messages';
import { tellFailed } from './application';
import { isTransactional, type ProducerMemory, type ProducerParameters } from './memory';

/** An application that aborts and tries again gives a transaction up after so many times. */
const TRANSACTION_TRIES_MAX = 5;
const REPEATED = new Set([
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
]);

export const isWorthRepeating = (error: string): boolean => REPEATED.has(error);

interface Question {
  readonly name: string;
  readonly peer: () => string;
  readonly part?: string;
  readonly body: object;
  readonly records: readonly number[];
  readonly about: string;
  readonly says: string;
}

function pose(v: ProducerMemory, p: ProducerParameters, question: Question): Effects {
  v.correlation += 1;
  const correlation = v.correlation;
  const { name, peer, part = '', records, about, says } = question;
  v.open = { correlation, peer, again: () => pose(v, p, question) };
  return [
    { do: 'send', message: { name, to: peer(), part, body: { ...question.body, correlation }, records, about, says } },
    { do: 'startTimer', name: 'question', event: 'questionTimedOut', delayMs: p.requestTimeoutMs },
  ];
}

const stopQuestion: Effect = { do: 'stopTimer', name: 'question' };

/** A producer id and epoch; with a transactional id this also fences and aborts what a former instance left open. */
export function producerId(v: ProducerMemory, p: ProducerParameters): Effects {
  const { transactionalId, transactionTimeoutMs: timeoutMs } = p;
  const body: Omit<InitProducerIdBody, 'correlation'> = {
    transactionalId,
    timeoutMs,
    producerId: v.producerId,
    epoch: v.epoch,
  };
  const says = transactionalId === '' ? 'a producer id?' : `transactional.id ${transactionalId}`;
  return pose(v, p, {
    name: 'InitProducerIdRequest',
    peer: () => COORDINATOR,
    part: transactionPart(transactionalId),
    body,
    records: [],
    about: 'init',
    says,
  });
}

/** Takes producer id and epoch over; under a new epoch sequences begin at 0. */
export function takeProducerId(v: ProducerMemory, { producerId: id, epoch }: ProducerIdAnswer): Effects {
  v.open = undefined;
  if (id !== v.producerId || epoch !== v.epoch) {
    v.nextSequence = 0;
    v.lastAckedSequence = -1;
  }
  v.producerId = id;
  v.epoch = epoch;
  return [stopQuestion];
}

/** Asks to commit or to abort. A transaction of which nothing was sent is nobody's business. */
export function endTransaction(v: ProducerMemory, p: ProducerParameters, commit: boolean): Effects {
  const body: Omit<EndTxnBody, 'correlation'> = {
    transactionalId: p.transactionalId,
    producerId: v.producerId,
    epoch: v.epoch,
    commit,
  };
  const says = `${commit ? 'commit' : 'abort'} · epoch ${v.epoch}`;
  return pose(v, p, {
    name: 'EndTxnRequest',
    peer: () => COORDINATOR,
    part: transactionPart(p.transactionalId),
    body,
    records: v.transaction,
    about: 'end',
    says,
  });
}

/** The transaction is proven to be aborted, so the application sends its records again, in a new one. */
export function tryTransactionAgain(v: ProducerMemory): Effects {
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

/** Reads the log back, to see what a former instance wrote. */
export function readBack(v: ProducerMemory, p: ProducerParameters): Effects {
  const body: Omit<FetchBody, 'correlation'> = { offset: v.readFrom, committedOnly: isTransactional(p), waits: false };
  const says = `what is in the log from offset ${v.readFrom}?`;
  return pose(v, p, {
    name: 'FetchRequest',
    peer: () => v.view.leader,
    part: partOf(v.view.partition),
    body,
    records: [],
    about: `offset ${v.readFrom}`,
    says,
  });
}

export const hasMoreToRead = ({ entries }: FetchAnswer): boolean => entries.length > 0;

/** Notes which records the log has. */
export function noteFound(v: ProducerMemory, { entries, aborted }: FetchAnswer, committedOnly: boolean): Effects {
  const { delivered } = filterAborted(entries, aborted, committedOnly ? 'read_committed' : 'read_uncommitted');
  delivered.forEach(({ record }) => v.found.add(record));
  v.readFrom = (entries.at(-1)?.offset ?? v.readFrom - 1) + 1;
  v.open = undefined;
  return [stopQuestion];
}
