import { createMachine } from 'xstate';

/** A client that publishes over a session which may outlive its connections. Control alone. */
export const publisherMachine = createMachine({
  id: 'publisher',
  initial: 'down',
  on: { recordDue: { actions: ['submit', 'expectNext'] }, clickDue: { actions: 'submitAgain' } },
  states: {
    down: { on: { started: { target: 'connecting', actions: ['connect', 'expectNext'] } } },
    connecting: { on: { connected: { target: 'greeting', actions: 'greet' } } },
    greeting: {
      on: {
        CONNACK: { target: 'online', actions: ['resume', 'flush'] },
        disconnected: { target: 'connecting', actions: 'connectLater' },
      },
    },
    online: {
      on: {
        recordDue: { actions: ['submit', 'expectNext', 'flush'] },
        clickDue: { actions: ['submitAgain', 'flush'] },
        PUBACK: [{ guard: 'isStale' }, { guard: 'isRefused', actions: 'giveUp' }, { actions: 'finish' }],
        PUBREC: [{ guard: 'isStale' }, { guard: 'isRefused', actions: 'giveUp' }, { actions: 'release' }],
        PUBCOMP: [{ guard: 'isStale' }, { actions: 'finish' }],
        disconnected: { target: 'connecting', actions: 'connectLater' },
      },
    },
  },
});
