/**
 * Which leader wrote from which offset on, and where two logs part (`LeaderEpochFileCache`, `AbstractFetcherThread`,
 * KIP-101, KIP-279, KIP-595).
 */
export interface EpochStart {
  readonly epoch: number;
  readonly startOffset: number;
}

/** Rising epochs with rising start offsets. */
export type EpochCache = EpochStart[];

/** The first offset after an epoch's records, and the epoch that this is true of. */
export interface EpochEnd {
  readonly epoch: number;
  readonly endOffset: number;
}

export const latestEpoch = (cache: readonly EpochStart[]): number => cache.at(-1)?.epoch ?? -1;

/** Notes that records from `startOffset` on are of `epoch`; what contradicts it is forgotten. Changes `cache`. */
export function noteEpoch(cache: EpochCache, epoch: number, startOffset: number): void {
  if (latestEpoch(cache) === epoch) return;
  while (cache.length > 0 && contradicts(cache.at(-1), epoch, startOffset)) cache.pop();
  cache.push({ epoch, startOffset });
}

function contradicts(last: EpochStart | undefined, epoch: number, startOffset: number): boolean {
  return last !== undefined && (last.epoch >= epoch || last.startOffset >= startOffset);
}

/** Forgets the epochs that begin at or after the offset at which the log was cut. Changes `cache`. */
export function truncateEpochs(cache: EpochCache, offset: number): void {
  while (cache.length > 0 && (cache.at(-1)?.startOffset ?? -1) >= offset) cache.pop();
}

/**
 * Where the records of `epoch` end in this log. An epoch that this log does not have is answered with the next lower one
 * that it has; one higher than all of them with `undefined`.
 */
export function endOffsetFor(cache: readonly EpochStart[], epoch: number, logEnd: number): EpochEnd | undefined {
  if (cache.length === 0 || epoch > latestEpoch(cache)) return undefined;
  if (epoch === latestEpoch(cache)) return { epoch, endOffset: logEnd };
  const next = cache.findIndex((start) => start.epoch > epoch);
  const higher = cache[next];
  if (higher === undefined) return undefined;
  return { epoch: cache[next - 1]?.epoch ?? epoch, endOffset: higher.startOffset };
}

/**
 * What a leader answers to a follower whose last record is of `lastFetchedEpoch` and that asks for `fetchOffset`: where
 * their logs part, `none` when the follower may go on, `outOfRange` when the leader cannot tell.
 */
export function divergence(
  cache: readonly EpochStart[],
  lastFetchedEpoch: number,
  fetchOffset: number,
  logEnd: number,
): EpochEnd | 'none' | 'outOfRange' {
  const end = endOffsetFor(cache, lastFetchedEpoch, logEnd);
  if (end === undefined) return 'outOfRange';
  return end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset ? end : 'none';
}

/**
 * Where a follower that was told `diverging` cuts its log. It may have to ask again: then it lacks the leader's epoch itself,
 * and cuts at the end of its own next lower one first.
 */
export function truncationPoint(own: readonly EpochStart[], ownLogEnd: number, diverging: EpochEnd): number {
  const end = endOffsetFor(own, diverging.epoch, ownLogEnd);
  if (end === undefined) return Math.min(diverging.endOffset, ownLogEnd);
  if (end.epoch !== diverging.epoch) return Math.min(end.endOffset, ownLogEnd);
  return Math.min(end.endOffset, diverging.endOffset, ownLogEnd);
}
