import { createMachine } from 'xstate';

/** A database with a table of rows and a table of ids. Control alone. */
export const tableMachine = createMachine({
  id: 'table',
  initial: 'serving',
  states: {
    serving: {
      on: {
        Write: [
          { guard: 'isKnown', actions: ['absorb', 'answerWrite'] },
          { actions: ['remember', 'land', 'answerWrite'] },
        ],
        askName: [{ guard: 'isAboutRows', actions: 'answerRow' }, { actions: 'answerName' }],
      },
    },
  },
});
