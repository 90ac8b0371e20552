import { createMachine } from 'xstate';

/** One of two who must both act or both not act, over messengers that may be caught. Control alone. */
export const generalMachine = createMachine({
  id: 'general',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'waiting', actions: 'expectRounds' } } },
    waiting: {
      on: {
        roundDue: { actions: ['propose', 'act'] },
        messenger: [{ guard: 'isLastPromised', actions: ['answer', 'act'] }, { actions: 'answer' }],
      },
    },
  },
});
