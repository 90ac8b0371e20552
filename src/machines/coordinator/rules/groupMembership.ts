/**
 * Who may join, heartbeat and leave (`GroupMetadataManager`, `ClassicGroup`, `ConsumerGroup`; KIP-62, KIP-345, KIP-394, KIP-848).
 * Says what is answered; the group itself is changed by whoever asks.
 */
import type { KafkaError } from '../../log/rules/errors';
import { holderOf, identityError, type GroupMember, type GroupView } from './groupCommit';

export interface MemberRequest {
  /** Empty: it names no member. */
  readonly member: string;
  /** `group.instance.id`; `null` in a dynamic member. */
  readonly instanceId: string | null;
  /** In a join -1: a process that has just started, or starts again from nothing, and asks for a member id. */
  readonly generation: number;
}

export type JoinVerdict =
  | { readonly verdict: 'refuse'; readonly error: KafkaError }
  /** Answered with the generation that there is: the group goes on as it stands. */
  | { readonly verdict: 'asItStands' }
  /** A new process takes a static member's place. `holder` is shut out from now on. */
  | { readonly verdict: 'replace'; readonly holder: string; readonly rebalances: boolean }
  | { readonly verdict: 'rejoin' }
  | { readonly verdict: 'add' };

/**
 * What becomes of a JoinGroup to a group of the classic protocol; `undefined` as group: nobody has ever heard of it.
 * `isUnchanged`: a member asks for just what it asked for when it last joined.
 */
export function judgeJoin(group: GroupView | undefined, request: MemberRequest, isUnchanged: boolean): JoinVerdict {
  if (group?.state === 'Dead') return refused('COORDINATOR_NOT_AVAILABLE');
  const isMember = group?.members.has(request.member) === true;
  if (request.generation < 0 && !isMember) return judgeNewcomer(group, request);
  if (group === undefined) return refused('UNKNOWN_MEMBER_ID');
  const error = identityError(group, request);
  if (error !== 'NONE') return refused(error);
  return isUnchanged && isSettled(group, request.member) ? { verdict: 'asItStands' } : { verdict: 'rejoin' };
}

/** A dynamic member must have asked for a member id first; a static one may take the place of the process before it. */
function judgeNewcomer(group: GroupView | undefined, { member, instanceId }: MemberRequest): JoinVerdict {
  if (instanceId === null) return member === '' ? refused('MEMBER_ID_REQUIRED') : { verdict: 'add' };
  const holder = group === undefined ? undefined : holderOf(group, instanceId);
  if (group === undefined || holder === undefined) return { verdict: 'add' };
  return { verdict: 'replace', holder, rebalances: group.state !== 'Stable' };
}

/** Whether a member that comes again learns what it has already; the leader's return moves a stable group. */
function isSettled({ state, members }: GroupView, member: string): boolean {
  const [leader] = members.keys();
  return state === 'CompletingRebalance' || (state === 'Stable' && leader !== member);
}

const refused = (error: KafkaError): JoinVerdict => ({ verdict: 'refuse', error });

/** Joining a group of the consumer protocol: an instance that another member has not given back cannot be taken. */
export function judgeConsumerJoin(group: GroupView, request: MemberRequest): KafkaError {
  const holder = request.instanceId === null ? undefined : holderOf(group, request.instanceId);
  return holder !== undefined && holder !== request.member ? 'UNRELEASED_INSTANCE_ID' : 'NONE';
}

/**
 * Members that are out when a rebalance has waited long enough (`ClassicGroup.allDynamicMembersNotYetRejoined`): static ones
 * have until the end of their session.
 */
export function absentMembers(members: ReadonlyMap<string, GroupMember>, joined: ReadonlySet<string>): string[] {
  return [...members].filter(([id, { instanceId }]) => !joined.has(id) && instanceId === null).map(([id]) => id);
}

/** The answer to a heartbeat. While a rebalance is prepared every heartbeat calls to it. `undefined` as group: none such. */
export function judgeHeartbeat(group: GroupView | undefined, request: MemberRequest): KafkaError {
  if (group === undefined) return 'UNKNOWN_MEMBER_ID';
  if (group.state === 'Dead') return group.protocol === 'classic' ? 'COORDINATOR_NOT_AVAILABLE' : 'UNKNOWN_MEMBER_ID';
  const identity = identityError(group, request);
  if (identity !== 'NONE') return identity;
  if (group.protocol === 'consumer') {
    const epoch = group.members.get(request.member)?.epoch ?? group.generation;
    return request.generation === epoch ? 'NONE' : 'FENCED_MEMBER_EPOCH';
  }
  if (request.generation !== group.generation) return 'ILLEGAL_GENERATION';
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}

/** The answer to a member that leaves. A static member may be named by its instance alone. */
export function judgeLeave(group: GroupView | undefined, request: MemberRequest): KafkaError {
  if (group === undefined) return 'UNKNOWN_MEMBER_ID';
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  if (request.instanceId !== null && request.member === '')
    return holderOf(group, request.instanceId) === undefined ? 'UNKNOWN_MEMBER_ID' : 'NONE';
  return identityError(group, request);
}
