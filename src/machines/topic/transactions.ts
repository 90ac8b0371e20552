/**
 * The topic's part in transactions: what it has written in them is held back until their end, and so is what stands behind
 * the first entry of the oldest open one. Sources: Pulsar's TopicTransactionBuffer and PendingAckHandleImpl.
 */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import { answer } from '../answering';
import { nameOfMessage, numberOf, recordOf, watermark } from './entries';
import type {
  EndBody,
  PublishBody,
  TopicAckAnswer,
  TopicAckBody,
  TopicData,
  TopicEntry,
  TopicKept,
  TopicParameters,
  TopicTransaction,
} from './memory';

/** Looks the transaction up, and opens it here at its first use. */
export function transactionOf({ transactions }: TopicKept, name: string): TopicTransaction {
  const found = transactions.get(name);
  if (found !== undefined) return found;
  const opened: TopicTransaction = { state: 'open', entries: [] };
  transactions.set(name, opened);
  return opened;
}

export function isTransactionOver({ durable }: TopicData, event: NodeEvent): boolean {
  const state = durable.transactions.get(bodyOf<PublishBody>(event).transaction)?.state;
  return state === 'committed' || state === 'aborted';
}

/** An acknowledgement inside a transaction: it counts when that is committed, and until then nobody is given the message. */
export function settlePending({ durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  const { id, transaction } = bodyOf<TopicAckBody>(event);
  const error = conflictOf(durable, { id, transaction });
  if (error !== '') return [note({ kind: 'refuse', ...REFUSALS[error], error, records: event.records })];
  transactionOf(durable, transaction);
  durable.pending.set(id, transaction);
  v.leases.delete(id);
  return [];
}

const REFUSALS = {
  TransactionConflict: { reason: 'conflict', why: 'the message is done, or another transaction has it' },
  TransactionNotFound: { reason: 'fenced', why: 'the transaction has ended' },
} as const;

function conflictOf(
  { acked, pending, transactions }: TopicKept,
  { id, transaction }: Pick<TopicAckBody, 'id' | 'transaction'>,
): TopicAckAnswer['error'] {
  const state = transactions.get(transaction)?.state ?? 'open';
  if (state !== 'open') return 'TransactionNotFound';
  return acked.has(id) || (pending.has(id) && pending.get(id) !== transaction) ? 'TransactionConflict' : '';
}

export function answerPending(p: TopicParameters, { durable }: TopicData, event: NodeEvent): Effects {
  const { correlation, ...asked } = bodyOf<TopicAckBody>(event);
  const error = conflictOf(durable, asked);
  const body: TopicAckAnswer = { correlation, error };
  const says = error === '' ? `pending in ${asked.transaction}` : error;
  return [answer(event, p.words.settledInTransaction, 'settledInTransaction', body, says)];
}

/** The coordinator has decided: a marker goes behind what was written, and acknowledgements count, or never were. */
export function endTransaction(p: TopicParameters, data: TopicData, event: NodeEvent): Effects {
  const { transaction, commit } = bodyOf<EndBody>(event);
  const own = transactionOf(data.durable, transaction);
  if (own.state !== 'open') return [];
  own.state = commit ? 'committed' : 'aborted';
  return [...markers(p, data.durable, transaction, own), ...endPending(data, transaction, commit, event.from)];
}

function markers(p: TopicParameters, durable: TopicKept, name: string, { entries, state }: TopicTransaction): Effects {
  const partitions = [...new Set(entries.map(({ partition }) => partition))];
  return partitions.flatMap((partition) => {
    const log = durable.logs[partition]!;
    const offset = log.end;
    const none: TopicEntry = {
      offset,
      partition,
      records: [],
      firstId: -1,
      producer: '',
      highest: -1,
      transaction: name,
    };
    log.entries.push(none);
    log.end += 1;
    const fact: Effect = note(
      {
        kind: 'marker',
        partition: p.firstPartition + partition,
        offset,
        producerId: numberOf(name),
        epoch: 0,
        commit: state === 'committed',
        records: entries.filter((entry) => entry.partition === partition).flatMap(({ records }) => records),
        copied: false,
      },
      { durable: true, as: `ended ${name}` },
    );
    return [fact, ...watermark(p, durable, partition)];
  });
}

function endPending({ durable, volatile: v }: TopicData, name: string, commit: boolean, by: string): Effects {
  const mine = [...durable.pending].filter(([, transaction]) => transaction === name).map(([id]) => id);
  return mine.flatMap((id) => {
    durable.pending.delete(id);
    v.leases.delete(id);
    const record = recordOf(durable, id);
    if (!commit)
      return [
        note(
          { kind: 'return', record, messageId: id, why: 'released' },
          { as: `returned ${record}`, relies: [nameOfMessage(id)] },
        ),
      ];
    durable.acked.add(id);
    return [
      note(
        { kind: 'settle', record, messageId: id, worker: by, accepted: true },
        { as: `settled ${record}`, durable: true, relies: [nameOfMessage(id)] },
      ),
    ];
  });
}

export function answerEnded(event: NodeEvent): Effects {
  const { commit, share, transaction } = bodyOf<EndBody & { readonly share: string }>(event);
  const body = { correlation: 0, share, transaction };
  return [answer(event, `${event.about}Response`, 'ended', body, commit ? 'committed' : 'aborted')];
}
