import { createMachine } from 'xstate';

/** `send()` itself failed without a word from the broker; what the abort makes of it the abort tells. */
const inDoubt = { guard: 'hasTimedOut', actions: 'tellFailed' };
const begun = ['stopWaiting', 'noteReady', 'recoverBacklog', 'expectNext', 'next'];

/** `max.block.ms` is over: a call that waits may be made again, and only that one; then the client is closed. */
const whenTimedOut = [
  { guard: 'mayCallAgain', actions: 'callAgain' },
  { target: 'gaveUp', actions: ['closeClient', 'giveUp'] },
];

/** An application that sends a workload through its producer client. Control alone. */
export const applicationMachine = createMachine({
  id: 'application',
  initial: 'down',
  on: {
    connected: { actions: 'greetPeer' },
    disconnected: { actions: 'forgetPeer' },
    MetadataResponse: { actions: 'moveToLeader' },
    recordDue: { actions: ['submit', 'expectNext'] },
    fatal: { target: '.gaveUp', actions: ['stopWaiting', 'giveUp'] },
  },
  states: {
    down: {
      on: {
        started: [
          { guard: 'isReplaced', target: 'gaveUp' },
          { guard: 'isInReserve', target: 'standingBy', actions: 'watchOriginal' },
          { target: 'starting', actions: ['init', 'awaitReturn'] },
        ],
      },
    },
    standingBy: {
      on: { peerSilent: [{ guard: 'isOriginal', target: 'starting', actions: ['takeOver', 'init', 'awaitReturn'] }] },
    },
    starting: {
      on: {
        initialized: [
          { guard: 'asksBack', target: 'readingBack', actions: ['stopWaiting', 'noteReady', 'readBack'] },
          { target: 'sending', actions: begun },
        ],
        callTimedOut: whenTimedOut,
      },
    },
    readingBack: {
      on: {
        connected: [{ guard: 'isLeaderAsked', actions: ['greetPeer', 'askAgain'] }, { actions: 'greetPeer' }],
        disconnected: [
          { guard: 'isLeaderAsked', actions: ['forgetPeer', 'reconnect', 'doubtLeader'] },
          { actions: 'forgetPeer' },
        ],
        questionTimedOut: { actions: ['breakConnection', 'doubtLeader'] },
        MetadataResponse: [
          { guard: 'isNewLeader', actions: ['moveToLeader', 'askAgain'] },
          { actions: 'moveToLeader' },
        ],
        askDue: { actions: 'askAgain' },
        FetchResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isRefusedRead', actions: ['stopQuestion', 'doubtLeader', 'askLater'] },
          { guard: 'hasMoreToRead', actions: ['noteFound', 'readBack'] },
          { guard: 'hasMorePartitions', actions: ['noteFound', 'nextPartition', 'readBack'] },
          { target: 'sending', actions: ['noteFound', 'recoverBacklog', 'expectNext', 'next'] },
        ],
      },
    },
    sending: {
      on: {
        recordDue: { actions: ['submit', 'expectNext', 'next'] },
        next: [
          { guard: 'canBegin', target: 'inTransaction', actions: ['begin', 'fill'] },
          { guard: 'isTransactional' },
          { actions: 'sendAll' },
        ],
        sent: [
          { guard: 'isTransactional' },
          { guard: 'isSafe', actions: ['notePlace', 'reachAck', 'acknowledge', 'reachAcked'] },
          { guard: 'isWorthSendingAgain', actions: 'sendAgain' },
          { actions: 'tellFailed' },
        ],
      },
    },
    inTransaction: {
      on: {
        recordDue: { actions: ['submit', 'expectNext', 'fill'] },
        sent: [inDoubt, { actions: 'notePlace' }],
        full: { target: 'waitingForEnd', actions: ['commit', 'awaitReturn'] },
        abortable: { target: 'waitingForEnd', actions: ['abort', 'awaitReturn'] },
        changedItsMind: { target: 'waitingForEnd', actions: ['abort', 'awaitReturn'] },
      },
    },
    waitingForEnd: {
      on: {
        sent: [inDoubt, { actions: 'notePlace' }],
        committed: {
          target: 'sending',
          actions: ['stopWaiting', 'reachAckOfAll', 'acknowledgeAll', 'reachAckedOfAll', 'closeTransaction', 'next'],
        },
        abortable: [{ guard: 'isCommitting', actions: ['abort', 'awaitReturn'] }],
        callTimedOut: whenTimedOut,
        aborted: { target: 'sending', actions: ['stopWaiting', 'tryAgain', 'next'] },
      },
    },
    gaveUp: {
      on: {
        recordDue: { actions: ['submit', 'expectNext', 'giveUp'] },
        sent: [{ guard: 'isTransactional' }, { actions: 'tellFailed' }],
        fatal: {},
      },
    },
  },
});
