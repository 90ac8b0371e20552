import { createMachine } from 'xstate';

/** A sink: one database whose transactions are atomic and durable. Control alone; see `store.ts` for the data. */
export const storeMachine = createMachine({
  id: 'store',
  initial: 'serving',
  states: {
    serving: {
      on: {
        Write: [
          { guard: 'isBehindStoredOffset', actions: ['refuseFenced', 'answerFenced'] },
          { guard: 'isTransactionOver', actions: ['refuseOver', 'answerOver'] },
          { actions: ['write', 'answerWrite'] },
        ],
        ReadOffset: { actions: ['publishPrepared', 'answerOffset'] },
        CommitTransaction: [
          { guard: 'isTransactionOpen', actions: ['commitTransaction', 'answerDecided'] },
          { guard: 'isCommitted', actions: 'answerDecided' },
          { actions: ['refuseOver', 'answerAborted'] },
        ],
        AbortTransactions: { actions: ['abortOthers', 'answerDecided'] },
        AlterOffsets: { actions: ['alterOffset', 'answerDecided'] },
        forget: { actions: 'forgetNames' },
        transactionTimedOut: { actions: 'abortTimedOut' },
        started: { actions: 'resumeClocks' },
      },
    },
  },
});
