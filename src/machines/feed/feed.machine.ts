import { createMachine } from 'xstate';

/** A replayable source: an append-only log that readers read by position, and that forgets by age. Control alone. */
export const feedMachine = createMachine({
  id: 'feed',
  initial: 'serving',
  states: {
    serving: {
      on: {
        started: { actions: 'resumeAttempt' },
        request: [
          { guard: 'isKnown', actions: ['absorb', 'answerAppend'] },
          { actions: ['append', 'answerAppend', 'serveWaiting'] },
        ],
        fetch: [
          { guard: 'isTooOld', actions: 'refuseTooOld' },
          { guard: 'isOut', actions: 'wait' },
          { guard: 'hasSomething', actions: 'answerFetch' },
          { actions: 'wait' },
        ],
        queryHighest: { actions: 'answerHighest' },
        redeliveryDue: { actions: ['redeliver', 'serveWaiting'] },
        retentionOver: { actions: 'expire' },
        save: [
          { guard: 'isOvertaken', actions: ['refuseSave', 'answerOvertaken'] },
          { actions: ['save', 'settleAttempt', 'answerSave', 'serveWaiting'] },
        ],
        standBy: { actions: ['standBy', 'handOver'] },
        attemptOver: { guard: 'isRunning', actions: 'endAttempt' },
        peerSilent: { guard: 'isHolder', actions: 'endAttempt' },
        attemptDue: { actions: ['noteDue', 'handOver', 'serveWaiting'] },
        restore: { actions: 'answerRestore' },
      },
    },
  },
});
