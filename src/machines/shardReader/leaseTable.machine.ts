import { createMachine } from 'xstate';

/** A table with one row for a shard: who owns it, and how far it has come. Control alone. */
export const leaseTableMachine = createMachine({
  id: 'leaseTable',
  initial: 'serving',
  states: {
    serving: {
      on: {
        acquire: [{ guard: 'isTaken', actions: 'answerTaken' }, { actions: ['give', 'answerGiven'] }],
        checkpoint: [
          { guard: 'isOwner', actions: ['advance', 'answerAdvanced'] },
          { actions: ['refuse', 'answerRefused'] },
        ],
      },
    },
  },
});
