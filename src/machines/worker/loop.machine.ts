import { createMachine } from 'xstate';

/** The application's poll loop: polls, has the records processed or hands them over, and polls again. Control alone. */
export const loopMachine = createMachine({
  id: 'loop',
  initial: 'down',
  on: {
    failed: { target: '.ended', actions: 'close' },
    threw: [
      { guard: 'closesCleanly', target: '.closing', actions: 'close' },
      { target: '.closing', actions: 'hangUp' },
    ],
    committed: { actions: 'tellWorker' },
    assigned: [{ guard: 'keepsProgressInSink', actions: 'askStored' }],
    revoked: [{ guard: 'dropsLost', actions: 'dropLost' }],
  },
  states: {
    down: { on: { started: { target: 'polling', actions: ['open', 'poll'] } } },
    polling: {
      on: {
        polled: [
          { guard: 'handsOver', actions: ['passOn', 'poll'] },
          { target: 'processing', actions: 'passOn' },
        ],
        processed: {},
      },
    },
    processing: {
      on: {
        processed: { target: 'polling', actions: 'poll' },
      },
    },
    closing: {
      on: {
        closed: { target: 'resting', actions: ['stopWorker', 'rest'] },
        polled: {},
        threw: {},
      },
    },
    resting: {
      on: { rested: { target: 'polling', actions: ['open', 'poll'] }, threw: {} },
    },
    ended: { on: { failed: {}, threw: {}, assigned: {} } },
  },
});
