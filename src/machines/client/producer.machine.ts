import { createMachine } from 'xstate';

const whenOrdinary = { actions: ['submit', 'expectNext', 'fill', 'drain'] };

/** A producer, ordinary or transactional, with the application that owns it. Control alone. */
export const producerMachine = createMachine({
  id: 'producer',
  initial: 'down',
  on: {
    disconnected: [
      { guard: 'isLeader', actions: ['forgetPeer', 'reconnect', 'requeueAll', 'doubtLeader'] },
      { actions: ['forgetPeer', 'reconnect'] },
    ],
    connected: [{ guard: 'isQuestionOpen', actions: ['greetPeer', 'askAgain'] }, { actions: ['greetPeer', 'drain'] }],
    requestTimedOut: { actions: ['abandonLeader', 'requeueAll', 'doubtLeader'] },
    questionTimedOut: { actions: 'abandonCoordinator' },
    MetadataResponse: [{ guard: 'isNewLeader', actions: ['moveToLeader', 'requeueAll', 'drain', 'askAgain'] }],
    recordDue: { actions: ['submit', 'expectNext'] },
    drainDue: { actions: 'drain' },
  },
  states: {
    down: { on: { started: { target: 'connecting', actions: 'connectAll' } } },
    connecting: {
      on: {
        connected: [
          { guard: 'isLastPeerOfIdentified', target: 'initializing', actions: ['greetPeer', 'askProducerId'] },
          { guard: 'isLastPeerOfAsking', target: 'readingBack', actions: ['greetPeer', 'readBack'] },
          { guard: 'isLastPeer', target: 'ready', actions: ['greetPeer', 'recoverBacklog', 'expectNext', 'raiseNext'] },
          { actions: 'greetPeer' },
        ],
      },
    },
    initializing: {
      on: {
        InitProducerIdResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isConcurrent', actions: 'askLater' },
          { guard: 'isRefusedAnswer', target: 'fatalError', actions: 'failEverything' },
          { guard: 'asksAfterRestart', target: 'readingBack', actions: ['takeProducerId', 'readBack'] },
          { target: 'ready', actions: ['takeProducerId', 'recoverBacklog', 'expectNext', 'raiseNext'] },
        ],
        askDue: { actions: 'askAgain' },
      },
    },
    readingBack: {
      on: {
        askDue: { actions: 'askAgain' },
        FetchResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isRefusedRead', actions: ['doubtLeader', 'askLater'] },
          { guard: 'hasMoreToRead', actions: ['noteFound', 'readBack'] },
          { target: 'ready', actions: ['noteFound', 'recoverBacklog', 'expectNext', 'raiseNext'] },
        ],
      },
    },
    ready: {
      on: {
        recordDue: [{ guard: 'isTransactional', actions: ['submit', 'expectNext', 'raiseNext'] }, whenOrdinary],
        next: [
          { guard: 'canBegin', target: 'inTransaction', actions: ['begin', 'fill', 'drain'] },
          { guard: 'isTransactional' },
          { actions: ['fill', 'drain'] },
        ],
        ProduceResponse: [
          { guard: 'isStaleBatch' },
          { guard: 'isAppended', actions: ['reachAck', 'completeBatch', 'reachAcked', 'drain'] },
          { guard: 'needsEpochBump', actions: ['requeue', 'bumpEpoch', 'drain'] },
          { guard: 'isRetriable', actions: ['requeue', 'doubtLeaderIfDeposed', 'drain'] },
          { actions: ['failBatch', 'bumpEpochAfterFailure', 'drain'] },
        ],
        batchExpired: [{ guard: 'isBatchOpen', actions: ['expireBatch', 'bumpEpochIfUnresolved', 'drain'] }],
      },
    },
    inTransaction: {
      on: {
        recordDue: whenOrdinary,
        ProduceResponse: [
          { guard: 'isStaleBatch' },
          { guard: 'isAppended', actions: ['completeBatch', 'drain', 'raiseBatchDone'] },
          { guard: 'isRetriable', actions: ['requeue', 'doubtLeaderIfDeposed', 'drain'] },
          { target: 'aborting', actions: ['dropBatch', 'dropQueue', 'abortWhenIdle'] },
        ],
        batchDone: [{ guard: 'isTransactionFull', target: 'committing', actions: 'askCommit' }],
        batchExpired: [
          { guard: 'isBatchOpen', target: 'aborting', actions: ['dropExpired', 'dropQueue', 'abortWhenIdle'] },
        ],
      },
    },
    committing: {
      on: {
        EndTxnResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isConcurrent', actions: 'askLater' },
          { guard: 'isAborting', target: 'aborting', actions: 'askAbort' },
          { guard: 'isRefusedAnswer', target: 'fatalError', actions: 'failEverything' },
          { target: 'ready', actions: ['reachAckAll', 'takeEpoch', 'tellCommitted', 'reachAckedAll', 'raiseNext'] },
        ],
        askDue: { actions: 'askAgain' },
      },
    },
    aborting: {
      on: {
        ProduceResponse: [{ guard: 'isStaleBatch' }, { actions: ['dropBatch', 'abortWhenIdle'] }],
        batchExpired: [{ guard: 'isBatchOpen', actions: ['dropExpired', 'abortWhenIdle'] }],
        idle: { actions: 'askAbort' },
        EndTxnResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isConcurrent', actions: 'askLater' },
          { guard: 'isRefusedAnswer', target: 'fatalError', actions: 'failEverything' },
          { target: 'ready', actions: ['takeEpoch', 'tryTransactionAgain', 'raiseNext'] },
        ],
        askDue: { actions: 'askAgain' },
      },
    },
    fatalError: { on: { recordDue: { actions: ['submit', 'expectNext', 'failEverything'] } } },
  },
});
