import { createMachine } from 'xstate';

const refuseToSend = { actions: 'refuseSend' };
const closeDown = { target: 'down', actions: 'closeAll' };

/** What a coordinator's answer leads to while a transaction goes on. */
const whileOpen = [
  { guard: 'isStaleAnswer' },
  { guard: 'isAgreed', actions: ['takeAgreement', 'askNext', 'drain'] },
  { guard: 'isToBeAskedAgain', actions: 'askLater' },
  { guard: 'isAbortableAnswer', target: '.abortableError', actions: ['closeQuestion', 'doom', 'drain'] },
  { target: '.fatalError', actions: 'failEverything' },
];

/** The same while the transaction is being aborted: it cannot be doomed twice. */
const whileAborting = [
  { guard: 'isStaleAnswer' },
  { guard: 'isAgreed', actions: ['takeAgreement', 'askNext'] },
  { guard: 'isToBeAskedAgain', actions: 'askLater' },
  { guard: 'isAbortableAnswer', actions: ['closeQuestion', 'askNext'] },
  { target: 'fatalError', actions: 'failEverything' },
];

/** The coordinator never heard of it. After trouble a client of transactions V1 asks for a new epoch all the same. */
const abortedAlone = [
  { guard: 'needsNewEpoch', target: 'initializing', actions: 'askProducerId' },
  { target: 'ready', actions: 'tellEnded' },
];

/**
 * A producer client, ordinary or transactional: the states of Kafka's TransactionManager, with those before it exists.
 * Control alone. An ordinary producer uses down, connecting, uninitialized, initializing, ready and fatalError.
 */
export const producerMachine = createMachine({
  id: 'producer',
  initial: 'down',
  on: {
    connected: { actions: ['greetPeer', 'askAgain', 'drain'] },
    disconnected: { actions: ['forgetPeer', 'reconnect', 'failConnection', 'doubtLeaders', 'drain'] },
    requestTimedOut: { actions: ['breakConnection', 'failConnection', 'doubtLeaders', 'drain'] },
    questionTimedOut: { actions: 'breakCoordinator' },
    MetadataResponse: [{ guard: 'isNewLeader', actions: ['moveToLeader', 'drain'] }, { actions: 'noteNoNews' }],
    drainDue: { actions: 'drain' },
    askDue: { actions: 'askAgain' },
    ProduceResponse: [
      { guard: 'isStaleBatch' },
      { guard: 'isAppended', actions: ['completeBatch', 'askNext', 'drain'] },
      { guard: 'needsEpochBump', actions: ['retryUnderNewEpoch', 'drain'] },
      { guard: 'isRetriable', actions: ['doubtLeaderIfDeposed', 'retryBatch', 'drain'] },
      { guard: 'isFatalBatch', target: '.fatalError', actions: ['failBatch', 'failEverything'] },
      { actions: ['failBatch', 'askNext', 'drain'] },
    ],
    batchExpired: [{ guard: 'isBatchOpen', actions: ['expireBatch', 'askNext', 'drain'] }],
    batchFailed: [{ guard: 'isInTransaction', target: '.abortableError', actions: ['doom', 'abandonUnsent', 'drain'] }],
    AddPartitionsToTxnResponse: whileOpen,
    AddOffsetsToTxnResponse: whileOpen,
    TxnOffsetCommitResponse: whileOpen,
  },
  states: {
    down: {
      on: {
        appInit: { target: 'connecting', actions: 'connectAll' },
        disconnected: { actions: 'forgetPeer' },
      },
    },
    connecting: {
      on: {
        connected: [
          { guard: 'isLastPeer', target: 'uninitialized', actions: ['greetPeer', 'identify'] },
          { actions: 'greetPeer' },
        ],
        appClose: closeDown,
      },
    },
    uninitialized: {
      on: {
        identify: [
          { guard: 'isIdempotent', target: 'initializing', actions: 'askProducerId' },
          { target: 'ready', actions: 'tellInitialized' },
        ],
        appSend: { actions: 'addRecord' },
      },
    },
    initializing: {
      on: {
        InitProducerIdResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isAgreed', target: 'ready', actions: ['takeIdentity', 'tellIdentified', 'drain'] },
          { guard: 'isToBeAskedAgain', actions: 'askLater' },
          { guard: 'isAbortableAnswer', target: 'abortableError', actions: ['closeQuestion', 'doom'] },
          { target: 'fatalError', actions: 'failEverything' },
        ],
        appSend: { actions: 'addRecord' },
        appClose: closeDown,
      },
    },
    ready: {
      on: {
        appSend: [{ guard: 'isTransactional', actions: 'refuseSend' }, { actions: ['addRecord', 'drain'] }],
        appBegin: [{ guard: 'isTransactional', target: 'inTransaction', actions: 'begin' }],
        exhausted: { target: 'uninitialized', actions: 'identify' },
        appClose: closeDown,
      },
    },
    inTransaction: {
      on: {
        appSend: { actions: ['addRecord', 'askNext', 'drain'] },
        appSendOffsets: { actions: ['queueOffsets', 'askNext'] },
        appCommit: { target: 'committing', actions: ['commit', 'drain', 'askNext'] },
        appAbort: { target: 'aborting', actions: ['abort', 'abandonUnsent', 'askNext'] },
        appClose: { target: 'aborting', actions: ['abort', 'abandonUnsent', 'askNext'] },
      },
    },
    committing: {
      on: {
        EndTxnResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isAgreed', target: 'ready', actions: ['takeEnd', 'tellEnded'] },
          { guard: 'isToBeAskedAgain', actions: 'askLater' },
          { guard: 'isAbortableAnswer', target: 'abortableError', actions: ['closeQuestion', 'doom'] },
          { target: 'fatalError', actions: 'failEverything' },
        ],
        nothingToEnd: { target: 'ready', actions: 'tellEnded' },
        appSend: refuseToSend,
        appClose: closeDown,
      },
    },
    aborting: {
      on: {
        EndTxnResponse: [
          { guard: 'isStaleAnswer' },
          { guard: 'isAgreedAndNeedsEpoch', target: 'initializing', actions: ['closeQuestion', 'askProducerId'] },
          { guard: 'isAgreed', target: 'ready', actions: ['takeEnd', 'tellEnded'] },
          { guard: 'isToBeAskedAgain', actions: 'askLater' },
          { target: 'fatalError', actions: 'failEverything' },
        ],
        nothingToEnd: abortedAlone,
        batchFailed: { actions: 'askNext' },
        AddPartitionsToTxnResponse: whileAborting,
        AddOffsetsToTxnResponse: whileAborting,
        TxnOffsetCommitResponse: whileAborting,
        appSend: refuseToSend,
        appClose: closeDown,
      },
    },
    abortableError: {
      on: {
        batchFailed: { actions: 'drain' },
        appSend: refuseToSend,
        appSendOffsets: { actions: 'doom' },
        appCommit: { actions: 'doom' },
        appAbort: { target: 'aborting', actions: ['abort', 'abandonUnsent', 'askNext'] },
        appClose: { target: 'aborting', actions: ['abort', 'abandonUnsent', 'askNext'] },
      },
    },
    fatalError: {
      on: {
        ProduceResponse: {},
        batchExpired: {},
        batchFailed: {},
        askDue: {},
        appInit: { actions: 'tellFatal' },
        appSend: refuseToSend,
        appBegin: { actions: 'tellFatal' },
        appSendOffsets: { actions: 'tellFatal' },
        appCommit: { actions: 'tellFatal' },
        appAbort: { actions: 'tellFatal' },
        appClose: closeDown,
      },
    },
  },
});
