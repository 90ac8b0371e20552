/** Producer state of a replica as its log and its snapshots tell it: after a cut, after a load, after old segments are gone. */
import { cutTo } from '../../machines/log/replica';
import { logEnd } from '../../machines/log/memory';
import {
  loadStates,
  noVerifications,
  rebuildStates,
  snapshotOf,
  stillUndecided,
  type ProducerStates,
} from '../../machines/log/rules';
import { settingOf, type Replica, type World } from './world';

export const PRODUCER_EXPIRATION_MS = 86_400_000;

export const producerExpirationOf = (world: World): number =>
  settingOf(world, 'producer.id.expiration.ms', PRODUCER_EXPIRATION_MS);

/**
 * Loads the log: newest snapshot, without those who expired, then the records after it. What was in memory is gone, and a
 * snapshot of what was found is taken (`UnifiedLog.rebuildProducerState`).
 */
export function reload(world: World, replica: Replica, offset = logEnd(replica.data)): void {
  forgetSnapshots(replica);
  const states = statesAt(world, replica, offset);
  derive(replica, states);
  takeSnapshot(world, replica, offset);
  const { volatile: v } = replica.data;
  v.verifications = { ...noVerifications(), nextGuard: v.verifications.nextGuard };
}

/** Aborted transactions and undecided ones are read from the log as well. */
function derive(replica: Replica, states: ProducerStates): void {
  const { unflushed: log, durable } = replica.data;
  const full = rebuildStates(log.entries, firstSnapshotOf(replica));
  log.states = states;
  log.aborted = full.aborted.filter(({ lastOffset }) => lastOffset >= durable.logStart);
  log.ended = stillUndecided(full.completed, durable.highWatermark);
}

/** What the case gave and no record tells. */
const firstSnapshotOf = ({ snapshots }: Replica): Replica['snapshots'][number] | undefined =>
  snapshots.find(({ offset }) => offset === 0);

function statesAt(world: World, { data, snapshots }: Replica, offset: number): ProducerStates {
  return loadStates(data.unflushed.entries, snapshots, offset, {
    logStart: data.durable.logStart,
    nowMs: world.now,
    expirationMs: producerExpirationOf(world),
  });
}

/**
 * Cuts the log; later snapshots go with it. Nothing happens at or beyond its end. Where nobody is known, nobody is looked for
 * in the rest: who had expired stays so.
 */
export function truncate(world: World, replica: Replica, offset: number): void {
  const { data } = replica;
  if (offset >= logEnd(data)) return;
  const nobody = data.unflushed.states.size === 0;
  const { verifications } = data.volatile;
  cutTo(data, offset);
  reload(world, replica);
  if (nobody) data.unflushed.states = new Map();
  data.volatile.verifications = verifications;
}

/** Snapshots of what is no longer in the log are of no use, at its end as at its start (`truncateAndReload`). */
export function forgetSnapshots(replica: Replica): void {
  const { data } = replica;
  const { logStart } = data.durable;
  const isOfUse = (offset: number): boolean => offset <= logEnd(data) && (offset > logStart || logStart === 0);
  replica.snapshots = replica.snapshots.filter(({ offset }) => isOfUse(offset));
}

/** A snapshot file, as a roll of the segment or a clean shutdown makes it: one batch of each producer. */
export function takeSnapshot(world: World, replica: Replica, offset = logEnd(replica.data)): void {
  const { data } = replica;
  const states = offset === logEnd(data) ? data.unflushed.states : statesAt(world, replica, offset);
  replica.snapshots = [...replica.snapshots, snapshotOf(states, offset)];
}

/** Old segments go, with their snapshots; they were flushed when they were rolled. Producer state in memory is not touched. */
export function deleteBefore({ data }: Replica, offset: number): void {
  const start = Math.min(offset, logEnd(data));
  data.durable.logStart = Math.max(data.durable.logStart, start);
  data.durable.flushed = Math.max(data.durable.flushed, start);
  data.durable.highWatermark = Math.max(data.durable.highWatermark, start);
  data.unflushed.aborted = data.unflushed.aborted.filter(({ lastOffset }) => lastOffset >= data.durable.logStart);
}
