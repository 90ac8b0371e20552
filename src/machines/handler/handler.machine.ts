import { createMachine } from 'xstate';

/** A worker that takes messages from a queue through its steps, one by one. Control alone. */
export const handlerMachine = createMachine({
  id: 'handler',
  initial: 'down',
  on: {
    disconnected: { actions: ['forgetPeer', 'reconnect', 'dropLost'] },
    connected: [
      { guard: 'isPastRecall', actions: ['greetPeer', 'goOn'] },
      { guard: 'isAnswerOpen', actions: ['greetPeer', 'askAgain'] },
      { actions: 'greetPeer' },
    ],
    requestTimedOut: [{ guard: 'isPastRecall', actions: 'goOn' }, { actions: 'askAgain' }],
    extendDue: { actions: 'extend' },
    channelClosed: [{ guard: 'isStaleDelivery' }, { actions: ['hangUp', 'dropLost'] }],
  },
  states: {
    down: { on: { started: { target: 'connecting', actions: 'connectAll' } } },
    connecting: {
      on: {
        connected: [
          { guard: 'isLastPeer', target: 'waiting', actions: ['greetPeer', 'receive'] },
          { actions: 'greetPeer' },
        ],
      },
    },
    waiting: {
      on: {
        delivery: [{ guard: 'isStaleDelivery' }, { target: 'working', actions: ['take', 'raiseNext'] }],
        callLost: [{ guard: 'isStale' }, { actions: 'receive' }],
        denied: [{ guard: 'isStaleDelivery' }, { actions: 'receiveLater' }],
        withheld: [{ guard: 'isStaleDelivery' }, { actions: 'receiveSoon' }],
        receiveDue: { actions: 'receiveAnew' },
      },
    },
    working: {
      on: {
        delivery: [{ guard: 'isStaleDelivery' }, { actions: 'take' }],
        next: [
          { guard: 'hasRedeliveredToDrop', actions: ['dropRedelivered', 'raiseNext'] },
          { guard: 'hasMessage', actions: ['begin', 'operate'] },
          { target: 'waiting', actions: 'receive' },
        ],
        handlingDone: [{ guard: 'isPoison', actions: ['fail', 'raiseNext'] }, { actions: ['noteHandled', 'operate'] }],
        WriteResponse: [
          { guard: 'isStale' },
          { guard: 'isLastOperation', actions: ['finishOperation', 'finish', 'raiseNext'] },
          { actions: ['finishOperation', 'operate'] },
        ],
        answer: [
          { guard: 'isStale' },
          { guard: 'isLastOperation', actions: ['finishOperation', 'finish', 'raiseNext'] },
          { actions: ['finishOperation', 'operate'] },
        ],
        denied: [{ guard: 'isStale' }, { target: 'waiting', actions: ['letGo', 'receiveAfterDenial'] }],
        ownBookAsked: { actions: 'askOwnBook' },
        ownAnswer: [
          { guard: 'isBusy', actions: ['postpone', 'raiseNext'] },
          { guard: 'isLastOperation', actions: ['takeOwnAnswer', 'finish', 'raiseNext'] },
          { actions: ['takeOwnAnswer', 'operate'] },
        ],
        nameAnswer: [
          { guard: 'isStale' },
          { guard: 'isBusy', actions: ['postpone', 'raiseNext'] },
          { guard: 'isLastOperation', actions: ['finishOperation', 'finish', 'raiseNext'] },
          { actions: ['finishOperation', 'operate'] },
        ],
        operationSkipped: [
          { guard: 'isLastOperation', actions: ['skipOperation', 'finish', 'raiseNext'] },
          { actions: ['skipOperation', 'operate'] },
        ],
      },
    },
  },
});
