import { createMachine } from 'xstate';

/** In poll(): what is there already is handed out. */
const handOutBuffered = [
  { guard: 'hasBuffered', target: 'ready', actions: ['beatIfSilent', 'handOut', 'fetch', 'waitForPoll'] },
] as const;

/** In poll(): an answer with records ends the wait. */
const recordsCome = [
  { guard: 'isStale' },
  { guard: 'isDenied', target: 'ended', actions: 'throwDenied' },
  { guard: 'isOutOfRangeForGood', target: 'ended', actions: 'throwOutOfRange' },
  { guard: 'isOutOfRange', actions: 'askReset' },
  { guard: 'isRefusedByBroker', actions: ['findLeader', 'askLater'] },
  {
    guard: 'bringsRecords',
    target: 'ready',
    actions: ['beatIfSilent', 'buffer', 'handOut', 'fetch', 'waitForPoll'],
  },
  { actions: ['buffer', 'fetch'] },
] as const;

/** In poll(): a heartbeat that tells of a rebalance is acted on at once. */
const heartbeatInPoll = [
  { guard: 'isStale' },
  { guard: 'isRefusedForNow', actions: 'askLater' },
  { actions: ['closeQuestion', 'markRejoin', 'raiseRejoin'] },
] as const;

/** While the application has the turn, the group goes on: an answer is kept, and a member that is silent for too long is out. */
const groupGoesOn = {
  JoinGroupResponse: [
    { guard: 'isStale' },
    { guard: 'isRefused', actions: ['closeQuestion', 'markRejoin'] },
    { actions: 'keepJoined' },
  ],
  pollIntervalOver: [{ guard: 'isStatic', actions: 'stopHeartbeats' }, { actions: ['leave', 'loseMembership'] }],
  sessionOver: { actions: ['leave', 'loseMembership'] },
} as const;

/**
 * A KafkaConsumer: a member of its group or not, and inside poll() or not. In `ready` and `committing` the application has
 * the turn; everywhere else it waits in poll() or close(). Control alone.
 */
export const consumerMachine = createMachine({
  id: 'consumer',
  initial: 'closed',
  on: {
    connected: [{ guard: 'isPeer', actions: ['greetPeer', 'askPeerAgain'] }],
    disconnected: [{ guard: 'isPeer', actions: ['forgetPeer', 'reconnect'] }],
    requestTimedOut: [{ guard: 'isUnanswered', actions: ['abandonPeer', 'reconnect'] }],
    peerSilent: [{ guard: 'isPeer', actions: ['abandonPeer', 'reconnect'] }],
    MetadataResponse: [{ guard: 'isNewLeader', actions: ['moveToLeader', 'askPartitionAgain'] }],
    askDue: { actions: 'askKeyAgain' },
    OffsetFetchResponse: [
      { guard: 'isStale' },
      { guard: 'isDenied', target: '.ended', actions: 'throwDenied' },
      { guard: 'isRefusedForNow', actions: 'askLater' },
      { guard: 'lacksOffsets', target: '.ended', actions: 'throwNoOffset' },
      { actions: ['takeCommitted', 'fetch'] },
    ],
    ListOffsetsResponse: [
      { guard: 'isStale' },
      { guard: 'isDenied', target: '.ended', actions: 'throwDenied' },
      { guard: 'isRefusedByBroker', actions: ['findLeader', 'askLater'] },
      { actions: ['takeReset', 'fetch'] },
    ],
    FetchResponse: [
      { guard: 'isStale' },
      { guard: 'isDenied', target: '.ended', actions: 'throwDenied' },
      { guard: 'isOutOfRangeForGood', target: '.ended', actions: 'throwOutOfRange' },
      { guard: 'isOutOfRange', actions: 'askReset' },
      { guard: 'isRefusedByBroker', actions: ['findLeader', 'askLater'] },
      { actions: 'buffer' },
    ],
    appSeek: [{ guard: 'lacksOffsets', target: '.ended', actions: 'throwNoOffset' }, { actions: ['seek', 'fetch'] }],
    appRewind: { actions: ['forgetPositions', 'askPosition'] },
    appCommit: [{ guard: 'isOutOfGroup', actions: 'refuseCommit' }, { actions: 'commitForApp' }],
    HeartbeatResponse: [
      { guard: 'isStale' },
      { guard: 'isRefusedForNow', actions: 'askLater' },
      { actions: ['closeQuestion', 'markRejoin'] },
    ],
    OffsetCommitResponse: [
      { guard: 'isStale' },
      { guard: 'isRefusedForNow', actions: 'askLater' },
      { actions: ['markRejoin', 'finishCommit'] },
    ],
    autoCommitDue: { actions: 'markAutoCommitDue' },
    appClose: [
      { guard: 'isAbrupt', target: '.closed', actions: ['hangUp', 'forgetAll', 'tellClosed'] },
      { guard: 'owesLastCommit', target: '.closing', actions: 'commitLast' },
      { target: '.closed', actions: ['leave', 'hangUp', 'forgetAll', 'tellClosed'] },
    ],
  },
  states: {
    closed: {
      on: {
        appOpen: { target: 'connecting', actions: 'connectAll' },
        appPoll: {},
        appSeek: {},
        appCommit: {},
        appClose: { actions: 'tellClosed' },
        connected: {},
        disconnected: {},
        peerSilent: {},
      },
    },
    connecting: {
      on: {
        connected: [
          { guard: 'isLastPeerOfMember', target: 'joining', actions: ['greetPeer', 'join'] },
          { guard: 'isLastPeer', target: 'polling', actions: ['greetPeer', 'assignAll', 'askPosition'] },
          { guard: 'isPeer', actions: 'greetPeer' },
        ],
        appPoll: {},
      },
    },
    joining: {
      on: {
        appPoll: {},
        buffered: handOutBuffered,
        JoinGroupResponse: [
          { guard: 'isStale' },
          { guard: 'isFencedAnswer', target: 'ended', actions: 'throwFenced' },
          { guard: 'isDenied', target: 'ended', actions: 'throwDenied' },
          { guard: 'isUnknownMember', actions: ['closeQuestion', 'becomeAnother', 'giveUpAll', 'join'] },
          { guard: 'isRefused', actions: 'askLater' },
          { guard: 'mustAskAppAndRevoke', target: 'revoking', actions: ['takeAssignment', 'askApp'] },
          { guard: 'mustRevoke', actions: ['takeAssignment', 'join', 'raiseBuffered'] },
          {
            guard: 'isAssigned',
            target: 'polling',
            actions: ['takeAssignment', 'beatHeart', 'askPosition', 'fetch', 'raiseBuffered'],
          },
          { target: 'standby', actions: ['takeAssignment', 'beatHeart'] },
        ],
        joined: [
          { guard: 'mustAskAppAndRevoke', target: 'revoking', actions: ['takeAssignment', 'askApp'] },
          { guard: 'mustRevoke', actions: ['takeAssignment', 'join', 'raiseBuffered'] },
          {
            guard: 'isAssigned',
            target: 'polling',
            actions: ['takeAssignment', 'beatHeart', 'askPosition', 'fetch', 'raiseBuffered'],
          },
          { target: 'standby', actions: ['takeAssignment', 'beatHeart'] },
        ],
        FetchResponse: recordsCome,
      },
    },
    standby: {
      on: {
        HeartbeatResponse: heartbeatInPoll,
        rejoin: [
          { guard: 'isShutOut', target: 'ended', actions: 'throwShutOut' },
          { target: 'joining', actions: ['giveUpAll', 'join'] },
        ],
      },
    },
    polling: {
      on: {
        connected: [{ guard: 'isPeer', actions: ['greetPeer', 'askPeerAgain', 'autoCommit'] }],
        appPoll: {},
        buffered: handOutBuffered,
        FetchResponse: recordsCome,
        HeartbeatResponse: heartbeatInPoll,
        OffsetCommitResponse: [
          { guard: 'isStale' },
          { guard: 'isRefusedForNow', actions: 'askLater' },
          { guard: 'isRefused', actions: ['markRejoin', 'finishCommit', 'raiseRejoin'] },
          { actions: 'finishCommit' },
        ],
        autoCommitDue: { actions: ['markAutoCommitDue', 'autoCommit'] },
        rejoin: [
          { guard: 'isShutOut', target: 'ended', actions: 'throwShutOut' },
          { guard: 'isLost', target: 'joining', actions: ['giveUpAll', 'join'] },
          { guard: 'asksAppBeforeJoin', target: 'revoking', actions: 'askApp' },
          { guard: 'owesLastCommit', target: 'revoking', actions: 'commitLast' },
          { guard: 'isCooperative', target: 'joining', actions: ['join', 'raiseBuffered'] },
          { target: 'joining', actions: ['giveUpAll', 'join'] },
        ],
      },
    },
    revoking: {
      on: {
        appPoll: {},
        appRevoked: [
          { guard: 'isLostOrEager', target: 'joining', actions: ['giveUpAll', 'join'] },
          { target: 'joining', actions: ['join', 'raiseBuffered'] },
        ],
        OffsetCommitResponse: [
          { guard: 'isStale' },
          { guard: 'isRefusedForNow', actions: 'askLater' },
          { guard: 'isOfApp', actions: ['markRejoin', 'finishCommit'] },
          { guard: 'isLossOrEager', target: 'joining', actions: ['markRejoin', 'finishCommit', 'giveUpAll', 'join'] },
          { target: 'joining', actions: ['finishCommit', 'join', 'raiseBuffered'] },
        ],
      },
    },
    ready: {
      on: {
        appPoll: [
          { guard: 'isJoinOpen', target: 'joining', actions: ['stopWaiting', 'raiseJoined', 'raiseBuffered'] },
          { guard: 'isRejoinDue', target: 'polling', actions: ['stopWaiting', 'raiseRejoin'] },
          { guard: 'hasBuffered', actions: ['beatIfSilent', 'autoCommit', 'handOut', 'fetch', 'waitForPoll'] },
          {
            guard: 'hasPartitions',
            target: 'polling',
            actions: ['stopWaiting', 'beatIfSilent', 'autoCommit', 'fetch'],
          },
          { target: 'standby', actions: ['stopWaiting', 'beatIfSilent'] },
        ],
        appCommit: [
          { guard: 'isOutOfGroup', actions: 'refuseCommit' },
          { target: 'committing', actions: 'commitForApp' },
        ],
        ...groupGoesOn,
      },
    },
    committing: {
      on: {
        appPoll: { target: 'ready', actions: 'raisePoll' },
        OffsetCommitResponse: [
          { guard: 'isStale' },
          { guard: 'isRefusedForNow', actions: 'askLater' },
          { guard: 'isInBackground', actions: ['markRejoin', 'finishCommit'] },
          { target: 'ready', actions: ['markRejoin', 'finishCommit'] },
        ],
        ...groupGoesOn,
      },
    },
    closing: {
      on: {
        appPoll: {},
        OffsetCommitResponse: [
          { guard: 'isStale' },
          { guard: 'isRefusedForNow', actions: 'askLater' },
          { target: 'closed', actions: ['leave', 'hangUp', 'forgetAll', 'tellClosed'] },
        ],
      },
    },
    ended: { on: { appPoll: {}, appSeek: {}, appCommit: {}, connected: {}, disconnected: {}, peerSilent: {} } },
  },
});
