import { createMachine } from 'xstate';

/** The controller quorum, as one node: who leads, who is in sync. Control alone. */
export const controllerMachine = createMachine({
  id: 'controller',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'active', actions: 'watchBrokers' } } },
    active: {
      on: {
        accepted: [{ guard: 'owesNews', actions: 'announceTo' }],
        peerSilent: [
          { guard: 'isLeader', actions: ['fence', 'elect', 'announce', 'answerMetadata'] },
          { actions: ['fence', 'shrink', 'announce'] },
        ],
        peerHeard: [
          { guard: 'hasLeader', actions: ['unfence', 'announceTo'] },
          { actions: ['unfence', 'elect', 'announce', 'answerMetadata'] },
        ],
        BrokerRegistrationRequest: [
          {
            guard: 'isLeader',
            actions: ['fence', 'elect', 'unfence', 'electIfLeaderless', 'announce', 'answerMetadata'],
          },
          { guard: 'hasLeader', actions: ['fence', 'shrink', 'unfence', 'announce'] },
          { actions: ['unfence', 'electIfLeaderless', 'announce', 'answerMetadata'] },
        ],
        AlterPartitionRequest: [
          { guard: 'isOfOtherReign', actions: 'refuseAlter' },
          { actions: ['alter', 'answerAlter'] },
        ],
        MetadataRequest: [{ guard: 'knowsLater', actions: 'answerOne' }, { actions: 'park' }],
      },
    },
  },
});
