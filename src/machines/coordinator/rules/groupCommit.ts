/** Who may commit offsets for a group (`ClassicGroup.validateOffsetCommit`, `ConsumerGroup.validateOffsetCommit`, KIP-345, KIP-447, KIP-848). */
import type { KafkaError } from '../../log/rules/errors';

/** Assigning and Reconciling are states of the consumer protocol alone, the two Rebalances of the classic one. */
export type GroupState =
  'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Assigning' | 'Reconciling' | 'Stable' | 'Dead';

export interface GroupMember {
  /** `group.instance.id`; `null` in a dynamic member. */
  readonly instanceId: string | null;
  /** Of the consumer protocol; the group's generation when absent. */
  readonly epoch?: number;
}

export interface GroupView {
  readonly state: GroupState;
  readonly protocol: 'classic' | 'consumer';
  readonly generation: number;
  readonly members: ReadonlyMap<string, GroupMember>;
}

export interface CommitRequest {
  /** Empty: the request names no member. */
  readonly member: string;
  /** -1: the request names no generation. Of the consumer protocol: the member's epoch. */
  readonly generation: number;
  readonly instanceId: string | null;
  /** TxnOffsetCommit instead of OffsetCommit. */
  readonly transactional: boolean;
}

/** The error with which the commit is refused, or `NONE`. `undefined` as group: nobody has ever heard of it. */
export function validateOffsetCommit(group: GroupView | undefined, request: CommitRequest): KafkaError {
  if (group === undefined) return unheardOf(request);
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  return group.protocol === 'classic' ? classicCommit(group, request) : consumerCommit(group, request);
}

/** A simple consumer's group comes into being with its first commit; a generation needs a group (OffsetCommit 9 and later). */
function unheardOf({ generation, transactional }: CommitRequest): KafkaError {
  if (generation < 0) return 'NONE';
  return transactional ? 'ILLEGAL_GENERATION' : 'GROUP_ID_NOT_FOUND';
}

function classicCommit(group: GroupView, request: CommitRequest): KafkaError {
  if (group.state === 'Empty' && request.generation < 0) return 'NONE';
  const error = isAnonymous(request) ? anonymousError(group, request) : memberError(group, request);
  if (error !== 'NONE') return error;
  return group.state === 'CompletingRebalance' && !request.transactional ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}

/** Names neither member nor generation, as sendOffsetsToTransaction with a bare group id does. */
function isAnonymous(request: CommitRequest): boolean {
  return request.generation < 0 && request.member === '' && request.instanceId === null;
}

/** An active group takes such a commit only in a transaction: this is why that form does not shut zombies out. */
function anonymousError(group: GroupView, request: CommitRequest): KafkaError {
  return request.transactional || group.state === 'Empty' ? 'NONE' : 'UNKNOWN_MEMBER_ID';
}

function memberError(group: GroupView, request: CommitRequest): KafkaError {
  const identity = identityError(group, request);
  if (identity !== 'NONE') return identity;
  return request.generation === group.generation ? 'NONE' : 'ILLEGAL_GENERATION';
}

/** Whether the member is in the group and, when it names a static instance, still holds it. Heartbeats are judged so too. */
export function identityError(group: GroupView, request: Pick<CommitRequest, 'member' | 'instanceId'>): KafkaError {
  if (request.instanceId !== null) {
    const holder = holderOf(group, request.instanceId);
    if (holder === undefined) return 'UNKNOWN_MEMBER_ID';
    if (holder !== request.member) return 'FENCED_INSTANCE_ID';
  }
  return group.members.has(request.member) ? 'NONE' : 'UNKNOWN_MEMBER_ID';
}

/** The member that holds this `group.instance.id`. */
export function holderOf(group: GroupView, instanceId: string): string | undefined {
  for (const [member, { instanceId: held }] of group.members) {
    if (held === instanceId) return member;
  }
  return undefined;
}

function consumerCommit(group: GroupView, request: CommitRequest): KafkaError {
  if (request.generation < 0 && group.members.size === 0) return 'NONE';
  if (request.transactional && isAnonymous(request)) return 'NONE';
  const member = group.members.get(request.member);
  if (member === undefined) return 'UNKNOWN_MEMBER_ID';
  if (request.generation === (member.epoch ?? group.generation)) return 'NONE';
  return request.transactional ? 'ILLEGAL_GENERATION' : 'STALE_MEMBER_EPOCH';
}
