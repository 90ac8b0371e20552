import { createMachine } from 'xstate';

/** A relay: reads rows of an outbox, publishes them and marks them, in either order. Control alone. */
export const relayMachine = createMachine({
  id: 'relay',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'reading', actions: 'read' } } },
    reading: {
      on: {
        rows: [{ guard: 'isStaleReading' }, { target: 'passing', actions: ['take', 'startPassages'] }],
        callLost: [{ guard: 'isStaleReading' }, { actions: 'read' }],
        denied: [{ guard: 'isStaleReading' }, { actions: 'readLater' }],
        readDue: { actions: 'read' },
      },
    },
    passing: {
      on: {
        answer: [
          { guard: 'isStale' },
          { guard: 'isRefusedForGood', target: 'blocked', actions: 'noteBlocked' },
          { actions: ['noteDone', 'advance', 'raiseAdvanced'] },
        ],
        advanced: [{ guard: 'isAllDone', target: 'reading', actions: 'read' }, { actions: 'startPassages' }],
        denied: [{ guard: 'isStale' }, { actions: 'markLater' }],
        passageTimedOut: { actions: 'tryAgain' },
      },
    },
    blocked: {},
  },
});
