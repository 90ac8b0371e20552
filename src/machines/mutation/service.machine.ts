import { createMachine } from 'xstate';

/** A service that keeps proposals until they are confirmed, or for long enough. Control alone. */
export const mutationServiceMachine = createMachine({
  id: 'mutationService',
  initial: 'serving',
  states: {
    serving: {
      on: {
        started: { actions: 'resumeClocks' },
        prepare: [
          { guard: 'isKnownProposal', actions: ['absorb', 'answerDone'] },
          { guard: 'isSoldOut', actions: ['refuseSoldOut', 'answerSoldOut'] },
          { actions: ['prepare', 'answerDone'] },
        ],
        confirm: [
          { guard: 'isGone', actions: ['refuseGone', 'answerGone'] },
          { guard: 'isConfirmed', actions: ['absorb', 'answerDone'] },
          { actions: ['reachEffect', 'confirm', 'reachedEffect', 'answerDone'] },
        ],
        apply: [
          { guard: 'isSoldOut', actions: ['refuseSoldOut', 'answerSoldOut'] },
          { actions: ['reachEffect', 'apply', 'reachedEffect', 'answerDone'] },
        ],
        holdOver: { actions: 'expire' },
      },
    },
  },
});
