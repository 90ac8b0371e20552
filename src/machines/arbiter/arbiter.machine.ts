import { createMachine } from 'xstate';

/** Whoever owns the fate of transactions: it hands them out, times them, decides, and tells all who take part. Control alone. */
export const arbiterMachine = createMachine({
  id: 'arbiter',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'serving', actions: 'resume' } } },
    serving: {
      on: {
        begin: [{ guard: 'isLateCopy' }, { actions: 'begin' }],
        enlist: [{ guard: 'isOpen', actions: ['enlist', 'answerEnlisted'] }, { actions: 'refuseEnlisted' }],
        end: [
          { guard: 'isOpen', actions: ['decideAsAsked', 'tellParticipants', 'finishIfTold'] },
          { guard: 'isBeingEnded', actions: 'waitForEnd' },
          { actions: 'answerOver' },
        ],
        transactionTimedOut: [{ guard: 'isStillOpen', actions: ['decideToAbort', 'tellParticipants', 'finishIfTold'] }],
        tellDue: { actions: 'tellParticipants' },
        ended: { actions: ['noteTold', 'finishIfTold'] },
      },
    },
  },
});
