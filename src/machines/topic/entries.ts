/** What stands in a topic's logs: entries and their messages, and how far readers may see. Pure questions. */
import { note, type Effects } from '../../engine/contracts';
import { lastStable } from '../lastStable';
import type { TopicEntry, TopicKept, TopicParameters } from './memory';

export const nameOfMessage = (id: number): string => `message ${id}`;

export const entriesOf = ({ logs }: TopicKept): readonly TopicEntry[] => logs.flatMap(({ entries }) => entries);

/** The numbers of an entry's messages. */
export const idsOf = ({ records, firstId }: TopicEntry): readonly number[] => records.map((_, at) => firstId + at);

export const entryOf = (durable: TopicKept, id: number): TopicEntry | undefined =>
  entriesOf(durable).find(({ firstId, records }) => id >= firstId && id < firstId + records.length);

/** The record that a message holds; 0: there is no such message. */
export function recordOf(durable: TopicKept, id: number): number {
  const entry = entryOf(durable, id);
  return entry === undefined ? 0 : entry.records[id - entry.firstId]!;
}

/** Transactions are counted from here in the trace, so that none has the number of a producer. */
const FIRST_TRANSACTION = 1_000;

/** A transaction as the trace counts it, by the number at the end of its name. */
export const numberOf = (transaction: string): number =>
  FIRST_TRANSACTION + Number(transaction.slice(transaction.lastIndexOf(':') + 1));

/** The position behind an entry: each of its messages has one, a marker too. */
export const endOf = ({ offset, records }: TopicEntry): number => offset + Math.max(1, records.length);

/** The first position that readers of committed messages may not read yet: the first entry of the oldest open transaction. */
export const maxRead = ({ logs, transactions }: TopicKept, partition: number): number =>
  lastStable(logs[partition]!, (name) => transactions.get(name)?.state === 'open');

/** Only a topic that has seen a transaction has anything to say here. */
export function watermark(p: TopicParameters, durable: TopicKept, partition: number): Effects {
  if (durable.transactions.size === 0) return [];
  const end = durable.logs[partition]!.end;
  const lastStable = maxRead(durable, partition);
  return [
    note({ kind: 'watermark', partition: p.firstPartition + partition, highWatermark: end, lastStable, logEnd: end }),
  ];
}

/** What a reader of this isolation may be given. */
export function isVisible(p: TopicParameters, durable: TopicKept, entry: TopicEntry): boolean {
  if (entry.records.length === 0) return false;
  if (p.isolation === 'everything') return true;
  if (entry.offset >= maxRead(durable, entry.partition)) return false;
  return durable.transactions.get(entry.transaction)?.state !== 'aborted';
}
