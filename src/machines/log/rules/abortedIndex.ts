/** Which transactions of a partition were aborted: what a fetch tells a reader (`TransactionIndex`, `AbortedTxn`). */
import type { CompletedTransaction } from './types';

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Of its marker. */
  readonly lastOffset: number;
  /** The first offset that was still undecided when it was aborted: nothing that is aborted later begins before it. */
  readonly lastStableOffset: number;
}

/** What a reader is told of an aborted transaction. */
export interface AbortedRange {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** In the order of the markers. */
export type AbortedIndex = AbortedTransaction[];

/** Adds an ended transaction if it was aborted; `openFirstOffsets` are those that are still open. Changes `index`. */
export function noteAborted(
  index: AbortedIndex,
  ended: CompletedTransaction,
  openFirstOffsets: readonly number[],
): void {
  if (!ended.aborted) return;
  const { producerId, firstOffset, markerOffset } = ended;
  const lastStable = openFirstOffsets.reduce((least, offset) => Math.min(least, offset), markerOffset + 1);
  index.push({ producerId, firstOffset, lastOffset: markerOffset, lastStableOffset: lastStable });
}

/** Those whose marker is at or after `fetchOffset` and that begin before `upperBound`, the end of what is fetched. */
export function abortedIn(
  index: readonly AbortedTransaction[],
  fetchOffset: number,
  upperBound: number,
): AbortedRange[] {
  const found: AbortedRange[] = [];
  for (let place = firstEndingAtOrAfter(index, fetchOffset); place < index.length; place += 1) {
    const aborted = index[place];
    if (aborted === undefined) break;
    if (aborted.firstOffset < upperBound)
      found.push({ producerId: aborted.producerId, firstOffset: aborted.firstOffset });
    if (aborted.lastStableOffset >= upperBound) break;
  }
  return found;
}

function firstEndingAtOrAfter(index: readonly AbortedTransaction[], offset: number): number {
  let low = 0;
  let high = index.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index[middle]?.lastOffset ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Forgets those whose marker was cut off with the log's tail. Changes `index`. */
export function truncateAborted(index: AbortedIndex, offset: number): void {
  index.length = firstEndingAtOrAfter(index, offset);
}
