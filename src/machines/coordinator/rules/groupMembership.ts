/**
 * Who may join, heartbeat and leave (`GroupMetadataManager`, `ClassicGroup`, `ConsumerGroup`; KIP-62, KIP-345, KIP-394, KIP-848).
 * Says what is answered; the group itself is changed by whoever asks.
 */
import type { KafkaError } from '../../log/rules/errors';
import { holderOf, identityError, type GroupView } from './groupCommit';
import { heartbeatError, judgeJoin, type JoinRequest } from './joining';

/** The answer to a heartbeat. `undefined` as group: nobody has ever heard of it. */
export function judgeHeartbeat(group: GroupView | undefined, request: JoinRequest): KafkaError {
  if (group === undefined) return 'UNKNOWN_MEMBER_ID';
  if (group.state === 'Dead') return group.protocol === 'classic' ? 'COORDINATOR_NOT_AVAILABLE' : 'UNKNOWN_MEMBER_ID';
  if (group.protocol === 'classic') return heartbeatError(group, request);
  const identity = identityError(group, request);
  if (identity !== 'NONE') return identity;
  const epoch = group.members.get(request.member)?.epoch ?? group.generation;
  return request.generation === epoch ? 'NONE' : 'FENCED_MEMBER_EPOCH';
}

/** The answer to a member that leaves. A static member may be named by its instance alone. */
export function judgeLeave(group: GroupView | undefined, request: JoinRequest): KafkaError {
  if (group === undefined) return 'UNKNOWN_MEMBER_ID';
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  if (request.instanceId !== null && request.member === '')
    return holderOf(group, request.instanceId) === undefined ? 'UNKNOWN_MEMBER_ID' : 'NONE';
  return identityError(group, request);
}

export type Admission =
  | { readonly verdict: 'refuse'; readonly error: KafkaError }
  /** Answered at once with the generation that there is. */
  | { readonly verdict: 'asItStands' }
  /** A new process takes a static member's place. `replaced` is shut out from now on. */
  | { readonly verdict: 'takeOver'; readonly replaced: string; readonly rebalances: boolean }
  | { readonly verdict: 'rejoin' }
  | { readonly verdict: 'add' };

/**
 * Who comes in, and whether that moves the group. `wasHere`: the coordinator gave this member id out before and has shut it out
 * since. A group of the classic protocol.
 */
export function judgeAdmission(group: GroupView, request: JoinRequest, wasHere: boolean): Admission {
  if (group.state === 'Dead') return refused('COORDINATOR_NOT_AVAILABLE');
  if (request.member === '' && request.instanceId === null) return refused('MEMBER_ID_REQUIRED');
  const isNew = !wasHere && !group.members.has(request.member);
  const place = judgeJoin(group, { ...request, generation: isNew ? -1 : Math.max(0, request.generation) });
  if (place.verdict === 'refuse') return place;
  if (place.verdict === 'replace')
    return { verdict: 'takeOver', replaced: place.holder, rebalances: group.state !== 'Stable' };
  if (group.members.has(request.member)) return rejoin(group, request.member);
  return wasHere ? refused('UNKNOWN_MEMBER_ID') : { verdict: 'add' };
}

/** A member that already has what a rebalance would give it is told so; only the leader's return moves a stable group. */
function rejoin(group: GroupView, member: string): Admission {
  const isLeader = [...group.members.keys()][0] === member;
  const settled = group.state === 'CompletingRebalance' || (group.state === 'Stable' && !isLeader);
  return settled ? { verdict: 'asItStands' } : { verdict: 'rejoin' };
}

const refused = (error: KafkaError): Admission => ({ verdict: 'refuse', error });

/** Joining a group of the consumer protocol: an instance that another member has not given back cannot be taken. */
export function judgeConsumerJoin(group: GroupView, request: JoinRequest): KafkaError {
  const holder = request.instanceId === null ? undefined : holderOf(group, request.instanceId);
  return holder !== undefined && holder !== request.member ? 'UNRELEASED_INSTANCE_ID' : 'NONE';
}
