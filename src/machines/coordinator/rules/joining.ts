/** Who may join, leave or say that it lives (`GroupMetadataManager.classicGroupJoin…`, KIP-62, KIP-345). */
import type { KafkaError } from '../../log/rules/errors';
import { holderOf, identityError, type GroupView } from './groupCommit';

export interface JoinRequest {
  readonly member: string;
  readonly instanceId: string | null;
  /** -1: it has just started, or starts again from nothing. */
  readonly generation: number;
}

/** `replace`: a static member came back as a new process and takes the place of the old one, which is shut out. */
export type JoinVerdict =
  | { readonly verdict: 'admit' }
  | { readonly verdict: 'replace'; readonly holder: string }
  | { readonly verdict: 'refuse'; readonly error: KafkaError };

/** What becomes of a JoinGroup. A process that was given its place before may not take the instance id of another. */
export function judgeJoin(group: GroupView, { member, instanceId, generation }: JoinRequest): JoinVerdict {
  const holder = instanceId === null ? undefined : holderOf(group, instanceId);
  if (holder === undefined || holder === member) return { verdict: 'admit' };
  return generation < 0 ? { verdict: 'replace', holder } : { verdict: 'refuse', error: 'FENCED_INSTANCE_ID' };
}

/** Whether a static member that came back needs no rebalance: only a stable group knows what it is to have. */
export function keepsItsPlace(group: GroupView, request: JoinRequest): boolean {
  return group.state === 'Stable' && judgeJoin(group, request).verdict === 'replace';
}

/** The error with which a heartbeat is answered, or `NONE`. While a rebalance is prepared every heartbeat calls to it. */
export function heartbeatError(group: GroupView, request: JoinRequest): KafkaError {
  const identity = identityError(group, request);
  if (identity !== 'NONE') return identity;
  if (request.generation !== group.generation) return 'ILLEGAL_GENERATION';
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}
