/**
 * Transactions at the sink that outlive whoever opened them: named, resumable by their name, and aborted by the sink's own
 * clock. Kafka's coordinator at the size that a sink needs: the one who owns the clock is not the one who promised.
 */
import {
  note,
  type Action,
  type Effect,
  type Effects,
  type Guard,
  type NodeData,
  type NodeEvent,
} from '../../engine/contracts';
import { bodyOf, type AbortTransactionsBody, type CommitTransactionBody, type WriteBody } from '../messages';

export interface SinkTransaction {
  readonly id: string;
  state: 'open' | 'committed' | 'aborted';
  readonly records: number[];
  /** The sequence numbers of its writes: its producer is idempotent, and a retry is known. */
  readonly sequences: Set<number>;
}

/** What of a store this file is about. */
export interface TransactionLimits {
  /** A transaction that is open for longer is aborted; absent: there is no such limit. */
  readonly transactionTimeoutMs?: number;
  /** The reader that is watched sees hidden effects as soon as they are written: each of them counts. */
  readonly readsHidden?: boolean;
}
interface Holding {
  readonly transactions: Map<string, SinkTransaction>;
}
type HoldingData = NodeData<Holding, undefined, undefined>;

const named = ({ durable }: HoldingData, event: NodeEvent): SinkTransaction | undefined =>
  durable.transactions.get(bodyOf<{ readonly transaction?: string }>(event).transaction ?? '');

export const transactionGuards: Readonly<Record<string, Guard<HoldingData>>> = {
  isTransactionOver: (data, event) => {
    const state = named(data, event)?.state;
    return state === 'committed' || state === 'aborted';
  },
  isTransactionOpen: (data, event) => named(data, event)?.state === 'open',
  isCommitted: (data, event) => named(data, event)?.state === 'committed',
};

const timerOf = (id: string): string => `transaction ${id}`;
const became = (id: string, what: string): Effect =>
  note({ kind: 'transaction', id, producerId: -1, epoch: -1, became: what }, { as: timerOf(id), durable: true });

/** The first write of a transaction begins it, and with it its clock. */
export function open(p: TransactionLimits, kept: Holding, { transaction }: WriteBody): Effects {
  if (transaction === undefined || kept.transactions.has(transaction)) return [];
  kept.transactions.set(transaction, { id: transaction, state: 'open', records: [], sequences: new Set() });
  return [became(transaction, 'Ongoing'), ...clock(p, transaction)];
}

const clock = ({ transactionTimeoutMs: delayMs }: TransactionLimits, id: string): Effects =>
  delayMs === undefined
    ? []
    : [{ do: 'startTimer', name: timerOf(id), event: 'transactionTimedOut', delayMs, body: id }];

/** Whether this write is a retry of one that the transaction has. Asked once for each write: it is known from then on. */
export function isRetry(kept: Holding, { transaction = '', sequence }: WriteBody): boolean {
  const sequences = kept.transactions.get(transaction)?.sequences;
  if (sequences === undefined || sequence === undefined) return false;
  const known = sequences.has(sequence);
  sequences.add(sequence);
  return known;
}

/** A hidden effect of this transaction, and of no other. */
export function hide(p: TransactionLimits, kept: Holding, { transaction = '' }: WriteBody, record: number): Effect {
  kept.transactions.get(transaction)?.records.push(record);
  return hiddenEffect(p, record, [timerOf(transaction)]);
}

/** Whoever reads everything sees it at once. `relies`: the names of what it stands on. */
export const hiddenEffect = (
  { readsHidden }: TransactionLimits,
  record: number,
  relies: readonly string[] = [],
): Effect =>
  readsHidden === true
    ? note({ kind: 'apply', record, outside: false }, { as: `applied ${record}`, durable: true, relies })
    : note({ kind: 'stage', record }, { as: `staged ${record}`, durable: true, relies });

/** What commit, abort and the sink's clock do. `land` is how an effect becomes visible. */
export function transactionActions<Data extends HoldingData>(
  p: TransactionLimits,
  land: (data: Data, record: number) => Effect,
): Readonly<Record<string, Action<Data>>> {
  return {
    refuseOver: (data, event) => {
      const transaction = named(data, event);
      const records = event.records;
      const error = transaction?.state === 'committed' ? 'InvalidTxnState' : 'ProducerFenced';
      return [note({ kind: 'refuse', reason: 'fenced', error, records, why: 'the transaction is over' })];
    },
    commitTransaction: (data, event) => {
      const transaction = named(data, event)!;
      transaction.state = 'committed';
      const shown = p.readsHidden === true ? [] : transaction.records;
      return [
        { do: 'stopTimer', name: timerOf(transaction.id) },
        became(transaction.id, 'CompleteCommit'),
        ...shown.map((record) => land(data, record)),
      ];
    },
    abortOthers: ({ durable }, event) => {
      const { prefix, keep } = bodyOf<AbortTransactionsBody>(event);
      const left = [...durable.transactions.values()].filter(
        ({ id, state }) => state === 'open' && id.startsWith(`${prefix}-`) && !keep.includes(id),
      );
      return left.flatMap((transaction) => abort(transaction));
    },
    abortTimedOut: ({ durable }, event) => abort(durable.transactions.get(event.body as string)!),
    resumeClocks: ({ durable }) =>
      [...durable.transactions.values()].filter(({ state }) => state === 'open').flatMap(({ id }) => clock(p, id)),
    answerDecided: (_, event) => [answer(event, '')],
    answerAborted: (_, event) => [answer(event, 'transactionOver')],
  };
}

function abort(transaction: SinkTransaction): Effects {
  if (transaction.state !== 'open') return [];
  transaction.state = 'aborted';
  return [{ do: 'stopTimer', name: timerOf(transaction.id) }, became(transaction.id, 'CompleteAbort')];
}

function answer(event: NodeEvent, error: '' | 'transactionOver'): Effect {
  const { correlation } = bodyOf<CommitTransactionBody>(event);
  const { from: to, records, about } = event;
  const name = 'EndTransactionResponse';
  const body = { correlation, remembered: [], error };
  const says = error === '' ? 'done' : 'the transaction is over';
  return { do: 'send', message: { name, as: 'decided', to, body, records, about, says, answers: event } };
}
