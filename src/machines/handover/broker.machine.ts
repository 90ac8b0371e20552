import { createMachine } from 'xstate';

/** A broker between two hops: it takes messages over, and hands them on. Control alone. */
export const brokerMachine = createMachine({
  id: 'broker',
  initial: 'down',
  states: {
    down: {
      on: {
        started: [
          { guard: 'isBridge', target: 'serving', actions: ['expireKept', 'connectUp'] },
          { target: 'serving', actions: 'expireKept' },
        ],
      },
    },
    serving: {
      on: {
        CONNECT: [{ guard: 'isStale' }, { actions: ['openSession', 'resume', 'saveLater'] }],
        SUBSCRIBE: [{ guard: 'isStale' }, { actions: ['subscribe', 'saveLater'] }],
        PUBLISH: [
          { guard: 'isStale' },
          { guard: 'isKnown', actions: ['noteKnown', 'answerPublish'] },
          { actions: ['take', 'answerPublish', 'flush', 'saveLater'] },
        ],
        PUBREL: [{ guard: 'isStale' }, { actions: ['takeReleased', 'flush', 'saveLater'] }],
        PUBACK: [{ guard: 'isStale' }, { actions: ['finish', 'saveLater'] }],
        PUBREC: [{ guard: 'isStale' }, { actions: ['release', 'saveLater'] }],
        PUBCOMP: [{ guard: 'isStale' }, { actions: ['finish', 'saveLater'] }],
        sessionOver: { actions: ['expire', 'saveLater'] },
        saveDue: { actions: 'save' },
        connected: { actions: 'greetUp' },
        CONNACK: [{ guard: 'isStale' }, { actions: ['renewUp', 'subscribeUp', 'saveLater'] }],
        disconnected: [{ guard: 'isUp', actions: 'connectUpAgain' }, { actions: 'closeSession' }],
      },
    },
  },
});
