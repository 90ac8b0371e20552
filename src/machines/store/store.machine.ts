import { createMachine } from 'xstate';

/** A sink: one database whose transactions are atomic and durable. Control alone; see `store.ts` for the data. */
export const storeMachine = createMachine({
  id: 'store',
  initial: 'serving',
  states: {
    serving: {
      on: {
        Write: [
          { guard: 'isBehindStoredOffset', actions: ['refuseFenced', 'answerWrite'] },
          { actions: ['write', 'answerWrite'] },
        ],
        ReadOffset: { actions: ['publishPrepared', 'answerOffset'] },
      },
    },
  },
});
