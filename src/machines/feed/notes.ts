/** What a log writes down of its entries, whoever keeps it: that they are there, and that their time is over. */
import { note, type Effect, type Effects } from '../../engine/contracts';
import type { FeedEntry } from './memory';

/** Where something was written. */
export interface Appended {
  readonly partition: number;
  readonly offset: number;
  readonly records: readonly number[];
}

/** Who wrote it, where producers number what they write. */
export interface AppendedBy {
  readonly id: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly transactional: boolean;
}
const NOBODY: AppendedBy = { id: -1, epoch: -1, sequence: -1, transactional: false };

interface More {
  /** Further names of the event, beside those of its positions. */
  readonly as: readonly string[];
  /** How many names the log knows again; absent: none. */
  readonly remembered?: number;
  /** Absent: nobody numbers anything. */
  readonly by?: AppendedBy;
}

/** It is in the log, for good; each record has a position of its own. */
export function appended({ partition, offset, records }: Appended, { as, remembered = 0, by = NOBODY }: More): Effect {
  const { id: producerId, epoch, sequence, transactional } = by;
  const writer = { producerId, epoch, sequence, transactional };
  const places = records.map((_, at) => `appended ${partition}/${offset + at}`);
  return note(
    { kind: 'append', partition, offset, records, ...writer, leaderEpoch: 0, copied: false, remembered },
    { as: [...places, ...as], durable: true },
  );
}

/** An entry of one record, by nobody who numbers: see `appended`. */
export const appendedEntry = (
  { partition, offset, record }: FeedEntry,
  as: readonly string[],
  remembered = 0,
): Effect => appended({ partition, offset, records: [record] }, { as, remembered });

/** `retentionOver` comes when this entry's time is over; with 0 ms it never is. */
export function keepFor(retentionMs: number, entry: FeedEntry): Effects {
  if (retentionMs === 0) return [];
  const name = `retention ${entry.partition}/${entry.offset}`;
  return [{ do: 'startTimer', name, event: 'retentionOver', delayMs: retentionMs, body: entry }];
}

/** An entry's time is over: it and what stands before it is gone from the log. A marker (`record` 0) is nobody's loss. */
export function expireEntry(
  log: { entries: readonly FeedEntry[]; earliest: number },
  { offset, record, messageId }: FeedEntry,
): Effects {
  log.earliest = Math.max(log.earliest, offset + 1);
  log.entries = log.entries.filter((one) => one.offset >= log.earliest);
  if (record === 0) return [];
  return [note({ kind: 'bury', record, messageId, to: 'nowhere', why: 'retention' }, { durable: true })];
}
