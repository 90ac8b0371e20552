/** Virtual time: what the cluster does by itself happens here, and only here. */
import { expireProducers, expireVerifications } from '../../machines/log/rules';
import { answerWaiting } from './appends';
import { producerExpirationOf } from './logs';
import { sendMarkers } from './markers';
import { nextGroupMs, passGroupTime } from './membership';
import { nextShrinkMs, nextSweep, replicate, shrinkLagging } from './replication';
import { abortTimedOut, expireIds, nextAbortMs, nextIdExpiryMs } from './transactions';
import { settingOf, type World } from './world';

const PRODUCER_SWEEP_MS = 600_000;
/** What replicates and marks needs some time, and this is the least. */
const STEP_MS = 1;

/** One sweep over idle producers, on every replica that is up. */
export function expireIdleProducers(world: World): void {
  const expirationMs = producerExpirationOf(world);
  for (const { broker, data } of world.partitions.flatMap(({ replicas }) => replicas)) {
    if (!world.live.has(broker)) continue;
    expireProducers(data.unflushed.states, world.now, expirationMs);
    expireVerifications(data.volatile.verifications, world.now, expirationMs);
  }
}

function nextProducerExpiryMs(world: World): number | undefined {
  const everyMs = settingOf(world, 'producer.id.expiration.check.interval.ms', PRODUCER_SWEEP_MS);
  const expirationMs = producerExpirationOf(world);
  const alive = world.partitions.flatMap(({ replicas }) => replicas).filter(({ broker }) => world.live.has(broker));
  const idle = alive
    .flatMap(({ data }) => [...data.unflushed.states.values()])
    .filter((entry) => entry.currentTransactionFirstOffset === undefined)
    .map((entry) => entry.lastTimestampMs);
  const asked = alive.flatMap(({ data }) => [...data.volatile.verifications.entries.values()]);
  const times = [...idle, ...asked.map(({ startedMs }) => startedMs)].map((ms) =>
    nextSweep(ms + expirationMs, everyMs),
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Replication, markers and their answers, as far as they go without further time. */
function settle(world: World): void {
  for (const partition of world.partitions) replicate(world, partition);
  sendMarkers(world);
  answerWaiting(world);
}

/** All that is due at this instant. */
function fire(world: World): void {
  for (const partition of world.partitions)
    if (isDue(world, nextShrinkMs(world, partition))) shrinkLagging(world, partition);
  if (isDue(world, nextAbortMs(world))) abortTimedOut(world);
  if (isDue(world, nextProducerExpiryMs(world))) expireIdleProducers(world);
  if (isDue(world, nextIdExpiryMs(world))) expireIds(world);
  for (const group of world.groups.values()) if (isDue(world, nextGroupMs(world, group))) passGroupTime(world, group);
  settle(world);
}

const isDue = (world: World, ms: number | undefined): boolean => ms !== undefined && ms <= world.now;

/** The next instant at which something is due by itself, after now. */
function nextMs(world: World): number | undefined {
  const times = [
    ...world.partitions.map((partition) => nextShrinkMs(world, partition)),
    nextAbortMs(world),
    nextProducerExpiryMs(world),
    nextIdExpiryMs(world),
    ...[...world.groups.values()].map((group) => nextGroupMs(world, group)),
    ...world.waiting.map(({ deadlineMs }) => deadlineMs),
  ].filter((ms) => ms !== undefined);
  return times.length === 0 ? undefined : Math.max(world.now + STEP_MS, Math.min(...times));
}

/** Lets time pass until `isOver`, or for so long at most. */
export function passTime(world: World, ms: number, isOver: () => boolean = () => false): void {
  const end = world.now + ms;
  for (let first = true; world.now < end && !isOver(); first = false) {
    const next = first ? world.now + STEP_MS : (nextMs(world) ?? end);
    world.now = Math.min(end, next);
    fire(world);
  }
}
