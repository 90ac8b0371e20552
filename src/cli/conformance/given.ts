/** Puts the given state in place: on every replica, in the coordinators, in the groups. */
import {
  commitOffset,
  holdOffset,
  isPreparing,
  offsetsPartitionOf,
  type GroupState,
  type TransactionMetadata,
  type TransactionState,
} from '../../machines/coordinator/rules';
import {
  NO_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  addSequence,
  copyStates,
  entriesOf,
  freshEntry,
  noteEpoch,
  type Batch,
  type LogEntry,
  type ProducerEntry,
  type ProducerStates,
} from '../../machines/log/rules';
import type { CaseFile, GivenBatch, GivenGroup, GivenPartition, GivenProducer, GivenTransaction } from './caseFile';
import { freshFollower } from '../../machines/log/replica';
import { groupOf } from './groupState';
import { idOf, newWorld, recordsOf, type Partition, type World } from './world';

/** A cluster in the state from which the case begins. */
export function worldOf(shape: CaseFile): World {
  const world = newWorld(shape);
  const { partitions, groups, transactions, nextPid } = shape.given;
  for (const [number, given] of partitions) {
    const partition = world.partitions[number];
    if (partition !== undefined) givePartition(world, partition, given);
  }
  for (const [name, given] of groups) giveGroup(world, name, given);
  for (const [id, given] of transactions) giveTransaction(world, id, given);
  world.nextProducerId =
    nextPid ?? knownIds(shape).reduce((next, pid) => Math.max(next, pid + 1), world.nextProducerId);
  return world;
}

/** Producer ids that the case gives outright: nobody else gets one of them. */
function knownIds({ given, steps }: CaseFile): readonly number[] {
  return [
    ...[...given.partitions.values()].flatMap(({ producers }) => [...producers.keys()]),
    ...[...given.transactions.values()].flatMap(({ pid, nextPid, previousPid }) => [pid, nextPid, previousPid]),
    ...[...given.groups.values()].flatMap(({ pending }) => [...pending.keys()]),
    ...steps.flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
  ];
}

function givePartition(world: World, partition: Partition, given: GivenPartition): void {
  const entries = givenLog(world, given);
  const states: ProducerStates = new Map([...given.producers].map(([pid, one]) => [pid, entryOf(one, one.batches)]));
  partition.leaderEpoch = given.leaderEpoch;
  for (const replica of partition.replicas) {
    const { unflushed: log, durable, volatile: v } = replica.data;
    log.entries = [...entries];
    log.states = copyStates(states);
    if (entries.length > 0) noteEpoch(log.epochs, given.leaderEpoch, 0);
    durable.highWatermark = given.highWatermark;
    durable.flushed = given.logEndOffset;
    v.leaderEpoch = given.leaderEpoch;
    for (const other of partition.replicas)
      if (other !== replica) v.followers.set(idOf(other.broker), { ...freshFollower(0), logEnd: given.logEndOffset });
    replica.snapshots = [{ offset: 0, states: untold(given) }];
  }
}

/** What no batch of the log tells of the producers: it is known from the log's first offset on. */
function untold(given: GivenPartition): ProducerStates {
  return new Map(
    [...given.producers].map(([pid, one]) => {
      const isTold = one.batches.some(({ baseOffset }) => baseOffset === one.openTransactionAt);
      return [pid, entryOf({ ...one, openTransactionAt: isTold ? null : one.openTransactionAt }, [])];
    }),
  );
}

function entryOf(given: GivenProducer, batches: readonly GivenBatch[]): ProducerEntry {
  return {
    ...freshEntry(),
    epoch: given.epoch,
    coordinatorEpoch: given.coordinatorEpoch,
    currentTransactionFirstOffset: given.openTransactionAt ?? undefined,
    batches: batches.map((batch) => ({
      firstSequence: batch.firstSequence,
      lastSequence: batch.lastSequence,
      firstOffset: batch.baseOffset,
      lastOffset: batch.baseOffset + countOf(batch) - 1,
      timestampMs: 0,
    })),
  };
}

/** How many records a batch holds; sequences wrap. */
function countOf({ firstSequence, lastSequence }: GivenBatch): number {
  let count = lastSequence - firstSequence + 1;
  if (count <= 0) count += addSequence(0, 2_147_483_647) + 1;
  return count;
}

/** Plain records where no batch says otherwise. Of batches that would hold the same offset the first is in the log. */
function givenLog(world: World, given: GivenPartition): LogEntry[] {
  const batches = [...given.producers].flatMap(([pid, one]) => one.batches.map((batch) => ({ pid, one, batch })));
  batches.sort((left, right) => left.batch.baseOffset - right.batch.baseOffset);
  const entries: LogEntry[] = [];
  const put = (batch: Batch): void => {
    entries.push(...entriesOf(batch, entries.length, given.leaderEpoch, 0));
  };
  const fillTo = (offset: number): void => {
    while (entries.length < offset) put(plainRecord(world));
  };
  for (const { pid, one, batch } of batches) {
    if (batch.baseOffset < entries.length) continue;
    fillTo(batch.baseOffset);
    put(batchOf(world, pid, one, batch));
  }
  fillTo(given.logEndOffset);
  return entries;
}

const plainRecord = (world: World): Batch => ({
  producerId: NO_PRODUCER_ID,
  epoch: NO_EPOCH,
  firstSequence: NO_SEQUENCE,
  lastSequence: NO_SEQUENCE,
  transactional: false,
  records: recordsOf(world, 1, undefined),
});

const batchOf = (world: World, pid: number, one: GivenProducer, batch: GivenBatch): Batch => ({
  producerId: pid,
  epoch: one.epoch,
  firstSequence: batch.firstSequence,
  lastSequence: batch.lastSequence,
  transactional: one.openTransactionAt !== null && batch.baseOffset >= one.openTransactionAt,
  records: recordsOf(world, countOf(batch), undefined),
});

function giveTransaction(world: World, id: string, given: GivenTransaction): void {
  const groups = [...world.groups].filter(([, { offsets }]) => offsets.pending.has(given.pid));
  const metadata: TransactionMetadata = {
    producerId: given.pid,
    previousProducerId: given.previousPid,
    nextProducerId: given.nextPid,
    epoch: given.epoch,
    lastEpoch: given.lastEpoch,
    timeoutMs: given.timeoutMs,
    state: given.state as TransactionState,
    pending: given.pending === null ? undefined : (given.pending as TransactionState),
    partitions: [...given.partitions, ...groups.map(([name]) => offsetsPartitionOf(name))],
    startedMs: given.startedMs,
    updatedMs: given.startedMs,
    transactionVersion: given.transactionVersion ?? world.shape.cluster.transactionVersion,
  };
  world.transactions.set(id, metadata);
  if (world.shape.holdMarkers || isPreparing(metadata.state)) world.heldMarkers.add(id);
}

function giveGroup(world: World, name: string, given: GivenGroup): void {
  const group = groupOf(world, name);
  group.protocol = given.protocol;
  group.state = given.state as GroupState;
  group.generation = given.generation;
  for (const [member, { instanceId, epoch }] of given.members)
    group.members.set(member, { instanceId, epoch: epoch ?? given.generation, lastSeenMs: 0 });
  for (const [partition, offset] of given.offsets) commitOffset(group.offsets, partition, offset);
  for (const [pid, offsets] of given.pending)
    for (const [partition, offset] of offsets) holdOffset(group.offsets, pid, partition, offset);
}
