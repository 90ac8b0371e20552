/**
 * The consumer's own filtering (`CompletedFetch`, KIP-98). The broker sends whole batches, aborted ones too, with the
 * list of aborted transactions; the consumer drops what belongs to them, and never hands out markers.
 */
import type { AbortedRange } from './abortedIndex';
import type { LogEntry } from './types';

export interface Filtered {
  /** What the application gets, in order. */
  readonly delivered: readonly LogEntry[];
  /** Data of aborted transactions; the position still moves over it. */
  readonly dropped: readonly LogEntry[];
}

/** Sorts out the entries of one fetch. `aborted` is ignored by a reader of everything. */
export function filterAborted(
  entries: readonly LogEntry[],
  aborted: readonly AbortedRange[],
  isolation: 'read_committed' | 'read_uncommitted',
): Filtered {
  const delivered: LogEntry[] = [];
  const dropped: LogEntry[] = [];
  const filter = isolation === 'read_committed' ? abortedFilter(aborted) : () => false;
  for (const entry of entries) {
    const isAborted = filter(entry);
    if (entry.control === undefined) (isAborted ? dropped : delivered).push(entry);
  }
  return { delivered, dropped };
}

/** Whether an entry is aborted data; must be asked of every entry, in the order of offsets. */
function abortedFilter(aborted: readonly AbortedRange[]): (entry: LogEntry) => boolean {
  const waiting = [...aborted].sort((left, right) => left.firstOffset - right.firstOffset);
  const active = new Set<number>();
  let next = 0;
  return (entry) => {
    const lastOffset = entry.batchFirstOffset + entry.batchSize - 1;
    for (let range = waiting[next]; range !== undefined && range.firstOffset <= lastOffset; range = waiting[next]) {
      active.add(range.producerId);
      next += 1;
    }
    if (entry.control === 'abort') active.delete(entry.producerId);
    return entry.control === undefined && entry.transactional && active.has(entry.producerId);
  };
}
