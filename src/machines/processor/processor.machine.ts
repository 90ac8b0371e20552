import { createMachine } from 'xstate';

/** Partitions are gone without a word before (onPartitionsLost): what is open of them is another's to do. */
const whenRevoked = [
  { guard: 'losesWork', target: 'aborting', actions: ['forgetPartitions', 'abort'] },
  { actions: 'forgetPartitions' },
];

/**
 * The application of a processor: it polls, sends what it makes of the records, and commits outputs and progress; in a
 * transaction both together. Control alone.
 */
export const processorMachine = createMachine({
  id: 'processor',
  initial: 'down',
  on: {
    fatal: { target: '.closing', actions: ['noteTrouble', 'closeProducer', 'closeConsumer'] },
    failed: { target: '.ended', actions: ['closeProducer', 'closeConsumer'] },
    sent: [
      { guard: 'isSentOk', actions: 'noteSent' },
      { guard: 'isTransactional' },
      { target: '.closing', actions: ['noteTrouble', 'closeProducer', 'closeConsumer'] },
    ],
    polled: { actions: 'keepPolled' },
    commitDue: { actions: 'markDue' },
    revoking: { actions: 'noteRevoking' },
    rejoined: { actions: 'noteGroup' },
    revoked: { actions: 'forgetPartitions' },
  },
  states: {
    down: {
      on: {
        started: [
          { guard: 'hasStateToRestore', target: 'restoring', actions: 'restore' },
          { target: 'initializing', actions: ['noteRunning', 'initProducer'] },
        ],
      },
    },
    restoring: { on: { restored: { target: 'initializing', actions: 'initProducer' } } },
    initializing: { on: { initialized: { target: 'polling', actions: ['noteInitialized', 'openConsumer', 'poll'] } } },
    polling: {
      on: {
        polled: { target: 'processing', actions: ['take', 'begin', 'raiseNext'] },
        commitDue: [{ guard: 'hasWork', target: 'committing', actions: ['markDue', 'commit'] }],
        revoking: [
          { guard: 'hasWork', target: 'committing', actions: ['noteRevoking', 'commit'] },
          { actions: 'letGo' },
        ],
        revoked: whenRevoked,
        abortable: { target: 'aborting', actions: ['noteTrouble', 'abort'] },
      },
    },
    processing: {
      on: {
        revoked: whenRevoked,
        next: [
          { guard: 'throwsAndAborts', target: 'aborting', actions: ['throwOnce', 'abort'] },
          { guard: 'throwsHere', target: 'closing', actions: ['throwOnce', 'closeProducer', 'closeConsumer'] },
          { guard: 'callsService', target: 'calling', actions: 'callService' },
          { guard: 'hasNext', actions: ['sendOutput', 'raiseNext'] },
          { guard: 'waitsForAcks', target: 'flushing' },
          { guard: 'isCommitDue', target: 'committing', actions: 'commit' },
          { target: 'polling', actions: 'poll' },
        ],
        abortable: { target: 'aborting', actions: ['noteTrouble', 'abort'] },
      },
    },
    calling: {
      on: {
        ServiceResponse: [
          { guard: 'isStaleCall' },
          { target: 'processing', actions: ['finishCall', 'sendOutput', 'raiseNext'] },
        ],
        callTimedOut: { actions: 'callAgain' },
        revoked: [
          { guard: 'losesWork', target: 'aborting', actions: ['forgetPartitions', 'dropCall', 'abort'] },
          { actions: 'forgetPartitions' },
        ],
        abortable: { target: 'aborting', actions: ['noteTrouble', 'dropCall', 'abort'] },
      },
    },
    flushing: {
      on: {
        sent: [
          { guard: 'isLastSent', target: 'processing', actions: ['noteSent', 'raiseNext'] },
          { guard: 'isSentOk', actions: 'noteSent' },
          { target: 'closing', actions: ['noteTrouble', 'closeProducer', 'closeConsumer'] },
        ],
      },
    },
    committing: {
      on: {
        offsetsSent: { actions: 'commitTransaction' },
        offsetsBlocked: { target: 'aborting', actions: ['noteBlocked', 'abort'] },
        committed: [
          { guard: 'isRefused', target: 'polling', actions: ['forgetWork', 'goOn'] },
          { target: 'polling', actions: ['finishCommit', 'goOn'] },
        ],
        abortable: { target: 'aborting', actions: ['noteTrouble', 'abort'] },
      },
    },
    aborting: {
      on: {
        aborted: [
          { guard: 'rewinds', target: 'polling', actions: ['forgetWork', 'rewind', 'goOn'] },
          { target: 'polling', actions: ['forgetWork', 'goOn'] },
        ],
        abortable: {},
      },
    },
    closing: {
      on: {
        closed: [
          { guard: 'isAborting', actions: 'noteClosed' },
          { target: 'resting', actions: ['forgetWork', 'rest'] },
        ],
        aborted: [
          { guard: 'isConsumerClosed', target: 'resting', actions: ['closeProducer', 'forgetWork', 'rest'] },
          { actions: ['closeProducer', 'noteAborted'] },
        ],
        fatal: [
          { guard: 'isConsumerClosed', target: 'resting', actions: ['closeProducer', 'forgetWork', 'rest'] },
          { actions: ['closeProducer', 'noteAborted'] },
        ],
        sent: {},
        polled: {},
        abortable: {},
        revoking: { actions: 'letGo' },
      },
    },
    resting: { on: { rested: { target: 'initializing', actions: 'initProducer' }, sent: {}, polled: {}, fatal: {} } },
    ended: { on: { sent: {}, polled: {}, fatal: {}, failed: {}, revoking: { actions: 'letGo' } } },
  },
});
