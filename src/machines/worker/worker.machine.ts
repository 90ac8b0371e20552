import { createMachine } from 'xstate';

/** Takes the records of one poll after the other through the application's steps. Control alone. */
export const workerMachine = createMachine({
  id: 'worker',
  initial: 'down',
  on: {
    connected: [
      { guard: 'isSinkWithEffect', actions: ['greetSink', 'recoverEffect'] },
      { guard: 'isSink', actions: ['greetSink', 'askAgain'] },
    ],
    disconnected: [{ guard: 'isSink', actions: ['forgetSink', 'reconnect'] }],
    requestTimedOut: { actions: ['abandonSink', 'reconnect'] },
    askStored: { actions: 'askStored' },
    lost: { actions: 'dropWaiting' },
    ReadOffsetResponse: [{ guard: 'isStaleOffset' }, { actions: 'seek' }],
    stop: { target: '.idle', actions: 'dropEverything' },
  },
  states: {
    down: { on: { started: { target: 'idle', actions: 'connectSink' } } },
    idle: {
      on: { work: { target: 'working', actions: ['queue', 'takeNext', 'raiseBegin'] } },
    },
    working: {
      on: {
        work: { actions: 'queue' },
        begin: [{ guard: 'throwsHere', target: 'idle', actions: 'throwOnce' }, { actions: 'beginOperation' }],
        WriteResponse: [
          { guard: 'isStale' },
          { guard: 'isLastOperation', actions: ['finishWrite', 'finishPoll'] },
          { actions: ['finishWrite', 'raiseBegin'] },
        ],
        committed: [
          { guard: 'isRefused', actions: ['abandonPoll', 'finishPoll'] },
          { guard: 'isLastOperation', actions: ['finishCommit', 'finishPoll'] },
          { actions: ['finishCommit', 'raiseBegin'] },
        ],
        operationSkipped: [
          { guard: 'isLastOperation', actions: ['skipOperation', 'finishPoll'] },
          { actions: ['skipOperation', 'raiseBegin'] },
        ],
        pollDone: [
          { guard: 'hasQueued', actions: ['takeNext', 'raiseBegin'] },
          { target: 'idle', actions: 'tellProcessed' },
        ],
      },
    },
  },
});
