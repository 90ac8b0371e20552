import { createMachine } from 'xstate';

/** A producer that registers under a name and numbers its messages. Control alone. */
export const namedProducerMachine = createMachine({
  id: 'namedProducer',
  initial: 'down',
  states: {
    down: {
      on: {
        started: [
          { guard: 'isStandby', target: 'standingBy', actions: 'watchOther' },
          { target: 'connecting', actions: 'connect' },
        ],
      },
    },
    standingBy: { on: { peerSilent: { target: 'connecting', actions: 'connect' } } },
    connecting: {
      on: {
        connected: { target: 'registering', actions: 'register' },
        recordDue: { actions: ['submit', 'expectNext'] },
        batchOver: { actions: 'closeBatch' },
        sendTimedOut: { actions: 'giveUp' },
        jobDue: { actions: 'submitAgain' },
      },
    },
    registering: {
      on: {
        registered: [
          { guard: 'isStaleRegistration' },
          { guard: 'isFirstTime', target: 'sending', actions: ['greet', 'number', 'recover', 'expectNext', 'send'] },
          { target: 'sending', actions: ['greet', 'send'] },
        ],
        denied: [
          { guard: 'isStaleRegistration' },
          { guard: 'isFirstTime', target: 'closed', actions: ['noteDenied', 'failDue', 'expectNext'] },
          { actions: 'registerLater' },
        ],
        registerDue: { actions: 'register' },
        recordDue: { actions: ['submit', 'expectNext'] },
        batchOver: { actions: 'closeBatch' },
        sendTimedOut: { actions: 'giveUp' },
        jobDue: { actions: 'submitAgain' },
        channelClosed: { target: 'connecting', actions: ['queueInFlight', 'hangUp'] },
        disconnected: { target: 'connecting', actions: ['queueInFlight', 'connectLater'] },
      },
    },
    sending: {
      on: {
        recordDue: { actions: ['submit', 'expectNext', 'send'] },
        batchOver: { actions: ['closeBatch', 'send'] },
        jobDue: { actions: ['submitAgain', 'send'] },
        sendTimedOut: { actions: ['giveUp', 'send'] },
        stored: [
          { guard: 'isStale' },
          { guard: 'isStored', actions: ['reachAck', 'noteStored', 'reachAcked', 'send'] },
          { guard: 'isReplaced', target: 'closed', actions: 'failAll' },
          { target: 'connecting', actions: ['queueInFlight', 'hangUp'] },
        ],
        channelClosed: { target: 'connecting', actions: ['queueInFlight', 'hangUp'] },
        disconnected: { target: 'connecting', actions: ['queueInFlight', 'connectLater'] },
      },
    },
    closed: { on: { recordDue: { actions: ['failDue', 'expectNext'] } } },
  },
});
