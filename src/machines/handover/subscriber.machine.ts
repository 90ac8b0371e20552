import { createMachine } from 'xstate';

/** A client that receives, its library and its application, which works on one message at a time. Control alone. */
export const subscriberMachine = createMachine({
  id: 'subscriber',
  initial: 'down',
  on: {
    connected: [{ guard: 'isBroker', actions: 'greet' }, { actions: ['noteSink', 'writeAgain'] }],
    disconnected: { actions: 'reconnect' },
    CONNACK: [{ guard: 'isStale' }, { actions: ['renewSession', 'subscribe'] }],
    PUBLISH: [
      { guard: 'isStale' },
      { guard: 'isKnown', actions: ['noteKnown', 'answerKnown'] },
      { actions: ['take', 'raiseNext'] },
    ],
    PUBREL: [{ guard: 'isStale' }, { actions: ['takeReleased', 'raiseNext'] }],
  },
  states: {
    down: { on: { started: { target: 'idle', actions: ['connectAll', 'raiseNext'] } } },
    idle: { on: { next: [{ guard: 'hasMessage', target: 'working', actions: 'begin' }] } },
    working: {
      on: {
        handlingDone: { actions: 'write' },
        WriteResponse: [{ guard: 'isStaleAnswer' }, { target: 'idle', actions: ['finish', 'raiseNext'] }],
        unanswered: { target: 'idle', actions: ['goOn', 'raiseNext'] },
      },
    },
  },
});
