/** What a replica writes down of its log when it is not the one that writes it: copies, and what was cut off. */
import { note, type Effect, type Effects } from '../../engine/contracts';
import type { BrokerMemory, BrokerParameters, PartitionLog } from './memory';
import type { LogEntry } from './rules';

/** One fact for each batch, and for each marker, that a follower copied. */
export function copyNotes(p: BrokerParameters, log: PartitionLog, entries: readonly LogEntry[]): Effects {
  return batchesOf(entries).map((batch) => copyNote(p, log, batch));
}

/** Runs of entries that were appended together. */
function batchesOf(entries: readonly LogEntry[]): readonly (readonly LogEntry[])[] {
  const batches = new Map<number, LogEntry[]>();
  for (const entry of entries)
    batches.set(entry.batchFirstOffset, [...(batches.get(entry.batchFirstOffset) ?? []), entry]);
  return [...batches.values()];
}

function copyNote({ partition }: BrokerParameters, log: PartitionLog, batch: readonly LogEntry[]): Effect {
  const { producerId, epoch, sequence, transactional, leaderEpoch, control, offset } = batch[0]!;
  const more = { durable: true, relies: batch.map((entry) => `append ${partition} ${entry.offset}`) };
  const place = { partition, offset, producerId, epoch, copied: true };
  if (control !== undefined) return note({ kind: 'marker', ...place, commit: control === 'commit', records: [] }, more);
  const records = batch.map((entry) => entry.record);
  const remembered = log.states.get(producerId)?.batches.length ?? 0;
  return note({ kind: 'append', ...place, records, sequence, transactional, leaderEpoch, remembered }, more);
}

/** The log ends at `offset` now; what stood behind it is gone. */
export function truncateNote({ partition }: BrokerParameters, offset: number, gone: readonly LogEntry[]): Effect {
  const records = gone.map((entry) => entry.record).filter((record) => record > 0);
  const relies = gone.map((entry) => `append ${partition} ${entry.offset}`);
  return note({ kind: 'truncate', partition, offset, records }, { durable: true, relies });
}

/** After a loss of power the log ends where it had been flushed. Source: LogLoader.recoverLog. */
export function noteLost(p: BrokerParameters, { lost }: BrokerMemory): Effects {
  const first = lost[0];
  return first === undefined ? [] : [truncateNote(p, first.offset, lost)];
}
