/** Leaders, followers and in-sync sets: the controller's and the fetchers' part, over the rules that the lanes use. */
import { logEnd } from '../../machines/log/memory';
import {
  beginToLead,
  copyEntries,
  cutAtDivergence,
  cutTo,
  freshFollower,
  moveWatermark,
  noteFetch,
} from '../../machines/log/replica';
import { divergence, elect, hasFallenBehind, latestEpoch, mayRejoinIsr, shrinkIsr } from '../../machines/log/rules';
import { forgetSnapshots, reload, takeSnapshot } from './logs';
import { idOf, leaderOf, type Partition, type Replica, type World } from './world';

/** How often a leader looks for followers that have fallen behind: half of `replica.lag.time.max.ms`. */
const lagSweepOf = ({ p }: Replica): number => Math.max(1, Math.floor(p.lagMaxMs / 2));

/** Every follower that may fetches until it has all and knows the high watermark. */
export function replicate(world: World, partition: Partition): void {
  const leader = leaderOf(world, partition);
  if (leader === undefined) return;
  const followers = partition.replicas.filter(
    (replica) => replica !== leader && !replica.held && world.live.has(replica.broker),
  );
  for (const follower of followers) fetchAll(world, leader, follower);
  for (const follower of followers) maybeJoin(partition, leader, follower);
  advanceWatermark(world, leader);
  for (const follower of followers) fetchAll(world, leader, follower);
}

/** The leader's high watermark, unless the case moves it itself. */
export function advanceWatermark(world: World, leader: Replica): void {
  if (!world.watermarkIsSet) moveWatermark(leader.p, leader.data);
}

function fetchAll(world: World, leader: Replica, follower: Replica): void {
  while (isCut(world, leader, follower)) forgetSnapshots(follower);
  const { data } = follower;
  copyEntries(follower.p, data, leader.data.unflushed.entries.slice(logEnd(data)), leader.data.durable.highWatermark);
  data.durable.logStart = Math.max(data.durable.logStart, Math.min(leader.data.durable.logStart, logEnd(data)));
  noteFetch(leader.data, follower.p.id, logEnd(data), world.now);
}

/** Cuts the follower's log where it parts from the leader's; it may have to ask again. */
function isCut(world: World, leader: Replica, follower: Replica): boolean {
  const own = logEnd(follower.data);
  if (own === 0) return false;
  const end = logEnd(leader.data);
  const found = divergence(leader.data.unflushed.epochs, latestEpoch(follower.data.unflushed.epochs), own, end);
  if (found === 'none') return false;
  if (found === 'outOfRange') cutTo(follower.data, Math.min(end, own - 1));
  else cutAtDivergence(follower.data, found);
  forgetSnapshots(follower);
  reload(world, follower);
  return logEnd(follower.data) < own;
}

function maybeJoin(partition: Partition, leader: Replica, { p, broker, data }: Replica): void {
  const { durable, volatile: v } = leader.data;
  if (partition.isrIsSet || partition.isr.includes(broker)) return;
  if (mayRejoinIsr(logEnd(data), durable.highWatermark, v.epochStart))
    setIsr(partition, [...partition.isr, Number(p.id)]);
}

/** Writes the in-sync set down, in the order of assignment, and tells the replicas. */
export function setIsr(partition: Partition, isr: readonly number[]): void {
  partition.isr = partition.replicas.map(({ broker }) => broker).filter((broker) => isr.includes(broker));
  for (const { data } of partition.replicas) data.volatile.isr = partition.isr.map(idOf);
}

/** Followers that have fallen behind leave the in-sync set. */
export function shrinkLagging(world: World, partition: Partition): void {
  const leader = leaderOf(world, partition);
  if (leader === undefined || partition.isrIsSet) return;
  const gone = late(leader, partition, world.now);
  const isr = gone.reduce<readonly string[]>(shrinkIsr, partition.isr.map(idOf));
  setIsr(partition, isr.map(Number));
  advanceWatermark(world, leader);
}

function late(leader: Replica, { isr }: Partition, nowMs: number): readonly string[] {
  const followers = isr.map(idOf).filter((id) => id !== leader.p.id);
  return followers.filter((id) => {
    const follower = leader.data.volatile.followers.get(id) ?? freshFollower(0);
    return hasFallenBehind(follower, logEnd(leader.data), nowMs, leader.p.lagMaxMs);
  });
}

/** When the next look at the followers' lag will find something; `undefined`: never, as things are. */
export function nextShrinkMs(world: World, partition: Partition): number | undefined {
  const leader = leaderOf(world, partition);
  if (leader === undefined || partition.isrIsSet) return undefined;
  const sweep = lagSweepOf(leader);
  const behind = partition.isr
    .map((broker) => leader.data.volatile.followers.get(idOf(broker)))
    .filter((follower) => follower !== undefined && follower.logEnd !== logEnd(leader.data));
  const times = behind.map((follower) => nextSweep((follower?.lastCaughtUpMs ?? 0) + leader.p.lagMaxMs + 1, sweep));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** The first sweep at or after an instant. */
export function nextSweep(ms: number, everyMs: number): number {
  const every = Math.max(1, everyMs);
  return Math.ceil(ms / every) * every;
}

/** The controller looks for a leader. Leader epochs grow with every change, to nobody as well. */
export function electLeader(world: World, partition: Partition): void {
  const mayBeUnclean = world.shape.cluster.config.get('unclean.leader.election.enable') === true;
  const ids = partition.replicas.map(({ p }) => p.id);
  const elected = elect(ids, partition.isr.map(idOf), [...world.live].map(idOf), mayBeUnclean, idOf(partition.leader));
  const leader = elected === undefined ? -1 : Number(elected.leader);
  if (elected !== undefined) setIsr(partition, elected.isr.map(Number));
  if (leader !== partition.leader) lead(world, partition, leader);
}

/** A new leader, or nobody (-1). */
function lead(world: World, partition: Partition, leader: number): void {
  partition.leader = leader;
  partition.leaderEpoch += 1;
  for (const { data } of partition.replicas) {
    data.volatile.leader = leader < 0 ? '' : idOf(leader);
    data.volatile.leaderEpoch = partition.leaderEpoch;
  }
  const replica = leaderOf(world, partition);
  if (replica === undefined) return;
  beginToLead(replica.p, replica.data, world.now);
  advanceWatermark(world, replica);
}

/** A live replica leads although it is not in sync; what it lacks is lost. Nobody elects a broker that is down. */
export function electUnclean(world: World, partition: Partition, broker: number): void {
  if (!world.live.has(broker)) return;
  setIsr(partition, [broker]);
  lead(world, partition, broker);
}

/** A broker goes down; cleanly: everything is on disk, with a snapshot. */
export function stopBroker(world: World, broker: number, clean: boolean): void {
  if (!world.live.has(broker)) return;
  eachReplica(world, broker, (replica) => {
    if (!clean) return;
    takeSnapshot(world, replica);
    replica.data.durable.flushed = logEnd(replica.data);
  });
  world.live.delete(broker);
  for (const partition of world.partitions) {
    if (partition.leader === broker) electLeader(world, partition);
    else if (!partition.isrIsSet && partition.isr.includes(broker)) leaveIsr(world, partition, broker);
  }
}

function leaveIsr(world: World, partition: Partition, broker: number): void {
  setIsr(partition, shrinkIsr(partition.isr.map(idOf), idOf(broker)).map(Number));
  const leader = leaderOf(world, partition);
  if (leader !== undefined) advanceWatermark(world, leader);
}

/** The page cache is lost: of each log only what was flushed is left. */
export function losePower(world: World, broker: number): void {
  stopBroker(world, broker, false);
  eachReplica(world, broker, (replica) => {
    cutTo(replica.data, replica.data.durable.flushed);
    forgetSnapshots(replica);
  });
}

/** A broker comes back with its logs; what it had in memory is rebuilt from them. */
export function startBroker(world: World, broker: number): void {
  if (world.live.has(broker)) return;
  world.live.add(broker);
  eachReplica(world, broker, (replica) => reload(world, replica));
  for (const partition of world.partitions) if (partition.leader < 0) electLeader(world, partition);
}

function eachReplica(world: World, broker: number, act: (replica: Replica) => void): void {
  for (const { replicas } of world.partitions)
    for (const replica of replicas) if (replica.broker === broker) act(replica);
}
