/** What clients ask, and what they are answered. */
import { fetchOffset, offsetsPartitionOf, type Answer } from '../../machines/coordinator/rules';
import { batchStart, isOutOfRange, offsetAt, readFrom, readLimits } from '../../machines/log/reading';
import {
  NO_GUARD,
  filterAborted,
  produceErrorOf,
  type Acks,
  type Batch,
  type KafkaError,
  type LogEntry,
  type Marker,
} from '../../machines/log/rules';
import { appendMarkerTo, appendTo, batchOf, refusedAppend, waitForReplicas } from './appends';
import type { Fields, Step, WrittenRecord } from './caseFile';
import { commit, commitInTransaction } from './groupOffsets';
import { beginToVerify, nameGuard } from './guards';
import { identityOf, sureIdentityOf, type Identity } from './identity';
import { heartbeat, join, leave } from './membership';
import { add, askForAppend, end, init, verify, versionOf } from './transactions';
import { leaderOf, type Later, type Partition, type Replica, type World } from './world';

export type Request = (world: World, step: Step) => Later;

const now = (answer: Fields): Later => ({ answer });
const identified = ({ error, producerId: pid, epoch }: Answer): Fields => ({ error, pid, epoch });

/** The partition that a step is about. The reader has seen to it that there is one. */
export function partitionOf(world: World, step: Step): Partition {
  const partition = world.partitions[step.partition ?? 0];
  if (partition === undefined) throw new RangeError(`there is no partition ${step.partition ?? 0}`);
  return partition;
}

export const REQUESTS: ReadonlyMap<string, Request> = new Map<string, Request>([
  ['initProducerId', (world, step) => now(identified(init(world, step)))],
  ['produce', produce],
  ['addPartitions', addPartitions],
  ['verifyPartitions', verifyPartitions],
  ['addOffsets', addOffsets],
  ['txnOffsetCommit', txnOffsetCommit],
  ['endTxn', (world, step) => now(identified(end(world, step, sureIdentityOf(world, step))))],
  ['writeMarker', writeMarker],
  ['fetch', fetch],
  ['listOffsets', listOffsets],
  ['joinGroup', join],
  ['leaveGroup', (world, step) => now(leave(world, step))],
  ['heartbeat', (world, step) => now(heartbeat(world, step))],
  ['commitOffset', (world, step) => now({ error: byPartition(commit(world, step), step) })],
  ['fetchOffset', fetchOffsets],
  ['deliver', (_, step) => now(deliver(step))],
]);

/** Requests to a coordinator. */
const COORDINATED: readonly string[] = [
  'initProducerId',
  'addPartitions',
  'verifyPartitions',
  'addOffsets',
  'txnOffsetCommit',
  'endTxn',
  'joinGroup',
  'leaveGroup',
  'heartbeat',
  'commitOffset',
  'fetchOffset',
];

/** The answer to a request, as far as it is known at once. */
export function ask(world: World, step: Step, request: Request): Later {
  if (world.coordinatorHost < 0 && COORDINATED.includes(step.do)) return now({ error: 'COORDINATOR_NOT_AVAILABLE' });
  return request(world, step);
}

/** Produce: the coordinator's word first where it is needed, then the leader's tests, then the replicas. */
function produce(world: World, step: Step): Later {
  const partition = partitionOf(world, step);
  const acks: Acks = step.acks === 0 || step.acks === 1 ? step.acks : 'all';
  const identity = identityOf(world, step);
  const leader = leaderOf(world, partition);
  const batch = batchOf(world, step, identity);
  const told =
    leader === undefined ? refused('NOT_LEADER_OR_FOLLOWER') : judge(world, step, leader, batch, acks, identity);
  if (acks === 0) return now({ error: 'NONE', baseOffset: -1, duplicate: false });
  if (told.lastOffset === undefined || acks === 1) return now(told.answer);
  const { lastOffset, answer } = told;
  const offsets = { baseOffset: Number(answer['baseOffset']), lastOffset };
  return waitForReplicas(world, partition, offsets, answer, step.async === true);
}

interface Told {
  readonly answer: Fields;
  readonly lastOffset: number | undefined;
}

const refused = (error: KafkaError): Told => ({ answer: refusedAppend(error), lastOffset: undefined });

function judge(
  world: World,
  step: Step,
  leader: Replica,
  batch: Batch,
  acks: Acks,
  identity: Identity | undefined,
): Told {
  const version = versionOf(world, step);
  const { guard, error } = verifyFirst(world, step, leader, batch, identity);
  if (error !== 'NONE') return refused(produceErrorOf(error, version));
  return appendTo(world, leader, batch, { origin: 'client', acks, guard });
}

/** The round trip to the coordinator before a transaction's first append here; none for whoever names no transaction. */
function verifyFirst(
  world: World,
  step: Step,
  replica: Replica,
  batch: Batch,
  identity: Identity | undefined,
): { readonly guard: number; readonly error: KafkaError } {
  const version = versionOf(world, step);
  if (identity === undefined || identity.transactionalId === null) return { guard: NO_GUARD, error: 'NONE' };
  const begun = beginToVerify(world, replica, batch, version);
  if (begun.guard === NO_GUARD) return begun;
  nameGuard(world, replica.p.partition, begun.guard);
  return { guard: begun.guard, error: askForAppend(world, identity, replica.p.partition, version) };
}

/** The same error for each partition that the step speaks of. */
function byPartition(error: KafkaError, { partitions, offsets }: Step): Fields | KafkaError {
  const spoken = [...(partitions ?? []), ...(offsets?.keys() ?? [])];
  return spoken.length === 0 ? error : Object.fromEntries(spoken.map((partition) => [String(partition), error]));
}

function addPartitions(world: World, step: Step): Later {
  const error = add(world, sureIdentityOf(world, step), step.partitions ?? [], versionOf(world, step));
  return now({ error: byPartition(error, step) });
}

function verifyPartitions(world: World, step: Step): Later {
  const answers = verify(world, sureIdentityOf(world, step), step.partitions ?? [], versionOf(world, step));
  return now({ error: Object.fromEntries([...answers].map(([partition, error]) => [String(partition), error])) });
}

function addOffsets(world: World, step: Step): Later {
  const partition = offsetsPartitionOf(step.group ?? '');
  return now({ error: add(world, sureIdentityOf(world, step), [partition], versionOf(world, step)) });
}

function txnOffsetCommit(world: World, step: Step): Later {
  return now({ error: byPartition(commitInTransaction(world, step, sureIdentityOf(world, step)), step) });
}

/** A marker as a step says it; without a coordinator epoch it comes from the coordinator that there is. */
export function markerOf(world: World, step: Step): Marker {
  const { pid, epoch } = sureIdentityOf(world, step);
  return {
    producerId: pid,
    epoch,
    coordinatorEpoch: step.coordinatorEpoch ?? world.coordinatorEpoch,
    control: step.commit === true ? 'commit' : 'abort',
    transactionVersion: versionOf(world, step),
  };
}

/** WriteTxnMarkers: acks=all. */
function writeMarker(world: World, step: Step): Later {
  const partition = partitionOf(world, step);
  const leader = leaderOf(world, partition);
  if (leader === undefined) return now({ error: 'NOT_LEADER_OR_FOLLOWER', offset: -1 });
  const { error, offset } = appendMarkerTo(world, leader, markerOf(world, step), 'coordinator');
  if (error !== 'NONE') return now({ error, offset });
  const offsets = { baseOffset: offset, lastOffset: offset };
  return waitForReplicas(world, partition, offsets, { error, offset }, step.async === true);
}

/** What a reader is sent: whole batches, also the one in whose middle it asks, aborted ones too; with `deliver` what its consumer hands over. */
function fetch(world: World, step: Step): Later {
  const leader = leaderOf(world, partitionOf(world, step));
  if (leader === undefined) return now(unread('NOT_LEADER_OR_FOLLOWER'));
  const { data } = leader;
  const offset = step.offset ?? 0;
  if (isOutOfRange(data, offset)) return now(unread('OFFSET_OUT_OF_RANGE'));
  const isolation = step.isolation ?? 'read_uncommitted';
  const { highWatermark, lastStable } = readLimits(data);
  const from = step.deliver === true ? offset : batchStart(data, offset);
  const { entries, aborted } = readFrom(data, from, isolation === 'read_committed');
  const sent = entries.filter(({ control }) => control === undefined);
  const seen = step.deliver === true ? filterAborted(entries, aborted, isolation).delivered : sent;
  return now({
    error: 'NONE',
    offsets: seen.map((entry) => entry.offset),
    values: seen.map((entry) => world.values[entry.record] ?? null),
    highWatermark,
    lastStableOffset: lastStable,
    aborted: aborted.map(({ producerId: pid, firstOffset }) => ({ pid, firstOffset })),
  });
}

const unread = (error: KafkaError): Fields => ({
  error,
  offsets: [],
  values: [],
  highWatermark: -1,
  lastStableOffset: -1,
  aborted: [],
});

function listOffsets(world: World, step: Step): Later {
  const leader = leaderOf(world, partitionOf(world, step));
  if (leader === undefined) return now({ error: 'NOT_LEADER_OR_FOLLOWER', offset: -1 });
  return now({ ...offsetAt(leader.data, step.at ?? 'latest', step.isolation === 'read_committed') });
}

function fetchOffsets(world: World, step: Step): Later {
  const group = world.groups.get(step.group ?? '');
  const partitions = step.partitions ?? [step.partition ?? 0];
  const answers = partitions.map((partition) => {
    const { error, offset } =
      group === undefined
        ? ({ error: 'NONE', offset: -1 } as const)
        : fetchOffset(group.offsets, partition, step.requireStable ?? true);
    return { partition: String(partition), error, offset };
  });
  return now({
    error: Object.fromEntries(answers.map(({ partition, error }) => [partition, error])),
    offset: Object.fromEntries(answers.map(({ partition, offset }) => [partition, offset])),
  });
}

/** The consumer's own filter over a log that the step writes out. */
function deliver(step: Step): Fields {
  const log = step.log ?? [];
  const entries = log.map((record, place) => writtenEntry(record, place));
  const { delivered } = filterAborted(entries, step.aborted ?? [], step.isolation ?? 'read_uncommitted');
  return { values: delivered.map(({ record }) => log[record]?.value ?? null) };
}

/** A written record as a batch of its own. A record without producer id belongs to no transaction. */
function writtenEntry({ offset, pid = -1, marker }: WrittenRecord, place: number): LogEntry {
  return {
    offset,
    leaderEpoch: 0,
    producerId: pid,
    epoch: 0,
    sequence: -1,
    transactional: pid >= 0,
    control: marker === undefined ? undefined : marker === 'COMMIT' ? 'commit' : 'abort',
    coordinatorEpoch: -1,
    record: place,
    batchFirstOffset: offset,
    batchSize: 1,
    appendedMs: 0,
  };
}
