import { createMachine } from 'xstate';

const begun = ['noteReady', 'recoverBacklog', 'expectNext', 'next'];

/** An application that sends a workload through its producer client. Control alone. */
export const applicationMachine = createMachine({
  id: 'application',
  initial: 'down',
  on: {
    connected: { actions: 'greetPeer' },
    disconnected: { actions: 'forgetPeer' },
    MetadataResponse: { actions: 'moveToLeader' },
    recordDue: { actions: ['submit', 'expectNext'] },
    fatal: { target: '.gaveUp', actions: 'giveUp' },
  },
  states: {
    down: {
      on: {
        started: [
          { guard: 'isReplaced', target: 'gaveUp' },
          { guard: 'isInReserve', target: 'standingBy', actions: 'watchOriginal' },
          { target: 'starting', actions: 'init' },
        ],
      },
    },
    standingBy: {
      on: { peerSilent: [{ guard: 'isOriginal', target: 'starting', actions: ['takeOver', 'init'] }] },
    },
    starting: {
      on: {
        initialized: [
          { guard: 'asksBack', target: 'readingBack', actions: ['noteReady', 'readBack'] },
          { target: 'sending', actions: begun },
        ],
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
          { guard: 'isSafe', actions: ['reachAck', 'acknowledge', 'reachAcked'] },
          { guard: 'isWorthSendingAgain', actions: 'sendAgain' },
          { actions: 'tellFailed' },
        ],
      },
    },
    inTransaction: {
      on: {
        recordDue: { actions: ['submit', 'expectNext', 'fill'] },
        full: { target: 'waitingForEnd', actions: 'commit' },
        abortable: { target: 'waitingForEnd', actions: 'abort' },
      },
    },
    waitingForEnd: {
      on: {
        committed: {
          target: 'sending',
          actions: ['reachAckOfAll', 'acknowledgeAll', 'reachAckedOfAll', 'closeTransaction', 'next'],
        },
        abortable: [{ guard: 'isCommitting', actions: 'abort' }],
        aborted: { target: 'sending', actions: ['tryAgain', 'next'] },
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
