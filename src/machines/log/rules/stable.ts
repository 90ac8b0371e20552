/** How far readers may read: high watermark and last stable offset (`UnifiedLog.fetchLastStableOffsetMetadata`, KIP-98). */
import type { CompletedTransaction } from './types';

type Undecided = Pick<CompletedTransaction, 'firstOffset' | 'markerOffset'>;

/**
 * The smallest first offset of the transactions that are open, or ended by a marker that is not yet below the high
 * watermark, but never below the log's start; `undefined` when there are none.
 */
export function firstUnstableOffset(
  openFirstOffsets: readonly number[],
  ended: readonly Undecided[],
  highWatermark: number,
  logStart = 0,
): number | undefined {
  let smallest: number | undefined;
  for (const offset of openFirstOffsets) {
    if (smallest === undefined || offset < smallest) smallest = offset;
  }
  for (const { firstOffset, markerOffset } of ended) {
    const undecided = markerOffset >= highWatermark;
    if (undecided && (smallest === undefined || firstOffset < smallest)) smallest = firstOffset;
  }
  return smallest === undefined ? undefined : Math.max(smallest, logStart);
}

/** The first unstable offset if it is below the high watermark, else the high watermark; never below the log's start. */
export function lastStableOffset(
  openFirstOffsets: readonly number[],
  undecidedMarkers: readonly Undecided[],
  highWatermark: number,
  logStart = 0,
): number {
  const unstable = firstUnstableOffset(openFirstOffsets, undecidedMarkers, highWatermark, logStart);
  return Math.max(logStart, unstable === undefined ? highWatermark : Math.min(unstable, highWatermark));
}

/** What is still undecided once the high watermark stands here; the others need not be remembered any longer. */
export function stillUndecided(ended: readonly CompletedTransaction[], highWatermark: number): CompletedTransaction[] {
  return ended.filter(({ markerOffset }) => markerOffset >= highWatermark);
}
