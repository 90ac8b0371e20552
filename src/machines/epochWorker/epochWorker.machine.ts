import { createMachine } from 'xstate';

/** It lacks a right: it asks again when it may; or a job that may starts again, and anything else is at its end. */
const whenDenied = [
  { guard: 'isOfEarlierLife' },
  { guard: 'asksAgain', target: 'failed', actions: ['startOver', 'askWhenAllowed'] },
  { guard: 'mayRestart', target: 'failed', actions: ['noteRefused', 'startOver', 'restartLater'] },
  { target: 'stopped', actions: 'noteRefused' },
];

/** A worker that reads a replayable source in epochs and saves its progress once for each. Control alone. */
export const epochWorkerMachine = createMachine({
  id: 'epochWorker',
  initial: 'down',
  on: {
    connected: [{ guard: 'isAnswerOpen', actions: ['greetPeer', 'askAgain'] }, { actions: 'greetPeer' }],
    disconnected: { actions: ['forgetPeer', 'reconnect'] },
    endDue: { target: '.stopped' },
  },
  states: {
    down: {
      on: {
        started: [
          { guard: 'isOver', target: 'stopped' },
          { guard: 'startsLater', actions: 'startLater' },
          { guard: 'isStandby', target: 'standingBy', actions: 'watchOther' },
          { target: 'connecting', actions: ['connectAll', 'endLater'] },
        ],
        startDue: { target: 'connecting', actions: ['connectAll', 'endLater'] },
      },
    },
    standingBy: { on: { peerSilent: { target: 'connecting', actions: 'connectAll' } } },
    connecting: {
      on: {
        connected: [
          { guard: 'isLastPeer', target: 'restoring', actions: ['greetPeer', 'restore'] },
          { actions: 'greetPeer' },
        ],
      },
    },
    restoring: {
      on: {
        shutOut: whenDenied,
        denied: whenDenied,
        restored: [{ guard: 'isStale' }, { target: 'working', actions: ['goOnFromSnapshot', 'raiseNext'] }],
        ReadOffsetResponse: [{ guard: 'isStale' }, { target: 'working', actions: ['goOnFromSink', 'raiseNext'] }],
      },
    },
    working: {
      on: {
        next: [
          { guard: 'isBusy' },
          { guard: 'hasOperation', actions: 'operate' },
          { guard: 'isEpochDone', actions: ['beginEpoch', 'raiseNext'] },
          { guard: 'isEpochFull', actions: ['closeEpoch', 'raiseNext'] },
          { guard: 'hasLateRecord', actions: ['dropLate', 'raiseNext'] },
          { guard: 'hasRecord', actions: 'takeRecord' },
          { actions: 'fetch' },
        ],
        handlingDone: { actions: ['noteHandled', 'raiseNext'] },
        fetched: [
          { guard: 'isStaleFetch' },
          { guard: 'stopsOutOfRange', target: 'stopped', actions: 'noteOutOfRange' },
          { guard: 'isOutOfRange', actions: ['moveIntoRange', 'raiseNext'] },
          { actions: ['takeFetched', 'raiseNext'] },
        ],
        shutOut: whenDenied,
        denied: whenDenied,
        callLost: [{ guard: 'isStaleFetch' }, { actions: ['forgetFetch', 'raiseNext'] }],
        epochDue: { actions: ['endEpoch', 'raiseNext'] },
        failNow: [
          { guard: 'mayRetry', actions: 'retryLater' },
          { guard: 'skipsFailed', actions: ['skipEpoch', 'raiseNext'] },
          { target: 'stopped' },
        ],
        retryDue: { actions: ['tryAgain', 'raiseNext'] },
        WriteResponse: [
          { guard: 'isStale' },
          { guard: 'isOwnWrite', actions: ['finishOperation', 'raiseNext'] },
          { guard: 'givesWay', target: 'stopped', actions: 'noteFenced' },
          { guard: 'isFenced', target: 'restoring', actions: ['startOver', 'restore'] },
          { guard: 'isJobOver', target: 'stopped', actions: 'noteJobFailed' },
          { guard: 'isTransactionOver', target: 'failed', actions: ['noteJobFailed', 'startOver', 'restartLater'] },
          { actions: ['finishOperation', 'raiseNext'] },
        ],
        decided: [{ guard: 'isStale' }, { actions: ['noteIfLost', 'finishOperation', 'raiseNext'] }],
        saved: [
          { guard: 'isNotified', actions: ['publishSaved', 'raiseNext'] },
          { guard: 'isStale' },
          { guard: 'isRefused', target: 'stopped', actions: 'noteRefused' },
          { actions: ['finishOperation', 'raiseNext'] },
        ],
        notSaved: [{ guard: 'isStale' }, { actions: ['passOver', 'raiseNext'] }],
        unanswered: { actions: ['finishOperation', 'raiseNext'] },
        replayMismatch: { target: 'stopped' },
        snapshotTaken: { actions: 'sendSnapshot' },
        saveTimedOut: [
          { guard: 'isJobOver', target: 'stopped', actions: 'noteJobFailed' },
          { target: 'failed', actions: ['noteSaveFailed', 'startOver', 'restartLater'] },
        ],
      },
    },
    failed: { on: { restartDue: { target: 'restoring', actions: 'restore' } } },
    stopped: {},
  },
});
