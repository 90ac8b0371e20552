import { createMachine } from 'xstate';

/** A consumer: finds its position, fetches, and takes each poll's records through its steps. Control alone. */
export const consumerMachine = createMachine({
  id: 'consumer',
  initial: 'down',
  on: {
    disconnected: { actions: ['forgetPeer', 'reconnect'] },
    connected: [
      { guard: 'isEffectOpen', actions: ['greetPeer', 'recoverEffect'] },
      { guard: 'isAnswerOpen', actions: ['greetPeer', 'askAgain'] },
      { actions: 'greetPeer' },
    ],
    HeartbeatResponse: [{ guard: 'isStaleHeartbeat' }, { target: '.joining', actions: ['leaveGeneration', 'join'] }],
    requestTimedOut: { actions: ['abandonPeer', 'reconnect'] },
    peerSilent: { actions: ['abandonPeer', 'reconnect'] },
    MetadataResponse: [{ guard: 'isNewLeader', actions: ['moveToLeader', 'askAgain'] }],
    autoCommitDue: { actions: 'markAutoCommitDue' },
    askDue: { actions: 'askAgain' },
  },
  states: {
    down: { on: { started: { target: 'connecting', actions: 'connectAll' } } },
    connecting: {
      on: {
        connected: [
          { guard: 'isLastPeerOfMember', target: 'joining', actions: ['greetPeer', 'join'] },
          { guard: 'isLastPeer', target: 'locating', actions: ['greetPeer', 'askPosition'] },
          { actions: 'greetPeer' },
        ],
      },
    },
    joining: {
      on: {
        JoinGroupResponse: [
          { guard: 'isStale' },
          { guard: 'isAssigned', target: 'locating', actions: ['takeAssignment', 'beatHeart', 'askPosition'] },
          { target: 'standby', actions: ['takeAssignment', 'beatHeart'] },
        ],
        HeartbeatResponse: {},
      },
    },
    standby: {},
    locating: {
      on: {
        OffsetFetchResponse: [
          { guard: 'isStale' },
          { guard: 'hasPosition', target: 'fetching', actions: ['takePosition', 'fetch'] },
          { target: 'resetting', actions: 'askReset' },
        ],
        ReadOffsetResponse: [
          { guard: 'isStale' },
          { guard: 'hasPosition', target: 'fetching', actions: ['takePosition', 'fetch'] },
          { target: 'resetting', actions: 'askReset' },
        ],
      },
    },
    resetting: {
      on: {
        ListOffsetsResponse: [
          { guard: 'isStale' },
          { guard: 'isRefusedByBroker', actions: ['findLeader', 'askLater'] },
          { target: 'fetching', actions: ['takeReset', 'fetch'] },
        ],
      },
    },
    fetching: {
      on: {
        FetchResponse: [
          { guard: 'isStale' },
          { guard: 'isOutOfRange', target: 'resetting', actions: 'askReset' },
          { guard: 'isRefusedByBroker', actions: ['findLeader', 'askLater'] },
          { guard: 'bringsRecords', target: 'working', actions: ['buffer', 'poll', 'beginOperation'] },
          { actions: ['buffer', 'fetch'] },
        ],
        autoCommitDue: { target: 'committing', actions: ['markAutoCommitDue', 'autoCommit'] },
      },
    },
    committing: {
      on: {
        OffsetCommitResponse: [
          { guard: 'isStale' },
          { guard: 'isCommitRefused', target: 'joining', actions: ['leaveGeneration', 'join'] },
          { target: 'fetching', actions: ['finishAutoCommit', 'fetch'] },
        ],
      },
    },
    working: {
      on: {
        WriteResponse: [
          { guard: 'isStale' },
          { guard: 'isLastOperation', actions: ['finishOperation', 'raisePolled'] },
          { actions: ['finishOperation', 'beginOperation'] },
        ],
        HeartbeatResponse: [{ guard: 'isStaleHeartbeat' }, { actions: 'markRejoinDue' }],
        OffsetCommitResponse: [
          { guard: 'isStale' },
          { guard: 'isCommitRefused', target: 'joining', actions: ['leaveGeneration', 'join'] },
          { guard: 'isLastOperation', actions: ['finishOperation', 'raisePolled'] },
          { actions: ['finishOperation', 'beginOperation'] },
        ],
        operationSkipped: [
          { guard: 'isLastOperation', actions: ['skipOperation', 'raisePolled'] },
          { actions: ['skipOperation', 'beginOperation'] },
        ],
        polled: [
          { guard: 'isRejoinDue', target: 'joining', actions: ['leaveGeneration', 'join'] },
          { guard: 'isAutoCommitOwed', target: 'committing', actions: 'autoCommit' },
          { guard: 'hasBuffered', actions: ['poll', 'beginOperation'] },
          { target: 'fetching', actions: 'fetch' },
        ],
      },
    },
  },
});
