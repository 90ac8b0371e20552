import { createMachine } from 'xstate';

/** A worker that owns a shard by lease, reads it in batches and checkpoints after each. Control alone. */
export const shardReaderMachine = createMachine({
  id: 'shardReader',
  initial: 'down',
  on: {
    connected: [
      { guard: 'isPastRecall', actions: ['greet', 'goOn', 'raiseNext'] },
      { guard: 'isAnswerOpen', actions: ['greet', 'askAgain'] },
      { actions: 'greet' },
    ],
    disconnected: { actions: ['forget', 'reconnect'] },
  },
  states: {
    down: { on: { started: { target: 'connecting', actions: ['connectAll', 'planTakeOver'] } } },
    connecting: {
      on: {
        connected: [{ guard: 'isLast', target: 'acquiring', actions: ['greet', 'acquire'] }, { actions: 'greet' }],
      },
    },
    acquiring: {
      on: {
        leaseAnswer: [
          { guard: 'isStale' },
          { guard: 'isMine', target: 'reading', actions: ['goOnFromCheckpoint', 'fetch'] },
          { target: 'standingBy', actions: ['closeQuestion', 'watchOwner'] },
        ],
        denied: [{ guard: 'isStale' }, { actions: 'acquireLater' }],
        askDue: { actions: 'askAgain' },
      },
    },
    standingBy: {
      on: {
        peerSilent: { target: 'acquiring', actions: 'acquireByForce' },
        takeOverDue: { target: 'acquiring', actions: 'acquireByForce' },
      },
    },
    reading: {
      on: {
        fetched: [
          { guard: 'isStaleFetch' },
          { guard: 'isTrimmed', actions: ['moveToTrimHorizon', 'fetch'] },
          { target: 'working', actions: ['takeBatch', 'raiseBegin'] },
        ],
        callLost: [{ guard: 'isStaleFetch' }, { actions: 'fetch' }],
        denied: [{ guard: 'isStaleFetch' }, { actions: 'fetchLater' }],
        askDue: { actions: 'fetch' },
      },
    },
    working: {
      on: {
        next: [
          { guard: 'hasOperation', actions: 'operate' },
          { target: 'reading', actions: ['passBatch', 'fetch'] },
        ],
        handlingDone: [
          { guard: 'throws', actions: ['fail', 'raiseFailed'] },
          { actions: ['finishOperation', 'raiseNext'] },
        ],
        failed: [
          { guard: 'retries', actions: 'retryLater' },
          { guard: 'blocks', target: 'stopped' },
          { target: 'reading', actions: ['passBatch', 'fetch'] },
        ],
        begin: [
          { guard: 'isTooOld', target: 'reading', actions: ['noteTooOld', 'passBatch', 'fetch'] },
          { actions: 'raiseNext' },
        ],
        retryDue: { actions: ['startBatch', 'raiseBegin'] },
        WriteResponse: [{ guard: 'isStale' }, { actions: ['finishOperation', 'raiseNext'] }],
        leaseAnswer: [
          { guard: 'isStale' },
          { guard: 'isMine', actions: ['finishOperation', 'raiseNext'] },
          { target: 'standingBy', actions: ['noteFenced', 'closeQuestion', 'watchOwner'] },
        ],
        denied: [{ guard: 'isStale' }, { actions: ['goOn', 'raiseNext'] }],
      },
    },
    stopped: {},
  },
});
