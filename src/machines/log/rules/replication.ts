/** Replication: who holds the high watermark back, when it moves, and when acks=all is answered (`Partition`, `ReplicaManager`). */
import type { KafkaError } from './errors';

/** `min.insync.replicas`, but never more than the partition has replicas. */
export function effectiveMinIsr(minInsyncReplicas: number, replicas: number): number {
  return Math.min(minInsyncReplicas, replicas);
}

/**
 * The leader's new high watermark: the least log end of the in-sync replicas (`isrEnds`, the leader's own and those of
 * followers that it has proposed included). It never goes down and never beyond the leader's log end, and it is
 * frozen while the in-sync set is smaller than the effective minimum.
 */
export function highWatermark(
  isrEnds: readonly number[],
  current: number,
  logEnd: number,
  isrSize: number,
  minIsr: number,
): number {
  if (isrSize < minIsr) return current;
  const least = isrEnds.reduce((smallest, end) => Math.min(smallest, end), logEnd);
  return Math.max(current, least);
}

/** Whether a follower may join the in-sync replicas: it has all below the high watermark, and this leader's first offset. */
export function mayRejoinIsr(followerEnd: number, highWatermarkOffset: number, leaderEpochStart: number): boolean {
  return followerEnd >= highWatermarkOffset && followerEnd >= leaderEpochStart;
}

/**
 * When a follower that asks for `offset` last had all that its leader had: now, or when it last asked if it has by now what
 * the leader had then. A follower that is always one record behind a busy leader is in sync (`Replica.updateFetchStateOrThrow`).
 */
export function caughtUpSince(
  follower: { readonly lastCaughtUpMs: number; readonly lastFetchMs: number; readonly endAtLastFetch: number },
  offset: number,
  leaderEnd: number,
  nowMs: number,
): number {
  if (offset >= leaderEnd) return nowMs;
  return offset >= follower.endAtLastFetch
    ? Math.max(follower.lastCaughtUpMs, follower.lastFetchMs)
    : follower.lastCaughtUpMs;
}

/** Whether a follower has not caught up with the leader's end for longer than `replica.lag.time.max.ms`. */
export function hasFallenBehind(
  follower: { readonly logEnd: number; readonly lastCaughtUpMs: number },
  leaderEnd: number,
  nowMs: number,
  lagMaxMs: number,
): boolean {
  return follower.logEnd !== leaderEnd && nowMs - follower.lastCaughtUpMs > lagMaxMs;
}

/**
 * What an acks=all append that ended at `lastOffset` is answered now: `NONE`, the error for a record that is in the log but
 * on too few replicas, or `undefined` while it has to wait (`Partition.checkEnoughReplicasReachOffset`).
 */
export function acksAllAnswer(
  lastOffset: number,
  highWatermarkOffset: number,
  isrSize: number,
  minIsr: number,
): KafkaError | undefined {
  if (highWatermarkOffset <= lastOffset) return undefined;
  return isrSize < minIsr ? 'NOT_ENOUGH_REPLICAS_AFTER_APPEND' : 'NONE';
}
