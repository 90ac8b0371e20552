/** Steps that are no requests: straight into a log, time, faults, and what is known. */
import { stillUndecided, type Acks } from '../../machines/log/rules';
import { logEnd } from '../../machines/log/memory';
import { answerWaiting, appendMarkerTo, appendTo, batchOf, type Appended } from './appends';
import { cutPower, start, stop } from './brokers';
import type { Fields, Step } from './caseFile';
import { describe } from './describe';
import { asVerified, beginVerification } from './guards';
import { identityOf } from './identity';
import { deleteBefore, reload, takeSnapshot, truncate } from './logs';
import { failOverTransactions, releaseMarkers } from './markers';
import { failOverGroups } from './membership';
import { advanceWatermark, electUnclean, replicate, setIsr } from './replication';
import { markerOf, partitionOf } from './requests';
import { expireIdleProducers, passTime } from './time';
import { abortTimedOut, expireIds } from './transactions';
import { leaderOf, type Replica, type World } from './world';

type WorldStep = (world: World, step: Step) => Fields;

const done = (act: (world: World, step: Step) => void): WorldStep => {
  return (world, step) => {
    act(world, step);
    answerWaiting(world);
    return {};
  };
};

const onReplica = (act: (world: World, replica: Replica, offset: number | undefined) => void): WorldStep =>
  done((world, step) => act(world, replicaOf(world, step), step.offset));

export const WORLD_STEPS: ReadonlyMap<string, WorldStep> = new Map<string, WorldStep>([
  ['startVerification', (world, step) => beginVerification(world, step, replicaOf(world, step))],
  ['append', append],
  ['appendMarker', appendMarker],
  ['setHighWatermark', done(setHighWatermark)],
  ['truncate', onReplica((world, replica, offset) => truncate(world, replica, offset ?? 0))],
  ['snapshot', onReplica(takeSnapshot)],
  ['reload', onReplica(reload)],
  ['deleteSegmentsBefore', onReplica((_, replica, offset) => deleteBefore(replica, offset ?? 0))],
  ['advance', done((world, { ms = 0 }) => passTime(world, ms))],
  ['tick', done(tick)],
  ['markersComplete', done((world, step) => releaseMarkers(world, idOf(world, step)))],
  ['coordinatorFailover', done(failOver)],
  ['stopBroker', done((world, { broker = 0, clean = true }) => stop(world, broker, clean))],
  ['startBroker', done((world, { broker = 0 }) => start(world, broker))],
  ['powerLoss', done((world, { broker = 0 }) => cutPower(world, broker))],
  ['setIsr', done(fixIsr)],
  ['holdReplication', done((world, step) => hold(world, step, true))],
  ['releaseReplication', done((world, step) => hold(world, step, false))],
  ['electUnclean', done((world, step) => electUnclean(world, partitionOf(world, step), step.broker ?? 0))],
  ['describe', describe],
]);

/** The replica that a step names; by default the leader's, or the first when nobody leads. */
function replicaOf(world: World, step: Step): Replica {
  const partition = partitionOf(world, step);
  const named = partition.replicas.find(({ broker }) => broker === step.replica);
  const replica = named ?? leaderOf(world, partition) ?? partition.replicas[0];
  if (replica === undefined) throw new RangeError(`partition ${partition.number} has no replica`);
  return replica;
}

/** Into one replica's log. Nobody is waited for, so nobody asks how many replicas there are, unless the step gives acks. */
function append(world: World, step: Step): Fields {
  const replica = replicaOf(world, step);
  const identity = identityOf(world, step);
  const batch = batchOf(world, step, identity);
  const acks: Acks = step.acks === -1 ? 'all' : 1;
  const appendWith = (guard: number): Appended =>
    appendTo(world, replica, batch, { origin: step.origin ?? 'client', acks, guard });
  const { answer } =
    step.guard === undefined
      ? asVerified(world, step, replica, batch, appendWith)
      : appendWith(guardOf(replica, batch.producerId, step.guard));
  follow(world, step, replica);
  return answer;
}

/** No guard has this number: the one that came with the append is not the one that stands. */
const STALE_GUARD = -1;

function guardOf({ data }: Replica, producerId: number, word: 'current' | 'stale' | 'none'): number {
  if (word !== 'current') return word === 'stale' ? STALE_GUARD : 0;
  return data.volatile.verifications.entries.get(producerId)?.guard ?? 0;
}

function appendMarker(world: World, step: Step): Fields {
  const replica = replicaOf(world, step);
  const answer = appendMarkerTo(world, replica, markerOf(world, step), step.origin ?? 'coordinator');
  follow(world, step, replica);
  return { ...answer };
}

/** What is in the leader's log is replicated at once, so that the high watermark follows. */
function follow(world: World, step: Step, replica: Replica): void {
  const partition = partitionOf(world, step);
  if (leaderOf(world, partition) !== replica) return;
  replicate(world, partition);
  answerWaiting(world);
}

function setHighWatermark(world: World, step: Step): void {
  const { data } = replicaOf(world, step);
  const { durable, unflushed: log } = data;
  durable.highWatermark = Math.max(durable.logStart, Math.min(step.offset ?? 0, logEnd(data)));
  log.ended = stillUndecided(log.ended, durable.highWatermark);
}

function tick(world: World, { what }: Step): void {
  if (what === 'abortTimedOut') abortTimedOut(world);
  else if (what === 'expireProducers') expireIdleProducers(world);
  else expireIds(world);
}

const idOf = (world: World, step: Step): string =>
  step.transactionalId ?? identityOf(world, step)?.transactionalId ?? '';

function failOver(world: World, { coordinator }: Step): void {
  if (coordinator === 'transaction') failOverTransactions(world);
  else failOverGroups(world);
}

/** The in-sync set as the case wants it, until it says otherwise. */
function fixIsr(world: World, step: Step): void {
  const partition = partitionOf(world, step);
  partition.isrIsSet = true;
  setIsr(partition, step.brokers ?? []);
  const leader = leaderOf(world, partition);
  if (leader !== undefined) advanceWatermark(world, leader);
}

/** Followers that the step names, or all of them. */
function hold(world: World, step: Step, held: boolean): void {
  const { replicas } = partitionOf(world, step);
  const named = step.brokers ?? (step.broker === undefined ? undefined : [step.broker]);
  for (const replica of replicas) if (named === undefined || named.includes(replica.broker)) replica.held = held;
}
