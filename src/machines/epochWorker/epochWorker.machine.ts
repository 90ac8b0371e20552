import { createMachine } from 'xstate';

const ofEarlierLife = { guard: 'isOfEarlierLife' };
const startsOver = { guard: 'startsOverDenied', target: 'failed', actions: ['startOver', 'askWhenAllowed'] };
/** It may not go on at all: it starts over when it may; or a job that may starts again, and anything else is at its end. */
const whenShutOut = [
  ofEarlierLife,
  startsOver,
  { guard: 'mayRestart', target: 'failed', actions: ['noteRefused', 'startOver', 'restartLater'] },
  { target: 'stopped', actions: 'noteRefused' },
];

/** A worker that reads a replayable source in epochs and saves its progress once for each. Control alone. */
export const epochWorkerMachine = createMachine({
  id: 'epochWorker',
  initial: 'down',
  on: {
    connected: [
      { guard: 'isPastRecall', actions: ['greetPeer', 'passOver', 'raiseNext'] },
      { guard: 'isAnswerOpen', actions: ['greetPeer', 'askAgain'] },
      { actions: 'greetPeer' },
    ],
    disconnected: { actions: ['forgetPeer', 'reconnect'] },
    endDue: { target: '.stopped' },
  },
  states: {
    down: {
      on: {
        started: [
          { guard: 'isOver', target: 'stopped' },
          { guard: 'startsLater', actions: 'startLater' },
          { guard: 'waitsForTimeOut', target: 'standingBy', actions: 'standBy' },
          { guard: 'isStandby', target: 'standingBy', actions: 'watchOther' },
          { target: 'connecting', actions: ['connectAll', 'endLater'] },
        ],
        startDue: { target: 'connecting', actions: ['connectAll', 'endLater'] },
      },
    },
    standingBy: {
      on: {
        peerSilent: { target: 'connecting', actions: 'connectAll' },
        callLost: [{ guard: 'isStaleFetch' }, { actions: 'standBy' }],
        takeOver: [
          { guard: 'isStaleFetch' },
          { guard: 'isConnected', target: 'restoring', actions: ['startOver', 'restore'] },
          { target: 'connecting', actions: ['startOver', 'connectAll'] },
        ],
      },
    },
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
        shutOut: whenShutOut,
        restored: [{ guard: 'isStale' }, { target: 'working', actions: ['goOnFromSnapshot', 'raiseNext'] }],
        ReadOffsetResponse: [{ guard: 'isStale' }, { target: 'working', actions: ['goOnFromSink', 'raiseNext'] }],
        denied: [
          { guard: 'isStale' },
          startsOver,
          { guard: 'stopsDenied', target: 'stopped', actions: 'noteDenied' },
          { actions: 'askLater' },
        ],
        askDue: { actions: 'askAnew' },
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
        shutOut: whenShutOut,
        callLost: [{ guard: 'isStaleFetch' }, { actions: ['forgetFetch', 'raiseNext'] }],
        epochDue: { actions: ['endEpoch', 'raiseNext'] },
        failNow: [
          { guard: 'mayRetry', actions: 'retryLater' },
          { guard: 'waitsForRight', actions: 'retryWhenAllowed' },
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
          { guard: 'standsBack', target: 'standingBy', actions: ['noteTimedOut', 'startOver', 'standBy'] },
          { guard: 'startsAgain', target: 'restoring', actions: ['noteTimedOut', 'startOver', 'restore'] },
          { guard: 'isRefused', target: 'stopped', actions: 'noteRefused' },
          { actions: ['finishOperation', 'raiseNext'] },
        ],
        notSaved: [{ guard: 'isStale' }, { actions: ['passOver', 'raiseNext'] }],
        denied: [
          ofEarlierLife,
          startsOver,
          { guard: 'isFatalRead', target: 'stopped', actions: 'noteDenied' },
          { guard: 'isRead', actions: 'fetchLater' },
          { guard: 'isStale' },
          { guard: 'stopsDenied', target: 'stopped', actions: 'noteDenied' },
          { guard: 'redoesDenied', actions: ['redoLater', 'dropQuestion'] },
          { guard: 'failsDenied', actions: ['raiseFailed', 'dropQuestion'] },
          { actions: 'askLater' },
        ],
        askDue: { actions: 'askAnew' },
        fetchDue: { actions: ['forgetFetch', 'raiseNext'] },
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
