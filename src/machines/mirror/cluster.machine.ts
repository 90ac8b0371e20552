import { createMachine } from 'xstate';

/** A cluster of one region: logs, the progress of who reads or copies them, and pairs of positions. Control alone. */
export const clusterMachine = createMachine({
  id: 'cluster',
  initial: 'serving',
  states: {
    serving: {
      on: {
        request: [
          { guard: 'isKnown', actions: ['absorb', 'answerAppend'] },
          { guard: 'isAbortedFirst', actions: ['appendAborted', 'append', 'answerAppend', 'serveReaders'] },
          { actions: ['append', 'answerAppend', 'serveReaders'] },
        ],
        copy: [
          { guard: 'isKnownCopy', actions: ['absorbCopy', 'answerKnown'] },
          { actions: ['appendCopy', 'answerCopy', 'serveReaders'] },
        ],
        endCopy: { actions: ['commitCopy', 'answerEnd', 'serveReaders'] },
        fence: { actions: ['abortLeftOpen', 'answerFence', 'serveReaders'] },
        fetch: [{ guard: 'isReadable', actions: 'answerFetch' }, { actions: 'waitToRead' }],
        retentionOver: { actions: 'expire' },
        forget: { actions: ['recreate', 'serveReaders'] },
        save: { actions: ['saveGroup', 'answerGroup', 'serveWatchers'] },
        restore: { actions: ['welcomeGroup', 'answerRestore'] },
        saveProgress: { actions: ['saveProgress', 'answerProgress'] },
        readProgress: { actions: 'answerProgress' },
        sync: { actions: ['keepSync', 'answerSync', 'serveWatchers'] },
        readGroup: [{ guard: 'hasNews', actions: 'answerNews' }, { actions: 'waitForNews' }],
        checkpoint: { actions: ['keepCheckpoint', 'answerCheckpoint'] },
      },
    },
  },
});
