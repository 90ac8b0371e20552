import { createMachine } from 'xstate';

/** A queue that hands messages out on lease, one worker at a time. Control alone; the rules are in `rules.ts`. */
export const queueMachine = createMachine({
  id: 'queue',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'serving', actions: 'resumeClocks' } } },
    serving: {
      on: {
        request: [
          { guard: 'isUnroutable', actions: 'dropUnroutable' },
          { guard: 'isKnown', actions: ['absorb', 'answerKnown'] },
          { guard: 'isFull', actions: 'dropFull' },
          { actions: ['enqueue', 'answerEnqueued', 'handOut'] },
        ],
        receive: { actions: ['takeReceiver', 'handOut'] },
        settle: [
          { guard: 'isHeld', actions: ['remove', 'answerSettled', 'handOut'] },
          { guard: 'takesLate', actions: ['remove', 'answerSettled', 'handOut'] },
          { guard: 'ignoresLate', actions: ['noteLate', 'answerSettled'] },
          { actions: ['noteLate', 'refuseSettle'] },
        ],
        release: [{ guard: 'isHeld', actions: ['giveBack', 'handOut'] }],
        reject: [{ guard: 'isHeld', actions: ['bury', 'handOut'] }],
        extend: [{ guard: 'isHeld', actions: ['extend', 'answerExtended'] }, { actions: 'refuseSettle' }],
        leaseOver: [{ guard: 'isStillLeased', actions: ['takeBack', 'handOut'] }],
        retentionOver: { actions: 'expire' },
        ghostDue: { actions: ['bringBack', 'handOut'] },
        disconnected: { actions: ['dropReceiver', 'takeBackAll', 'handOut'] },
      },
    },
  },
});
