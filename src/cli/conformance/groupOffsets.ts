/** A group's offsets: committed, and pending in transactions; each group has its own partition of `__consumer_offsets`. */
import {
  commitOffset,
  endPending,
  holdOffset,
  offsetsPartitionOf,
  offsetsErrorOf,
  validateOffsetCommit,
  type GroupView,
  type TransactionPartition,
} from '../../machines/coordinator/rules';
import {
  NO_SEQUENCE,
  hasOpenTransaction,
  startVerification,
  type KafkaError,
  type Marker,
} from '../../machines/log/rules';
import { appendMarkerTo, appendTo } from './appends';
import type { Step } from './caseFile';
import { groupOf, viewOf } from './groupState';
import type { Identity } from './identity';
import { askForAppend, versionOf } from './transactions';
import type { Group, World } from './world';

/** OffsetCommit. A simple consumer's group comes into being with its first commit. */
export function commit(world: World, step: Step): KafkaError {
  const known = world.groups.get(step.group ?? '');
  const error = validateOffsetCommit(viewIfKnown(known), {
    member: step.member ?? '',
    generation: step.generation ?? -1,
    instanceId: step.instanceId ?? null,
    transactional: false,
  });
  if (error !== 'NONE') return error;
  const group = groupOf(world, step.group ?? '');
  seen(world, group, step.member);
  for (const [partition, offset] of step.offsets ?? []) commitOffset(group.offsets, partition, offset);
  return 'NONE';
}

const viewIfKnown = (group: Group | undefined): GroupView | undefined =>
  group === undefined ? undefined : viewOf(group);

/** A commit tells that its member is alive. */
function seen(world: World, group: Group, name = ''): void {
  const member = group.members.get(name);
  if (member !== undefined) member.lastSeenMs = world.now;
}

/** TxnOffsetCommit: the group coordinator asks the transaction coordinator, then looks at the member, then writes. */
export function commitInTransaction(world: World, step: Step, identity: Identity): KafkaError {
  const name = step.group ?? '';
  const verified = verifyOffsets(world, step, identity);
  if (verified.error !== 'NONE') return offsetsErrorOf(verified.error);
  const error = validateOffsetCommit(viewIfKnown(world.groups.get(name)), {
    member: step.member ?? '',
    generation: step.generation ?? -1,
    instanceId: step.instanceId ?? null,
    transactional: true,
  });
  if (error !== 'NONE') return error;
  const group = groupOf(world, name);
  const batch = {
    producerId: identity.pid,
    epoch: identity.epoch,
    firstSequence: NO_SEQUENCE,
    lastSequence: NO_SEQUENCE,
    transactional: true,
    records: [...(step.offsets ?? [])].map(() => 0),
  };
  const asked = { origin: 'coordinator', acks: 1, guard: verified.guard } as const;
  const { answer } = appendTo(world, group.log, batch, asked, versionOf(world, step));
  if (answer['error'] !== 'NONE') return answer['error'] as KafkaError;
  for (const [partition, offset] of step.offsets ?? []) holdOffset(group.offsets, identity.pid, partition, offset);
  return 'NONE';
}

interface Verified {
  readonly error: KafkaError;
  readonly guard: number | 'verified';
}

/** Whoever names no transactional id cannot be asked about; then the group alone decides. */
function verifyOffsets(world: World, step: Step, identity: Identity): Verified {
  const transactionalId = identity.transactionalId ?? idOfProducer(world, identity.pid);
  const isWanted = world.shape.cluster.verification || versionOf(world, step) === 2;
  if (transactionalId === null || !isWanted) return { error: 'NONE', guard: 'verified' };
  const group = groupOf(world, step.group ?? '');
  const { unflushed, volatile: v } = group.log.data;
  if (hasOpenTransaction(unflushed.states, identity.pid, identity.epoch)) return { error: 'NONE', guard: 'verified' };
  const first = { producerId: identity.pid, epoch: identity.epoch, firstSequence: NO_SEQUENCE };
  const guard = startVerification(v.verifications, unflushed.states, first, world.now);
  const partition = offsetsPartitionOf(step.group ?? '');
  const error = askForAppend(world, { ...identity, transactionalId }, partition, versionOf(world, step));
  return { error, guard };
}

function idOfProducer(world: World, pid: number): string | null {
  for (const [id, { producerId }] of world.transactions) if (producerId === pid) return id;
  return null;
}

/** A marker on a group's partition: the producer's pending offsets count from now on, or are dropped. */
export function endGroupTransaction(world: World, partition: TransactionPartition, marker: Marker): KafkaError {
  for (const [name, group] of world.groups) {
    if (offsetsPartitionOf(name) !== partition) continue;
    const { error } = appendMarkerTo(world, group.log, marker, 'coordinator');
    if (error !== 'NONE') return error;
    endPending(group.offsets, marker.producerId, marker.control === 'commit');
  }
  return 'NONE';
}
