/** A group's offsets: committed, and pending in transactions; each group has its own partition of `__consumer_offsets`. */
import {
  commitOffset,
  endPending,
  groupOfPartition,
  holdOffset,
  offsetsBatch,
  offsetsErrorOf,
  offsetsPartitionOf,
  validateOffsetCommit,
  type GroupView,
} from '../../machines/coordinator/rules';
import { NO_GUARD, type KafkaError, type Marker } from '../../machines/log/rules';
import { appendMarkerTo, appendTo } from './appends';
import type { Step } from './caseFile';
import { beginToVerify } from './guards';
import { groupOf, logOf, viewOf } from './groupState';
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

/** A commit tells that its member is alive; with the consumer protocol only heartbeats do. */
function seen(world: World, group: Group, name = ''): void {
  const member = group.protocol === 'classic' ? group.members.get(name) : undefined;
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
  if (error !== 'NONE' || step.offsets === undefined || step.offsets.size === 0) return error;
  const batch = offsetsBatch(identity.pid, identity.epoch, step.offsets.size);
  const { answer } = appendTo(world, logOf(world, name), batch, {
    origin: 'coordinator',
    acks: 1,
    guard: verified.guard,
  });
  if (answer['error'] !== 'NONE') return answer['error'] as KafkaError;
  const { offsets: kept } = groupOf(world, name);
  for (const [partition, offset] of step.offsets) holdOffset(kept, identity.pid, partition, offset);
  return 'NONE';
}

/** Whoever names no transactional id cannot be asked about; then the group alone decides. */
function verifyOffsets(world: World, step: Step, identity: Identity): { guard: number; error: KafkaError } {
  const name = step.group ?? '';
  const version = versionOf(world, step);
  const begun = beginToVerify(world, logOf(world, name), offsetsBatch(identity.pid, identity.epoch, 0), version);
  const transactionalId = identity.transactionalId ?? idOfProducer(world, identity.pid);
  if (begun.guard === NO_GUARD || transactionalId === null) return begun;
  const asker = { ...identity, transactionalId };
  return { guard: begun.guard, error: askForAppend(world, asker, offsetsPartitionOf(name), version) };
}

function idOfProducer(world: World, pid: number): string | null {
  for (const [id, { producerId }] of world.transactions) if (producerId === pid) return id;
  return null;
}

/** A marker on a group's partition: the producer's pending offsets count from now on, or are dropped. */
export function endGroupTransaction(world: World, partition: string, marker: Marker): KafkaError {
  const name = groupOfPartition(partition);
  const { error } = appendMarkerTo(world, logOf(world, name), marker, 'coordinator');
  const group = world.groups.get(name);
  if (error === 'NONE' && group !== undefined)
    endPending(group.offsets, marker.producerId, marker.control === 'commit');
  return error;
}
