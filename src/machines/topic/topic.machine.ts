import { createMachine } from 'xstate';

/** The broker that owns a topic: producers by name, de-duplication, a subscription, and the topic's part in transactions. */
export const topicMachine = createMachine({
  id: 'topic',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'serving', actions: 'recover' } } },
    serving: {
      on: {
        register: [
          { guard: 'isLateCopy' },
          { guard: 'isNameTaken', actions: 'keepOut' },
          { actions: ['purge', 'register', 'answerRegistered'] },
        ],
        publish: [
          { guard: 'isShutOut', actions: 'refuseShutOut' },
          { guard: 'isPersisted', actions: ['absorb', 'answerKnown'] },
          { guard: 'isUnsettled', actions: 'refuseUnsettled' },
          { guard: 'isTransactionOver', actions: 'refuseOver' },
          { actions: ['push', 'write'] },
        ],
        written: [
          { guard: 'isWriteFailing', actions: 'failWrite' },
          { actions: ['append', 'saveMarks', 'answerStored', 'write', 'serveReaders', 'handOut'] },
        ],
        receive: [{ guard: 'isLateCopy' }, { actions: ['takeReceiver', 'handOut'] }],
        settle: [
          { guard: 'settlesInTransaction', actions: ['settlePending', 'answerPending'] },
          { actions: ['settle', 'answerSettled', 'handOut'] },
        ],
        release: { actions: 'giveBackLater' },
        releaseDue: { actions: ['giveBack', 'handOut'] },
        leaseOver: [{ guard: 'isStillLeased', actions: ['takeBack', 'handOut'] }],
        fetch: [{ guard: 'hasReadable', actions: 'answerFetch' }, { actions: 'wait' }],
        endTransaction: { actions: ['endTransaction', 'answerEnded', 'serveReaders', 'handOut'] },
        revoke: { actions: ['dismiss', 'letIn', 'handOut'] },
        peerSilent: { actions: ['dropPeer', 'letIn', 'handOut'] },
        peerHeard: { actions: 'tellClosed' },
        disconnected: { actions: ['dropPeer', 'letIn', 'handOut'] },
      },
    },
  },
});
