import { createMachine } from 'xstate';

/** Somebody who copies a log from one cluster to another and saves its progress now and then. Control alone. */
export const relayMachine = createMachine({
  id: 'mirrorRelay',
  initial: 'down',
  on: {
    connected: { actions: ['greetPeer', 'askAgain'] },
    disconnected: { actions: ['forgetPeer', 'reconnect'] },
    synced: { actions: 'noteSynced' },
  },
  states: {
    down: { on: { started: { target: 'connecting', actions: ['connectAll', 'expectStop'] } } },
    connecting: {
      on: {
        stopDue: { target: 'stopped' },
        connected: [
          { guard: 'isLastPeerOfTransactional', target: 'fencing', actions: ['greetPeer', 'fence'] },
          { guard: 'isLastPeer', target: 'restoring', actions: ['greetPeer', 'readProgress'] },
          { actions: 'greetPeer' },
        ],
      },
    },
    fencing: {
      on: {
        fenced: [{ guard: 'isStale' }, { target: 'restoring', actions: 'readProgress' }],
        shutOut: { target: 'stopped', actions: 'noteShutOut' },
      },
    },
    restoring: {
      on: {
        restored: [{ guard: 'isStale' }, { target: 'copying', actions: ['goOn', 'raiseNext'] }],
        shutOut: { target: 'stopped', actions: 'noteShutOut' },
      },
    },
    copying: {
      on: {
        next: [
          { guard: 'isBusy' },
          { guard: 'hasOperation', actions: 'operate' },
          { guard: 'isBatchDone', actions: ['beginBatch', 'raiseNext'] },
          { guard: 'isBatchOver', actions: ['closeBatch', 'raiseNext'] },
          { guard: 'hasCopied', actions: ['passOver', 'raiseNext'] },
          { guard: 'hasRecord', actions: ['takeRecord', 'raiseNext'] },
          { actions: 'fetch' },
        ],
        fetched: [
          { guard: 'isStaleFetch' },
          { guard: 'isOutOfRange', actions: ['moveIntoRange', 'raiseNext'] },
          { actions: ['takeFetched', 'raiseNext'] },
        ],
        answered: [{ guard: 'isStale' }, { actions: ['finishOperation', 'raiseNext'] }],
        denied: [{ guard: 'isStaleFetch' }, { actions: 'fetchLater' }],
        fetchDue: { actions: 'raiseNext' },
        notStored: [{ guard: 'isStale' }, { actions: 'copyLater' }],
        copyDue: { actions: 'copyAgain' },
        notSaved: [{ guard: 'isStale' }, { actions: ['passOverSaving', 'raiseNext'] }],
        shutOut: { target: 'stopped', actions: 'noteShutOut' },
        saveDue: { actions: ['endBatch', 'raiseNext'] },
        stopDue: { target: 'stopped' },
      },
    },
    stopped: {},
  },
});
