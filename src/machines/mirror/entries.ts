/** The logs of one cluster: what stands where, and what a reader may see of it. Pure but for what they are told to change. */
import { invariant } from '../../terms/invariant';
import { lastStable } from '../lastStable';
import type { ClusterKept, LogEntry, ReadAnswer, ReadBody, RegionLog } from './memory';

export const emptyLog = (): RegionLog => ({ entries: [], earliest: 0, end: 0 });

/** The log of this number, which lies here. */
export function logOf({ logs }: ClusterKept, partition: number): RegionLog {
  const log = logs.get(partition);
  invariant(log, `log ${partition} does not lie in this cluster`);
  return log;
}

/** Appends; changes the log. */
export function append(kept: ClusterKept, entry: Omit<LogEntry, 'offset'>): LogEntry {
  const log = logOf(kept, entry.partition);
  const written = { ...entry, offset: log.end };
  log.entries.push(written);
  log.end += 1;
  return written;
}

/** Where this reader waits. */
function limitOf(kept: ClusterKept, { partition, committedOnly }: ReadBody): number {
  const log = logOf(kept, partition);
  return committedOnly === true ? lastStable(log, (name) => kept.fates.get(name)?.fate === 'open') : log.end;
}

/** Whether the position is one that the log does not have: forgotten, or of a log that was another one. */
export function isOutOfRange(kept: ClusterKept, { partition, offset }: ReadBody): boolean {
  const { earliest, end } = logOf(kept, partition);
  return offset >= 0 && (offset < earliest || offset > end);
}

export const isReadable = (kept: ClusterKept, body: ReadBody): boolean =>
  body.offset < 0 || body.offset < limitOf(kept, body) || isOutOfRange(kept, body);

const isShown = ({ fates }: ClusterKept, { committedOnly }: ReadBody, { record, transaction }: LogEntry): boolean =>
  record > 0 && !(committedOnly === true && fates.get(transaction)?.fate === 'aborted');

/** What a reader is answered; the next position lies behind everything that was looked at. */
export function read(kept: ClusterKept, body: ReadBody): ReadAnswer {
  const { correlation, partition, offset, most } = body;
  const { entries: all, earliest } = logOf(kept, partition);
  if (isOutOfRange(kept, body)) return { correlation, error: 'OFFSET_OUT_OF_RANGE', entries: [], next: earliest };
  const limit = limitOf(kept, body);
  if (offset < 0) return { correlation, error: '', entries: [], next: limit };
  const ahead = all.filter((entry) => entry.offset >= offset && entry.offset < limit);
  const shown = ahead.filter((entry) => isShown(kept, body, entry)).slice(0, most);
  const last = shown.at(-1);
  const next = shown.length === most && last !== undefined ? last.offset + 1 : limit;
  return { correlation, error: '', entries: shown, next };
}
