import { createMachine } from 'xstate';

/**
 * The consumer group at its coordinator. JoinGroup and SyncGroup are told as one request: it is answered when the group is
 * stable. Control alone; the decisions are in `rules/`.
 */

/** Offsets, in every state of the group; who may commit is the rules' business. */
const offsets = {
  OffsetCommitRequest: [{ guard: 'mayNotCommit', actions: 'refuseCommit' }, { actions: 'commit' }],
  OffsetFetchRequest: [{ guard: 'isUnstable', actions: 'refuseFetch' }, { actions: 'answerOffsets' }],
  TxnOffsetCommitRequest: [
    { guard: 'needsTransaction', actions: 'askTransaction' },
    { guard: 'mayNotCommit', actions: 'refuseCommit' },
    { actions: 'holdOffsets' },
  ],
  offsetsAdded: [
    { guard: 'isWorthAskingAgain', actions: 'askAgainLater' },
    { guard: 'isAddRefused', actions: 'refuseHolding' },
    { guard: 'mayNotCommit', actions: 'refuseCommit' },
    { actions: 'holdOffsets' },
  ],
  addDue: { actions: 'askTransaction' },
  writeOffsetsMarker: { actions: 'endPending' },
} as const;

/** Members that are gone, or say that they live. */
const heartbeats = {
  HeartbeatRequest: [{ guard: 'isHeartbeatRefused', actions: 'refuseHeartbeat' }, { actions: 'keepHeartbeat' }],
  disconnected: { actions: 'startSessions' },
  revoke: [{ guard: 'isOfMembers', actions: 'dismissMembers' }],
} as const;

/** A member less: by its own wish, or because nothing was heard of it for a session. */
const departures = {
  LeaveGroupRequest: [
    { guard: 'isLeaveRefused', actions: 'refuseLeave' },
    { target: 'preparingRebalance', actions: ['leave', 'callMembers', 'checkMembers'] },
  ],
  sessionExpired: [
    { guard: 'isStillMissing', target: 'preparingRebalance', actions: ['expireMember', 'callMembers', 'checkMembers'] },
  ],
  peerSilent: [
    { guard: 'hasMembersThere', target: 'preparingRebalance', actions: ['expireNode', 'callMembers', 'checkMembers'] },
  ],
} as const;

/** A new group waits for further members. */
const firstJoin = [
  { guard: 'isJoinRefused', actions: 'refuseJoin' },
  { target: 'preparingRebalance', actions: ['admit', 'gather'] },
] as const;

export const groupMachine = createMachine({
  id: 'group',
  initial: 'loading',
  states: {
    loading: {
      on: {
        started: { actions: 'load' },
        loaded: [{ guard: 'hasMembers', target: 'stable', actions: 'expectMembers' }, { target: 'empty' }],
        JoinGroupRequest: { actions: 'answerLoading' },
        HeartbeatRequest: { actions: 'answerLoading' },
        LeaveGroupRequest: { actions: 'answerLoading' },
        OffsetCommitRequest: { actions: 'answerLoading' },
        OffsetFetchRequest: { actions: 'answerLoading' },
        TxnOffsetCommitRequest: { actions: 'answerLoading' },
      },
    },
    empty: {
      on: {
        ...offsets,
        JoinGroupRequest: firstJoin,
        HeartbeatRequest: { actions: 'refuseHeartbeat' },
        LeaveGroupRequest: { actions: 'refuseLeave' },
        expire: [{ guard: 'isOfOffsets', target: 'dead', actions: 'expireOffsets' }],
      },
    },
    preparingRebalance: {
      on: {
        ...offsets,
        ...heartbeats,
        JoinGroupRequest: [
          { guard: 'isJoinRefused', actions: 'refuseJoin' },
          { guard: 'isReplacement', actions: ['replaceMember', 'admit', 'checkMembers'] },
          { actions: ['admit', 'checkMembers'] },
        ],
        LeaveGroupRequest: [
          { guard: 'isLeaveRefused', actions: 'refuseLeave' },
          { actions: ['leave', 'checkMembers'] },
        ],
        sessionExpired: [{ guard: 'isStillMissing', actions: ['expireMember', 'checkMembers'] }],
        peerSilent: [{ guard: 'hasMembersThere', actions: ['expireNode', 'checkMembers'] }],
        rebalanceDue: { actions: ['dropAbsent', 'checkMembers'] },
        membersChecked: [
          { guard: 'isDeserted', target: 'empty', actions: 'becomeEmpty' },
          { guard: 'isEverybodyIn', target: 'completingRebalance', actions: 'beginGeneration' },
        ],
      },
    },
    completingRebalance: {
      on: {
        ...offsets,
        ...heartbeats,
        ...departures,
        JoinGroupRequest: [
          { guard: 'isJoinRefused', actions: 'refuseJoin' },
          {
            guard: 'isReplacement',
            target: 'preparingRebalance',
            actions: ['replaceMember', 'admit', 'callMembers', 'checkMembers'],
          },
          { guard: 'goesOn', actions: 'admit' },
          { target: 'preparingRebalance', actions: ['admit', 'callMembers', 'checkMembers'] },
        ],
        assignmentDue: { target: 'stable', actions: ['assign', 'answerJoins'] },
      },
    },
    stable: {
      on: {
        ...offsets,
        ...heartbeats,
        ...departures,
        JoinGroupRequest: [
          { guard: 'isJoinRefused', actions: 'refuseJoin' },
          { guard: 'keepsItsPlace', actions: ['replaceMember', 'admit', 'answerJoins'] },
          { guard: 'goesOn', actions: ['admit', 'answerJoins'] },
          { target: 'preparingRebalance', actions: ['admit', 'callMembers', 'checkMembers'] },
        ],
      },
    },
    dead: {
      on: {
        ...offsets,
        OffsetCommitRequest: [
          { guard: 'mayNotCommit', actions: 'refuseCommit' },
          { target: 'empty', actions: ['comeToLife', 'commit'] },
        ],
        TxnOffsetCommitRequest: [
          { guard: 'needsTransaction', actions: 'askTransaction' },
          { guard: 'mayNotCommit', actions: 'refuseCommit' },
          { target: 'empty', actions: ['comeToLife', 'holdOffsets'] },
        ],
        offsetsAdded: [
          { guard: 'isWorthAskingAgain', actions: 'askAgainLater' },
          { guard: 'isAddRefused', actions: 'refuseHolding' },
          { guard: 'mayNotCommit', actions: 'refuseCommit' },
          { target: 'empty', actions: ['comeToLife', 'holdOffsets'] },
        ],
        JoinGroupRequest: firstJoin,
        HeartbeatRequest: { actions: 'refuseHeartbeat' },
        LeaveGroupRequest: { actions: 'refuseLeave' },
      },
    },
  },
});
