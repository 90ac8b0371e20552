import { createMachine } from 'xstate';

/** The place where workers keep their plans and their snapshots. Control alone. */
export const checkpointMachine = createMachine({
  id: 'checkpoint',
  initial: 'serving',
  states: {
    serving: {
      on: {
        save: [
          { guard: 'isPlannedOtherwise', actions: ['refusePlan', 'answerRefused'] },
          { actions: ['save', 'answerSave'] },
        ],
        restore: { actions: 'answerRestore' },
        forget: { actions: 'forget' },
      },
    },
  },
});
