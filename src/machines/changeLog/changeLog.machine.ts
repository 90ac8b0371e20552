import { createMachine } from 'xstate';

/** A database whose log of changes is read by others. Control alone. */
export const changeLogMachine = createMachine({
  id: 'changeLog',
  initial: 'serving',
  states: {
    serving: {
      on: {
        request: [
          { guard: 'isOfLostSession' },
          { guard: 'isDiskFull', actions: 'refuseFull' },
          { guard: 'isTransactionOpen', actions: 'hold' },
          { actions: ['hold', 'commit', 'serveWaiting'] },
        ],
        disconnected: { actions: 'rollBack' },
        fetch: [
          { guard: 'isGone', actions: ['makeSlot', 'refuseGone'] },
          { guard: 'isFirstRead', actions: ['makeSlot', 'answerSnapshot'] },
          { guard: 'hasSomething', actions: ['makeSlot', 'answerFetch'] },
          { actions: ['makeSlot', 'wait'] },
        ],
        confirm: { actions: 'confirm' },
        expired: { actions: 'expire' },
        forget: { actions: 'loseLog' },
      },
    },
  },
});
