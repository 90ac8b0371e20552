/** What is known of a partition, a transaction and a group, in the words of a case. */
import { readLimits } from '../../machines/log/reading';
import { firstUnstableOffset, openFirstOffsets, type ProducerEntry } from '../../machines/log/rules';
import type { Fields, Step } from './caseFile';
import { leaderOf, type Group, type Partition, type World } from './world';

/** The answer to a `describe` step: of all that it names; of partition 0 when it names nothing. */
export function describe(world: World, step: Step): Fields {
  const id = step.transactionalId ?? undefined;
  const names = id !== undefined || step.group !== undefined;
  const partition = world.partitions[step.partition ?? 0];
  return {
    ...(step.partition === undefined && names ? {} : partitionFields(world, partition, step.replica)),
    ...(id === undefined ? {} : transactionFields(world, id)),
    ...(step.group === undefined ? {} : groupFields(world.groups.get(step.group))),
  };
}

function partitionFields(world: World, partition: Partition | undefined, broker: number | undefined): Fields {
  if (partition === undefined) return {};
  const { isr, leaderEpoch } = partition;
  const replica =
    partition.replicas.find((one) => one.broker === broker) ?? leaderOf(world, partition) ?? partition.replicas[0];
  if (replica === undefined) return {};
  const { unflushed: log } = replica.data;
  const { logEnd: logEndOffset, highWatermark, lastStable: lastStableOffset } = readLimits(replica.data);
  const { logStart } = replica.data.durable;
  const firstUnstable = firstUnstableOffset(openFirstOffsets(log.states), log.ended, highWatermark, logStart);
  return {
    logEndOffset,
    highWatermark,
    lastStableOffset,
    firstUnstableOffset: firstUnstable ?? null,
    producers: Object.fromEntries([...log.states].map(([pid, entry]) => [String(pid), producerFields(entry)])),
    aborted: log.aborted.map(({ producerId: pid, firstOffset, lastOffset }) => ({ pid, firstOffset, lastOffset })),
    isr: [...isr],
    leader: partition.leader,
    leaderEpoch,
  };
}

const producerFields = ({
  epoch,
  coordinatorEpoch,
  currentTransactionFirstOffset,
  batches,
}: ProducerEntry): Fields => ({
  epoch,
  coordinatorEpoch,
  openTransactionAt: currentTransactionFirstOffset ?? null,
  batches: batches.map(({ firstSequence, lastSequence, firstOffset: baseOffset }) => ({
    firstSequence,
    lastSequence,
    baseOffset,
  })),
});

/** One that nobody knows, or that is forgotten, is as one whose tombstone was written. */
function transactionFields(world: World, id: string): Fields {
  const metadata = world.transactions.get(id);
  if (metadata === undefined)
    return { state: 'Dead', pid: -1, epoch: -1, lastEpoch: -1, pending: null, partitions: [] };
  const { state, producerId: pid, epoch, lastEpoch, pending, partitions } = metadata;
  const data = partitions.filter((one) => typeof one === 'number');
  const groups = partitions.filter((one) => typeof one === 'string').map((one) => one.slice('offsets-'.length));
  return {
    state,
    pid,
    epoch,
    lastEpoch,
    pending: pending ?? null,
    partitions: data.toSorted((left, right) => left - right),
    groups,
  };
}

function groupFields(group: Group | undefined): Fields {
  if (group === undefined) return { state: 'Dead', generation: 0, members: {}, offsets: {}, pending: {} };
  const { state, generation, members, offsets } = group;
  return {
    state,
    generation,
    members: Object.fromEntries(
      [...members].map(([name, { instanceId, epoch }]) => [
        name,
        group.protocol === 'classic' ? { instanceId } : { instanceId, epoch },
      ]),
    ),
    offsets: Object.fromEntries([...offsets.committed].map(([partition, { offset }]) => [String(partition), offset])),
    pending: Object.fromEntries(
      [...offsets.pending].map(([pid, held]) => [
        String(pid),
        Object.fromEntries([...held].map(([partition, { offset }]) => [String(partition), offset])),
      ]),
    ),
  };
}
