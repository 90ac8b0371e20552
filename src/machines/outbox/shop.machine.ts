import { createMachine } from 'xstate';

/** A shop with a database: orders are transactions, events are rows or messages. Control alone. */
export const shopMachine = createMachine({
  id: 'shop',
  initial: 'down',
  on: {
    revoke: [{ guard: 'isOwnPrivilege', actions: 'losePrivilege' }, { actions: 'refuseWaiting' }],
    grant: { guard: 'isOwnPrivilege', actions: 'regainPrivilege' },
  },
  states: {
    down: { on: { started: { target: 'open', actions: 'expectNext' } } },
    open: {
      on: {
        recordDue: { actions: ['begin', 'expectNext'] },
        publishNow: { actions: 'publish' },
        commitDue: [
          { guard: 'isRolledBack', actions: 'rollBack' },
          { guard: 'lacksPrivilege', actions: 'failOrder' },
          { actions: ['commit', 'wakeRelays'] },
        ],
        answer: { actions: 'land' },
        publishTimedOut: { actions: 'publishAgain' },
        readOutbox: { actions: ['wait', 'wakeRelays'] },
        pollDue: { actions: 'answerRelays' },
        markPublished: { actions: ['mark', 'answerMark'] },
      },
    },
  },
});
