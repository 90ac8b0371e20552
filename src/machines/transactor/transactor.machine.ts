import { createMachine } from 'xstate';

/** An application that receives, writes and acknowledges, in transactions or without them. Control alone. */
export const transactorMachine = createMachine({
  id: 'transactor',
  initial: 'down',
  on: {
    connected: [
      { guard: 'isOutput', actions: ['greetPeer', 'register'] },
      { guard: 'isInput', actions: ['greetPeer', 'subscribe', 'askAgain'] },
      { actions: ['greetPeer', 'askAgain'] },
    ],
    disconnected: { actions: ['forgetPeer', 'reconnect'] },
    channelClosed: { actions: 'hangUp' },
    delivery: [{ guard: 'isStaleDelivery' }, { actions: ['take', 'raiseNext'] }],
    registered: [{ guard: 'isStaleRegistration' }, { actions: ['greet', 'askAgain', 'raiseNext'] }],
    denied: [
      { guard: 'isStaleRegistration' },
      { guard: 'isOutput', actions: 'registerLater' },
      { actions: 'subscribeLater' },
    ],
    registerDue: { actions: 'register' },
    subscribeDue: { actions: 'subscribe' },
  },
  states: {
    down: { on: { started: { target: 'idle', actions: 'connectAll' } } },
    idle: {
      on: {
        next: [{ guard: 'isNotReady' }, { guard: 'hasMessage', target: 'working', actions: ['plan', 'raiseNext'] }],
      },
    },
    working: {
      on: {
        next: [
          { guard: 'isOccupied' },
          { guard: 'hasDeed', actions: 'act' },
          { guard: 'takesMore', actions: ['plan', 'raiseNext'] },
          { guard: 'hasOpenTransaction', actions: ['planCommit', 'raiseNext'] },
          { target: 'idle', actions: 'raiseNext' },
        ],
        handlingDone: { actions: ['finish', 'raiseNext'] },
        begun: [{ guard: 'isStale' }, { actions: ['noteBegun', 'finish', 'raiseNext'] }],
        enlisted: [
          { guard: 'isStale' },
          { guard: 'isDenied', target: 'idle', actions: ['abandon', 'raiseNext'] },
          { actions: ['finish', 'raiseNext'] },
        ],
        stored: [
          { guard: 'isStale' },
          { guard: 'isOver', target: 'idle', actions: ['abandon', 'raiseNext'] },
          { guard: 'isDenied', actions: ['hangUpOutput'] },
          { actions: ['finish', 'raiseNext'] },
        ],
        settledInTransaction: [
          { guard: 'isStale' },
          { guard: 'isDenied', target: 'idle', actions: ['abandon', 'raiseNext'] },
          { actions: ['finish', 'raiseNext'] },
        ],
        transactionEnded: [
          { guard: 'isStale' },
          { guard: 'isDenied', target: 'idle', actions: ['abandon', 'raiseNext'] },
          { actions: ['finish', 'noteCommitted', 'raiseNext'] },
        ],
      },
    },
  },
});
