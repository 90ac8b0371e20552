import { createMachine } from 'xstate';

/** An application that proposes a change and then confirms it, each until it is heard or given up. Control alone. */
export const applicantMachine = createMachine({
  id: 'applicant',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'open', actions: ['recover', 'expectNext'] } } },
    open: {
      on: {
        recordDue: { actions: ['submit', 'expectNext'] },
        goOn: [
          { guard: 'isDiaryDue', actions: ['reachDiary', 'writeDown'] },
          { guard: 'isOver', actions: 'finish' },
          { actions: ['reachStep', 'ask'] },
        ],
        answer: [
          { guard: 'isStale' },
          { guard: 'isNews', actions: ['noteAnswer', 'reachedStep', 'reachAck', 'tell', 'reachedAck', 'advance'] },
          { guard: 'isDone', actions: ['noteAnswer', 'reachedStep', 'advance'] },
          { guard: 'mayPrepareAgain', actions: 'prepareAgain' },
          { actions: 'giveUpRefused' },
        ],
        attemptTimedOut: [{ guard: 'mayTryAgain', actions: 'tryLater' }, { actions: 'giveUpUnknown' }],
        retryDue: { actions: 'ask' },
        confirmAgainDue: { actions: 'confirmAgain' },
      },
    },
  },
});
