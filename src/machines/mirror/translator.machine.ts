import { createMachine } from 'xstate';

/** Somebody who tells another cluster, in its own positions, how far a group of readers has come. Control alone. */
export const translatorMachine = createMachine({
  id: 'translator',
  initial: 'down',
  on: {
    connected: { actions: ['greetPeer', 'askAgain'] },
    disconnected: { actions: ['forgetPeer', 'reconnect'] },
  },
  states: {
    down: { on: { started: { target: 'connecting', actions: 'connectAll' } } },
    connecting: {
      on: {
        connected: [
          { guard: 'isLastPeer', target: 'watching', actions: ['greetPeer', 'expectSync', 'watch'] },
          { actions: 'greetPeer' },
        ],
      },
    },
    watching: {
      on: {
        groupState: [
          { guard: 'isStale' },
          { guard: 'waitsForItsTurn', target: 'waiting', actions: 'startTurn' },
          { target: 'reading', actions: 'read' },
        ],
        syncDue: { actions: 'syncGroup' },
      },
    },
    waiting: { on: { turnDue: { target: 'reading', actions: 'read' }, syncDue: { actions: 'syncGroup' } } },
    reading: {
      on: {
        groupState: [
          { guard: 'isStale' },
          { guard: 'isFurther', target: 'writing', actions: ['take', 'write'] },
          { target: 'watching', actions: ['take', 'watch'] },
        ],
        syncDue: { actions: 'syncGroup' },
      },
    },
    writing: {
      on: {
        written: [{ guard: 'isStale' }, { target: 'watching', actions: ['expectSync', 'watch'] }],
        syncDue: { actions: 'syncGroup' },
      },
    },
  },
});
