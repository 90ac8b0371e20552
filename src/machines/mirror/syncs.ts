/**
 * The map between positions of one log in two clusters: pairs that somebody emits now and then. Pure rules.
 * Sources: Apache Kafka, OffsetSyncWriter and OffsetSyncStore; Apache Pulsar, ReplicatedSubscriptionSnapshotCache.
 */

/** A record lies at `upstream` in the one cluster and at `downstream` in the other. */
export interface OffsetSync {
  readonly upstream: number;
  readonly downstream: number;
}

/** When a pair is emitted: when the translated position would lag too far behind, or so long after the last one. */
export type SyncRule =
  { readonly by: 'lag'; readonly lagMax: number } | { readonly by: 'time'; readonly everyMs: number };

/** What who emits pairs remembers; a restart forgets it. */
export interface SyncState {
  lastDownstream: number;
  lastAtMs: number;
  previous: OffsetSync;
  /** Was not worth a pair of its own, and is emitted at the next flush. */
  delayed: OffsetSync | undefined;
}

export const freshSyncState = (): SyncState => ({
  lastDownstream: -1,
  lastAtMs: -1,
  previous: { upstream: -1, downstream: -1 },
  delayed: undefined,
});

/** The pair to emit at once for a record that was copied, if any. Changes `state`. */
export function pairFor(rule: SyncRule, state: SyncState, sync: OffsetSync, now: number): OffsetSync | undefined {
  const isDue = rule.by === 'lag' ? isTooStale(rule.lagMax, state, sync) : isLongAgo(rule.everyMs, state, now);
  state.previous = sync;
  state.delayed = isDue || rule.by === 'time' ? undefined : sync;
  if (!isDue) return undefined;
  state.lastDownstream = sync.downstream;
  state.lastAtMs = now;
  return sync;
}

function isTooStale(lagMax: number, { lastDownstream, previous }: SyncState, sync: OffsetSync): boolean {
  // Whoever translates goes at most one past a pair, so that much is no lag.
  const isStale = sync.downstream - (lastDownstream + 1) >= lagMax;
  const hasSkipped = sync.upstream - previous.upstream !== 1;
  return lastDownstream < 0 || isStale || hasSkipped || sync.downstream < previous.downstream;
}

const isLongAgo = (everyMs: number, { lastAtMs }: SyncState, now: number): boolean =>
  lastAtMs < 0 || now - lastAtMs >= everyMs;

/** How many pairs MirrorMaker keeps of a partition: one for each bit of an offset. */
export const SYNCS_PER_PARTITION = 64;

/**
 * The pairs that are kept of those that were emitted, in the order of their emission: newest first, at distances that about
 * double, so that positions long past are translated coarsely. A pair that goes back makes all before it invalid.
 */
export function spacedSyncs(emitted: readonly OffsetSync[]): readonly OffsetSync[] {
  let kept: OffsetSync[] = [];
  for (const sync of emitted) {
    const newest = kept[0];
    if (newest === undefined || sync.upstream < newest.upstream) kept = Array.from(SLOTS, () => sync);
    else kept = withNewest(kept, sync);
  }
  return kept.filter((sync, at) => sync !== kept[at - 1]);
}

const SLOTS = Array.from({ length: SYNCS_PER_PARTITION }, (_, at) => at);
/** Powers of two, up to that of 52: no offset of a run is further away. */
const POWERS = SLOTS.map((_, exponent) => SLOTS.slice(0, Math.min(exponent, 52)).reduce((value) => value * 2, 1));
const power = (exponent: number): number => POWERS[exponent] ?? 1;

/** Near enough to the slot before, and far enough from it: the two invariants of the store. */
const isRecent = (at: number, before: OffsetSync, old: OffsetSync): boolean =>
  before === old || before.upstream <= old.upstream + power(at) - power(at - 1);
const isSeparated = (at: number, newer: OffsetSync, older: OffsetSync): boolean =>
  newer === older || newer.upstream >= older.upstream + power(Math.max(at - 2, 0));

/** Puts the newest pair in front; a slot whose pair has become too old takes the best one that fits. */
function withNewest(old: readonly OffsetSync[], newest: OffsetSync): OffsetSync[] {
  const kept = [...old];
  kept[0] = newest;
  let [replacement, from] = [newest, 0];
  for (let at = 1; at < SYNCS_PER_PARTITION; at += 1) {
    const chosen = chooseFor(kept, old, { at, replacement, from });
    replacement = chosen.replacement;
    from = chosen.from;
    if (isRecent(at, kept[at - 1]!, kept[at]!)) break;
    kept[at] = replacement;
  }
  return kept;
}

interface Choice {
  readonly at: number;
  readonly replacement: OffsetSync;
  readonly from: number;
}

/** The best pair for slot `at` among the old ones, from index `from` on. */
function chooseFor(kept: readonly OffsetSync[], old: readonly OffsetSync[], choice: Choice): Choice {
  const { at } = choice;
  let { replacement, from } = choice;
  for (;;) {
    const candidate = old[from]!;
    const before = kept[at - 1]!;
    const after = kept[at + 1];
    const isApart = isSeparated(at - 1, before, candidate);
    const fits =
      isRecent(at, before, candidate) && isApart && (after === undefined || isSeparated(at, candidate, after));
    if (fits) replacement = candidate;
    const isPassed = candidate === old[from + 1] || !isApart;
    if (fits || isPassed) from += 1;
    if (from >= at || !isPassed) return { at, replacement, from };
  }
}

/**
 * The position in the other cluster: that of the nearest pair at or before `upstream`, and one past it when the position is
 * past the pair; never further, since nobody knows how many records between were copied. -1: too long ago, or no pair.
 */
export function translate(newestFirst: readonly OffsetSync[], upstream: number): number {
  const nearest = newestFirst.find((sync) => sync.upstream <= upstream);
  if (nearest === undefined) return -1;
  return nearest.downstream + (upstream === nearest.upstream ? 0 : 1);
}
