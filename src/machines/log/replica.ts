/**
 * What happens to one replica's data, without messages: the role's actions and the conformance player call the same.
 * Source: Kafka's UnifiedLog, Partition and AbstractFetcherThread classes.
 */
import { logEnd, truncateTo, type BrokerData, type BrokerParameters, type Follower } from './memory';
import { readLimits } from './reading';
import {
  applyMarker,
  caughtUpSince,
  clearVerification,
  entriesOf,
  guardHolds,
  highWatermark,
  latestEpoch,
  markerBatch,
  noteAborted,
  noteEpoch,
  openFirstOffsets,
  recordAppend,
  replay,
  stillUndecided,
  truncationPoint,
  validateAppend,
  validateMarker,
  type Acks,
  type AppendVerdict,
  type Batch,
  type CompletedTransaction,
  type EpochEnd,
  type KafkaError,
  type LogEntry,
  type Marker,
  type Origin,
} from './rules';

export interface AppendAsked {
  readonly origin: Origin;
  readonly acks: Acks;
  /** With which the append comes; `NO_GUARD` when nobody was asked. */
  readonly guard: number;
}

/** What the rules say of a batch now. */
export function judgeBatch(
  p: Pick<BrokerParameters, 'minIsr' | 'verificationEnabled'>,
  { unflushed, volatile: v }: BrokerData,
  batch: Batch,
  { origin, acks, guard }: AppendAsked,
): AppendVerdict {
  const verification = v.verifications.entries.get(batch.producerId);
  return validateAppend(unflushed.states, batch, {
    origin,
    acks,
    isrSize: v.isr.length,
    minIsr: p.minIsr,
    verified: guardHolds(v.verifications, batch.producerId, guard),
    ...(verification === undefined ? {} : { verification }),
    verificationEnabled: p.verificationEnabled,
  });
}

/** Puts a batch at the log's end; a transactional one uses its verification up. Changes the log, returns what it added. */
export function addBatch(
  p: Pick<BrokerParameters, 'flushEvery'>,
  data: BrokerData,
  batch: Batch,
  now: number,
): readonly LogEntry[] {
  const { unflushed: log, volatile: v } = data;
  const firstOffset = logEnd(data);
  const entries = entriesOf(batch, firstOffset, v.leaderEpoch, now);
  noteEpoch(log.epochs, v.leaderEpoch, firstOffset);
  log.entries.push(...entries);
  if (batch.control === undefined) recordAppend(log.states, batch, firstOffset, now);
  clearVerification(v.verifications, batch);
  flush(p, data);
  catchUpFollowers(data, firstOffset, now);
  return entries;
}

/** The error with which a marker is refused, if it is. A coordinator asks for acks=all, so the in-sync set is looked at first. */
export function judgeMarker(
  { minIsr }: Pick<BrokerParameters, 'minIsr'>,
  { unflushed, volatile: v }: BrokerData,
  marker: Marker,
  origin: Origin,
): KafkaError | undefined {
  if (origin === 'coordinator' && v.isr.length < minIsr) return 'NOT_ENOUGH_REPLICAS';
  return validateMarker(unflushed.states, marker, origin);
}

/** Puts a marker at the log's end and ends the producer's transaction here. Changes the log; returns what it ended. */
export function addMarker(
  p: Pick<BrokerParameters, 'flushEvery'>,
  data: BrokerData,
  marker: Omit<Marker, 'transactionVersion'>,
  now: number,
): CompletedTransaction | undefined {
  const { unflushed: log } = data;
  const firstOffset = logEnd(data);
  addBatch(p, data, markerBatch(marker), now);
  const completed = applyMarker(log.states, marker, firstOffset, now);
  if (completed === undefined) return undefined;
  log.ended.push(completed);
  noteAborted(log.aborted, completed, openFirstOffsets(log.states));
  return completed;
}

/** Flushes to disk after every so many appended entries. */
function flush(p: Pick<BrokerParameters, 'flushEvery'>, data: BrokerData): void {
  if (logEnd(data) - data.durable.flushed >= p.flushEvery) data.durable.flushed = logEnd(data);
}

/** A follower that had everything until now counts as caught up until now. */
function catchUpFollowers({ volatile: v }: BrokerData, endBefore: number, now: number): void {
  for (const follower of v.followers.values()) if (follower.logEnd === endBefore) follower.lastCaughtUpMs = now;
}

/**
 * Moves the leader's high watermark as far as the in-sync replicas allow, and those that may be in sync by now for all that
 * the leader knows (the maximal ISR of `Partition`). Says whether readers may read more than before.
 */
export function moveWatermark(p: Pick<BrokerParameters, 'id' | 'minIsr'>, data: BrokerData): boolean {
  const { volatile: v, durable } = data;
  const before = readLimits(data);
  const maximalIsr = [...new Set([...v.isr, ...(v.proposed ?? [])])];
  const ends = maximalIsr.map((id) => (id === p.id ? before.logEnd : (v.followers.get(id)?.logEnd ?? 0)));
  durable.highWatermark = highWatermark(ends, before.highWatermark, before.logEnd, v.isr.length, p.minIsr);
  data.unflushed.ended = stillUndecided(data.unflushed.ended, durable.highWatermark);
  const after = readLimits(data);
  return after.highWatermark !== before.highWatermark || after.lastStable !== before.lastStable;
}

/** Copies what the leader has, without any test, and learns its high watermark. Returns what was new. */
export function copyEntries(
  p: Pick<BrokerParameters, 'flushEvery'>,
  data: BrokerData,
  entries: readonly LogEntry[],
  leaderMark: number,
): readonly LogEntry[] {
  const { unflushed: log, durable, volatile: v } = data;
  const fresh = entries.filter((entry) => entry.offset >= logEnd(data));
  for (const entry of fresh) noteEpoch(log.epochs, entry.leaderEpoch, entry.offset);
  log.entries.push(...fresh);
  for (const entry of fresh) clearVerification(v.verifications, entry);
  replay({ states: log.states, completed: log.ended, aborted: log.aborted }, fresh);
  flush(p, data);
  durable.highWatermark = Math.max(durable.highWatermark, Math.min(leaderMark, logEnd(data)));
  log.ended = stillUndecided(log.ended, durable.highWatermark);
  return fresh;
}

/** Cuts what the leader does not have. Returns where, and what is gone. */
export function cutAtDivergence(
  data: BrokerData,
  diverging: EpochEnd,
): { readonly offset: number; readonly gone: readonly LogEntry[] } {
  const offset = truncationPoint(data.unflushed.epochs, logEnd(data), diverging);
  return { offset, gone: cutTo(data, offset) };
}

/** Cuts a replica's log; neither its start, nor its high watermark, nor what is on disk lies beyond its end. */
export function cutTo(data: BrokerData, offset: number): readonly LogEntry[] {
  const gone = truncateTo(data.unflushed, offset);
  data.durable.logStart = Math.min(data.durable.logStart, offset);
  data.durable.flushed = Math.min(data.durable.flushed, offset);
  data.durable.highWatermark = Math.min(data.durable.highWatermark, offset);
  return gone;
}

/**
 * Leads from now on: keeps its whole log and notes where its reign begins in it, so that followers find out where their logs
 * part even before it has written anything. Starts at the high watermark that it knew, knows nothing of its followers.
 */
export function beginToLead(p: Pick<BrokerParameters, 'id' | 'replicas'>, data: BrokerData, now: number): void {
  const { volatile: v } = data;
  v.leader = p.id;
  v.proposed = undefined;
  v.joinNext.clear();
  v.epochStart = logEnd(data);
  if (v.leaderEpoch > latestEpoch(data.unflushed.epochs)) noteEpoch(data.unflushed.epochs, v.leaderEpoch, v.epochStart);
  v.followers = new Map(p.replicas.filter((id) => id !== p.id).map((id) => [id, freshFollower(now)]));
}

/** A follower of which a leader knows nothing: it counts as caught up when the leader began. */
export const freshFollower = (now: number): Follower => ({
  logEnd: 0,
  lastCaughtUpMs: now,
  lastFetchMs: now,
  endAtLastFetch: 0,
});

/** What a follower has is what it asks for next: notes it at the leader. */
export function noteFetch(data: BrokerData, id: string, offset: number, now: number): void {
  const { followers } = data.volatile;
  const known = followers.get(id) ?? freshFollower(now);
  const end = logEnd(data);
  const lastCaughtUpMs = caughtUpSince(known, offset, end, now);
  followers.set(id, { logEnd: offset, lastCaughtUpMs, lastFetchMs: now, endAtLastFetch: end });
}
