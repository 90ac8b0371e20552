import { createMachine } from 'xstate';

/** Somebody who calls a service for each record of the workload, and tries again until it knows, or gives up. Control alone. */
export const callerMachine = createMachine({
  id: 'caller',
  initial: 'down',
  states: {
    down: {
      on: {
        started: [
          { guard: 'needsConnection', target: 'connecting', actions: ['recover', 'expectReplay', 'connect'] },
          { target: 'calling', actions: ['recover', 'expectReplay', 'expectNext', 'send'] },
        ],
      },
    },
    connecting: {
      on: {
        connected: [
          { guard: 'asksFirst', target: 'asking', actions: ['greet', 'ask'] },
          { target: 'calling', actions: ['greet', 'expectNext', 'send'] },
        ],
        recordDue: { actions: ['submit', 'expectNext'] },
        clickDue: { actions: 'submitAgain' },
        retryDue: { actions: 'queueAgain' },
        jobDue: { actions: 'submitAgain' },
        twinDue: { actions: 'submitTwin' },
        replayDue: { actions: 'replay' },
      },
    },
    asking: {
      on: {
        shutOut: { target: 'closed', actions: ['closeDown', 'failDue', 'expectNext'] },
        highest: { target: 'calling', actions: ['takeHighest', 'expectNext', 'send'] },
        recordDue: { actions: ['submit', 'expectNext'] },
        clickDue: { actions: 'submitAgain' },
        retryDue: { actions: 'queueAgain' },
        jobDue: { actions: 'submitAgain' },
        twinDue: { actions: 'submitTwin' },
        replayDue: { actions: 'replay' },
        disconnected: { target: 'connecting', actions: ['queueInFlight', 'connectLater'] },
      },
    },
    calling: {
      on: {
        recordDue: { actions: ['submit', 'expectNext', 'send'] },
        clickDue: { actions: ['submitAgain', 'send'] },
        jobDue: { actions: ['submitAgain', 'send'] },
        twinDue: { actions: ['submitTwin', 'send'] },
        replayDue: { actions: ['replay', 'send'] },
        answer: [
          { guard: 'isStale' },
          { guard: 'isDone', actions: ['reachAck', 'noteDone', 'reachAcked', 'send'] },
          { guard: 'mayRetry', actions: ['retryLater', 'send'] },
          { actions: ['giveUpRefused', 'send'] },
        ],
        attemptTimedOut: [
          { guard: 'mayTryAgain', actions: ['retryLater', 'send'] },
          { actions: ['giveUpUnknown', 'send'] },
        ],
        shutOut: { target: 'closed', actions: ['closeDown', 'failDue', 'expectNext'] },
        retryDue: { actions: ['queueAgain', 'send'] },
        disconnected: { target: 'connecting', actions: ['queueInFlight', 'connectLater'] },
      },
    },
    closed: {
      on: {
        recordDue: { actions: ['failDue', 'expectNext'] },
        attemptTimedOut: { actions: 'giveUpUnknown' },
      },
    },
  },
});
