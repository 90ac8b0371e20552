/** What a log writes down of an entry, whoever keeps it. */
import { note, type Effect } from '../../engine/contracts';
import type { FeedEntry } from './memory';

/** The entry is in the log, for good. `more`: further names of the event; `remembered`: how many names the log knows again. */
export const appended = ({ partition, offset, record }: FeedEntry, more: readonly string[], remembered = 0): Effect =>
  note(
    {
      kind: 'append',
      partition,
      offset,
      records: [record],
      producerId: -1,
      epoch: -1,
      sequence: -1,
      transactional: false,
      leaderEpoch: 0,
      copied: false,
      remembered,
    },
    { as: [`appended ${partition}/${offset}`, ...more], durable: true },
  );
