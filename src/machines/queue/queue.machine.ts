import { createMachine } from 'xstate';

/** A queue that hands messages out on lease, one worker at a time. Control alone; the rules are in `rules.ts`. */
export const queueMachine = createMachine({
  id: 'queue',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'serving', actions: 'resume' } } },
    serving: {
      on: {
        request: [
          { guard: 'isUnroutable', actions: 'dropUnroutable' },
          { guard: 'isKnown', actions: ['absorb', 'answerKnown'] },
          { guard: 'isFull', actions: 'dropFull' },
          { actions: ['enqueue', 'flushWithMessage', 'answerEnqueued', 'handOut', 'flushLater'] },
        ],
        receive: [{ guard: 'isLateSubscription' }, { actions: ['takeReceiver', 'handOut'] }],
        settle: [
          { guard: 'isHeld', actions: ['remove', 'answerSettled', 'handOut', 'flushLater'] },
          { guard: 'takesLate', actions: ['remove', 'answerSettled', 'handOut', 'flushLater'] },
          { guard: 'ignoresLate', actions: ['noteLate', 'answerSettled'] },
          { guard: 'closesChannel', actions: ['noteLate', 'closeChannel', 'handOut'] },
          { actions: ['noteLate', 'refuseSettle'] },
        ],
        release: [
          { guard: 'isHeldUntilLater', actions: 'returnLater' },
          { guard: 'isHeld', actions: ['giveBack', 'handOut'] },
        ],
        reject: [{ guard: 'isHeld', actions: ['bury', 'handOut'] }],
        extend: [{ guard: 'isHeld', actions: ['extend', 'answerExtended'] }, { actions: 'refuseSettle' }],
        leaseOver: [{ guard: 'isStillLeased', actions: ['takeBack', 'handOut'] }],
        deliveryTimedOut: [{ guard: 'isStillLeased', actions: ['closeSlowChannel', 'handOut'] }],
        peerSilent: { actions: ['closeSilentChannel', 'handOut'] },
        peerHeard: { actions: 'tellClosed' },
        flushDue: { actions: 'flush' },
        revoke: { actions: 'seal' },
        grant: { actions: 'unseal' },
        retentionOver: { actions: 'expire' },
        redriveDue: { actions: ['redrive', 'handOut'] },
        ghostDue: { actions: ['bringBack', 'handOut'] },
        disconnected: { actions: ['dropReceiver', 'takeBackAll', 'handOut'] },
      },
    },
  },
});
