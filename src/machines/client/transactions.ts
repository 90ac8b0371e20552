/**
 * The client's side of a transaction: what has to be asked before and after what. Source: Kafka's TransactionManager.
 * With transactions V2 the brokers add partitions and offsets themselves, and every EndTxn brings the next epoch.
 */
import type { Effects } from '../../engine/contracts';
import type { ProducerIdAnswer } from '../messages';
import * as asking from './asking';
import type { ClientMemory, ClientParameters, ClientTransaction } from './memory';
import { identify } from './numbering';
import { NO_PRODUCER_ID } from '../log/rules/types';
import { tell, type Identity, type OffsetsToSend, type RecordToSend, type Trouble } from './talk';

/** `beginTransaction()`: purely local. */
export function begin(v: ClientMemory): Effects {
  v.error = '';
  v.transaction = emptyTransaction();
  return [];
}

const emptyTransaction = (): ClientTransaction => ({
  records: [],
  fresh: new Set(),
  added: new Set(),
  offsets: [],
  started: false,
  ending: '',
});

/** A record is sent in the open transaction: its partition belongs to it from now on. */
export function noteRecord(p: ClientParameters, v: ClientMemory, { record, partition }: RecordToSend): void {
  const transaction = v.transaction;
  if (transaction === undefined) return;
  transaction.records.push(record);
  if (transaction.added.has(partition)) return;
  if (p.transactionVersion === 1) transaction.fresh.add(partition);
  else addAtOnce(transaction, partition);
}

function addAtOnce(transaction: ClientTransaction, partition: number): void {
  transaction.added.add(partition);
  transaction.started = true;
}

/** `sendOffsetsToTransaction()`. */
export function queueOffsets(p: ClientParameters, v: ClientMemory, of: OffsetsToSend): Effects {
  v.transaction?.offsets.push({ of, added: p.transactionVersion === 2 });
  if (v.transaction !== undefined && p.transactionVersion === 2) v.transaction.started = true;
  return [];
}

/** The application wants the end. An abort adds nothing any more. */
export function end(v: ClientMemory, ending: 'commit' | 'abort'): Effects {
  const transaction = (v.transaction ??= emptyTransaction());
  transaction.ending = ending;
  if (ending === 'commit') return [];
  transaction.fresh.clear();
  transaction.offsets.splice(0);
  return [];
}

/**
 * Asks what is next: partitions, then offsets, then the end, which is held back until every batch is done. When nothing
 * was added there is nothing to end.
 */
export function askNext(p: ClientParameters, v: ClientMemory): Effects {
  const transaction = v.transaction;
  if (transaction === undefined || v.open !== undefined) return [];
  if (v.error !== '' && transaction.ending !== 'abort') return [];
  if (transaction.fresh.size > 0) return asking.addPartitions(p, v, transaction);
  const offsets = transaction.offsets[0];
  if (offsets !== undefined)
    return offsets.added
      ? asking.commitOffsets(p, v, offsets.of, transaction.records)
      : asking.addOffsets(p, v, offsets.of);
  if (transaction.ending === '' || v.batches.size > 0) return [];
  return transaction.started ? asking.endTransaction(p, v, transaction) : [{ do: 'raise', event: 'nothingToEnd' }];
}

/** The coordinator agreed to what was asked last. */
export function takeAgreement(p: ClientParameters, v: ClientMemory): Effects {
  const { transaction, open } = v;
  const closed = asking.close(v);
  if (transaction === undefined || open === undefined) return [closed];
  if (open.api === 'AddPartitionsToTxn') {
    open.partitions.forEach((partition) => {
      transaction.added.add(partition);
      transaction.fresh.delete(partition);
    });
    transaction.started = true;
  }
  if (open.api === 'AddOffsetsToTxn') {
    transaction.started = true;
    if (transaction.offsets[0] !== undefined) transaction.offsets[0].added = true;
  }
  if (open.api !== 'TxnOffsetCommit') return [closed];
  transaction.offsets.shift();
  return [closed, tell(p.app, 'offsetsSent')];
}

/** Producer id and epoch, new or the next. */
export function takeIdentity(v: ClientMemory, { producerId, epoch }: ProducerIdAnswer): Effects {
  identify(v, producerId, epoch);
  v.needsNewEpoch = false;
  return [asking.close(v)];
}

/** The coordinator has decided. With V2 its answer brings the epoch of the next transaction. */
export function takeEnd(p: ClientParameters, v: ClientMemory, answer: ProducerIdAnswer): Effects {
  if (p.transactionVersion === 2) identify(v, answer.producerId, answer.epoch);
  return [asking.close(v)];
}

/** The transaction is over: the application is told how. */
export function tellEnded(p: ClientParameters, v: ClientMemory): Effects {
  const ended = v.transaction?.ending === 'commit' ? 'committed' : 'aborted';
  v.transaction = undefined;
  v.error = '';
  return [tell(p.app, ended)];
}

/** The producer has its identity: after a start, or after an abort that needed a new epoch. */
export function tellIdentified(p: ClientParameters, v: ClientMemory): Effects {
  if (v.transaction !== undefined) return tellEnded(p, v);
  const { producerId, epoch } = v;
  const body: Identity = { producerId, epoch };
  return [tell(p.app, 'initialized', body)];
}

/** Only an abort is allowed from now on. With V1 it is followed by a new epoch, so that nothing late can be taken for new. */
export function doom(p: ClientParameters, v: ClientMemory, error: string): Effects {
  v.error = error;
  v.needsNewEpoch ||= p.transactionVersion === 1 || v.producerId === NO_PRODUCER_ID;
  const body: Trouble = { error };
  return [tell(p.app, 'abortable', body)];
}
