import { createMachine } from 'xstate';

/** The coordinator of transactions and of the consumer group, as one node. Control alone; its decisions are in `rules/`. */
export const coordinatorMachine = createMachine({
  id: 'coordinator',
  initial: 'down',
  states: {
    down: { on: { started: { target: 'active', actions: ['connectController', 'resumeTimeouts'] } } },
    active: {
      on: {
        JoinGroupRequest: { actions: 'join' },
        HeartbeatRequest: { actions: 'heartbeat' },
        rebalanceDue: { actions: 'endRebalance' },
        sessionExpired: { actions: 'expireMember' },
        peerSilent: { actions: 'expireNode' },
        OffsetCommitRequest: { actions: 'commitOffset' },
        OffsetFetchRequest: { actions: 'answerOffset' },
        InitProducerIdRequest: [{ guard: 'isPlainProducer', actions: 'giveProducerId' }, { actions: 'initProducerId' }],
        AddPartitionsToTxnRequest: { actions: 'addPartitions' },
        EndTxnRequest: { actions: 'endTransaction' },
        logAppended: { actions: 'applyAppended' },
        WriteTxnMarkersResponse: { actions: 'noteMarker' },
        markersDue: { actions: 'sendMarkers' },
        transactionTimedOut: { actions: 'abortTimedOut' },
        accepted: [{ guard: 'isLeader', actions: 'sendMarkers' }],
        connected: { actions: 'askAgain' },
        MetadataResponse: { actions: 'followLeader' },
        disconnected: [
          { guard: 'isController', actions: 'reconnect' },
          { guard: 'isLeader', actions: 'doubtLeader' },
        ],
      },
    },
  },
});
