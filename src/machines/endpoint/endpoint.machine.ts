import { createMachine } from 'xstate';

/** An HTTP service that acts once for each key it knows, for as long as it knows it. Control alone. */
export const endpointMachine = createMachine({
  id: 'endpoint',
  initial: 'serving',
  states: {
    serving: {
      on: {
        request: [
          { guard: 'isInvalid', actions: 'refuseInvalid' },
          { guard: 'isOtherRequest', actions: 'refuseMismatch' },
          { guard: 'isRunning', actions: 'refuseConflict' },
          { guard: 'isFailedForGood', actions: ['absorb', 'replayFailure'] },
          { guard: 'isFailed', actions: 'begin' },
          { guard: 'isKnown', actions: ['absorb', 'replay'] },
          { actions: ['rememberKey', 'begin'] },
        ],
        workDone: [
          { guard: 'isLate' },
          { guard: 'failsNow', actions: ['reachEffect', 'act', 'reachedEffect', 'answerFailure'] },
          { guard: 'isDoneAlready', actions: 'answerDone' },
          { actions: ['reachEffect', 'act', 'reachedEffect', 'answerDone'] },
        ],
        movedOn: { actions: 'moveOn' },
      },
    },
  },
});
