/** Joining, heartbeats and leaving, row by row; each row names the class or KIP that it is from. */
import { describe, expect, test } from 'vitest';
import {
  absentMembers,
  judgeConsumerJoin,
  judgeHeartbeat,
  judgeJoin,
  judgeLeave,
  offsetsErrorOf,
  type GroupState,
  type GroupView,
} from '../../../../src/machines/coordinator/rules';
import type { KafkaError } from '../../../../src/machines/log/rules';

function group(state: GroupState, protocol: 'classic' | 'consumer' = 'classic'): GroupView {
  const members = new Map([
    ['leader', { instanceId: null }],
    ['m', { instanceId: null }],
    ['s', { instanceId: 'i' }],
  ]);
  return { state, protocol, generation: 3, members };
}

const ask = (
  member: string,
  generation = 3,
  instanceId: string | null = null,
): { member: string; generation: number; instanceId: string | null } => ({ member, generation, instanceId });

describe('heartbeat (GroupMetadataManager.classicGroupHeartbeat)', () => {
  test.each<readonly [string, GroupView | undefined, ReturnType<typeof ask>, KafkaError]>([
    ['no such group', undefined, ask('m'), 'UNKNOWN_MEMBER_ID'],
    ['Dead', group('Dead'), ask('m'), 'COORDINATOR_NOT_AVAILABLE'],
    ['Stable', group('Stable'), ask('m'), 'NONE'],
    ['CompletingRebalance', group('CompletingRebalance'), ask('m'), 'NONE'],
    ['PreparingRebalance', group('PreparingRebalance'), ask('m'), 'REBALANCE_IN_PROGRESS'],
    ['an older generation', group('Stable'), ask('m', 2), 'ILLEGAL_GENERATION'],
    ['an older generation while preparing', group('PreparingRebalance'), ask('m', 2), 'ILLEGAL_GENERATION'],
    ['an unknown member', group('Stable'), ask('x'), 'UNKNOWN_MEMBER_ID'],
    ['a static member', group('Stable'), ask('s', 3, 'i'), 'NONE'],
    ['an instance that another holds', group('Stable'), ask('m', 3, 'i'), 'FENCED_INSTANCE_ID'],
    ['an instance that nobody holds', group('Stable'), ask('m', 3, 'j'), 'UNKNOWN_MEMBER_ID'],
    ['KIP-848: the epoch', group('Stable', 'consumer'), ask('m'), 'NONE'],
    ['KIP-848: an older epoch', group('Stable', 'consumer'), ask('m', 2), 'FENCED_MEMBER_EPOCH'],
    ['KIP-848: a newer epoch', group('Stable', 'consumer'), ask('m', 4), 'FENCED_MEMBER_EPOCH'],
    ['KIP-848: Dead', group('Dead', 'consumer'), ask('m'), 'UNKNOWN_MEMBER_ID'],
  ])('%s', (_, known, request, answer) => {
    expect(judgeHeartbeat(known, request)).toBe(answer);
  });
});

describe('leave (GroupMetadataManager.classicGroupLeave)', () => {
  test.each<readonly [string, GroupView | undefined, ReturnType<typeof ask>, KafkaError]>([
    ['no such group', undefined, ask('m'), 'UNKNOWN_MEMBER_ID'],
    ['Dead', group('Dead'), ask('m'), 'COORDINATOR_NOT_AVAILABLE'],
    ['a member', group('Stable'), ask('m'), 'NONE'],
    ['an unknown member', group('Stable'), ask('x'), 'UNKNOWN_MEMBER_ID'],
    ['KIP-345: by its instance alone', group('Stable'), ask('', -1, 'i'), 'NONE'],
    ['KIP-345: by an instance that nobody holds', group('Stable'), ask('', -1, 'j'), 'UNKNOWN_MEMBER_ID'],
    ['KIP-345: an instance that another holds', group('Stable'), ask('m', 3, 'i'), 'FENCED_INSTANCE_ID'],
  ])('%s', (_, known, request, answer) => {
    expect(judgeLeave(known, request)).toBe(answer);
  });
});

describe('join (GroupMetadataManager.classicGroupJoin)', () => {
  const refuse = (error: KafkaError): object => ({ verdict: 'refuse', error });
  const [add, rejoin, asItStands] = [{ verdict: 'add' }, { verdict: 'rejoin' }, { verdict: 'asItStands' }];
  const replace = (rebalances: boolean): object => ({ verdict: 'replace', holder: 's', rebalances });
  test.each<readonly [string, GroupState | undefined, ReturnType<typeof ask>, object]>([
    ['no such group, a newcomer', undefined, ask('x', -1), add],
    ['no such group, somebody of an older one', undefined, ask('x'), refuse('UNKNOWN_MEMBER_ID')],
    ['Dead', 'Dead', ask('x', -1), refuse('COORDINATOR_NOT_AVAILABLE')],
    ['KIP-394: no member id', 'Stable', ask('', -1), refuse('MEMBER_ID_REQUIRED')],
    ['a new member', 'Stable', ask('x', -1), add],
    ['a member that was shut out', 'Stable', ask('x'), refuse('UNKNOWN_MEMBER_ID')],
    ['a member that was shut out of a group now empty', 'Empty', ask('x'), refuse('UNKNOWN_MEMBER_ID')],
    ['the leader comes back', 'Stable', ask('leader'), rejoin],
    ['the leader comes back from nothing', 'Stable', ask('leader', -1), rejoin],
    ['another comes back to a stable group', 'Stable', ask('m'), asItStands],
    ['another comes back while preparing', 'PreparingRebalance', ask('m'), rejoin],
    ['the leader comes back while completing', 'CompletingRebalance', ask('leader'), asItStands],
    ['a static member comes back', 'Stable', ask('s', 3, 'i'), asItStands],
    ['KIP-345: an instance of a new process', 'Stable', ask('x', -1, 'i'), replace(false)],
    ['KIP-345: without member id', 'Stable', ask('', -1, 'i'), replace(false)],
    ['KIP-345: while preparing', 'PreparingRebalance', ask('x', -1, 'i'), replace(true)],
    ['KIP-345: while completing', 'CompletingRebalance', ask('x', -1, 'i'), replace(true)],
    ['KIP-345: by the one that was shut out', 'Stable', ask('x', 3, 'i'), refuse('FENCED_INSTANCE_ID')],
    ['KIP-345: by another member', 'Stable', ask('m', 3, 'i'), refuse('FENCED_INSTANCE_ID')],
    ['KIP-345: a member under an instance that nobody holds', 'Stable', ask('m', 3, 'j'), refuse('UNKNOWN_MEMBER_ID')],
    ['KIP-345: a new instance', 'Stable', ask('', -1, 'j'), add],
  ])('%s', (_, state, request, verdict) => {
    expect(judgeJoin(state === undefined ? undefined : group(state), request, true)).toEqual(verdict);
  });

  test('a subscription that has changed moves the group', () => {
    expect(judgeJoin(group('Stable'), ask('m'), false)).toEqual(rejoin);
    expect(judgeJoin(group('CompletingRebalance'), ask('m'), false)).toEqual(rejoin);
  });

  test('when a rebalance has waited long enough dynamic members are out, static ones not yet', () => {
    expect(absentMembers(group('PreparingRebalance').members, new Set(['m']))).toEqual(['leader']);
  });

  test('KIP-848: an instance is free only when it was given back', () => {
    expect(judgeConsumerJoin(group('Stable', 'consumer'), ask('x', 0, 'i'))).toBe('UNRELEASED_INSTANCE_ID');
    expect(judgeConsumerJoin(group('Stable', 'consumer'), ask('s', 0, 'i'))).toBe('NONE');
    expect(judgeConsumerJoin(group('Stable', 'consumer'), ask('x', 0, 'j'))).toBe('NONE');
  });
});

test.each<readonly [KafkaError, KafkaError]>([
  ['NONE', 'NONE'],
  ['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH'],
  ['NETWORK_EXCEPTION', 'COORDINATOR_LOAD_IN_PROGRESS'],
  ['COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_NOT_AVAILABLE'],
  ['REQUEST_TIMED_OUT', 'COORDINATOR_NOT_AVAILABLE'],
  ['NOT_ENOUGH_REPLICAS', 'COORDINATOR_NOT_AVAILABLE'],
  ['UNKNOWN_TOPIC_OR_PARTITION', 'COORDINATOR_NOT_AVAILABLE'],
  ['NOT_LEADER_OR_FOLLOWER', 'NOT_COORDINATOR'],
  ['KAFKA_STORAGE_ERROR', 'NOT_COORDINATOR'],
  ['CONCURRENT_TRANSACTIONS', 'CONCURRENT_TRANSACTIONS'],
  ['TRANSACTION_ABORTABLE', 'TRANSACTION_ABORTABLE'],
  ['INVALID_PRODUCER_ID_MAPPING', 'INVALID_PRODUCER_ID_MAPPING'],
])('TxnOffsetCommit tells %s as %s (CoordinatorOperationExceptionHelper)', (answer, told) => {
  expect(offsetsErrorOf(answer)).toBe(told);
});
