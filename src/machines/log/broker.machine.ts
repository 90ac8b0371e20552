import { createMachine } from 'xstate';

/** A broker with one replica of the partition: it leads, or it follows. Control alone; the rules are in `rules/`. */
export const brokerMachine = createMachine({
  id: 'broker',
  initial: 'offline',
  on: {
    disconnected: [{ guard: 'isOwnConnection', actions: 'reconnect' }, { actions: 'forgetClient' }],
    expire: [{ guard: 'isOfProducers', actions: 'expireProducers' }],
    PartitionChangeRecord: [
      { guard: 'isOlderEpoch' },
      { guard: 'isSameReign', actions: 'takeIsr' },
      { guard: 'isNamedLeader', target: '.leader', actions: ['failWaiting', 'beginReign'] },
      { target: '.follower', actions: ['failWaiting', 'failVerifying', 'follow'] },
    ],
  },
  states: {
    offline: {
      on: {
        started: [
          { guard: 'isFirstLeader', target: 'leader', actions: ['connectAll', 'beginReign'] },
          { guard: 'isFirstFollower', target: 'follower', actions: ['connectAll', 'follow'] },
          { guard: 'isAlone', target: 'leader', actions: ['connectAll', 'beginReign'] },
          { target: 'registering', actions: 'connectAll' },
        ],
      },
    },
    registering: {
      on: {
        connected: [{ guard: 'isController', actions: 'register' }],
        ProduceRequest: { actions: 'refuseAsNoLeader' },
        FetchRequest: { actions: 'refuseAsNoLeader' },
        ListOffsetsRequest: { actions: 'refuseAsNoLeader' },
        WriteTxnMarkersRequest: { actions: 'refuseAsNoLeader' },
        ReplicaFetchRequest: { actions: 'refuseReplica' },
      },
    },
    leader: {
      on: {
        // A smaller in-sync set may let the high watermark move at once (`Partition.makeLeader`).
        PartitionChangeRecord: { guard: 'isSameReign', actions: ['takeIsr', 'advance'] },
        connected: [{ guard: 'isController', actions: 'proposeAgain' }],
        ProduceRequest: [
          { guard: 'needsVerification', actions: 'verify' },
          { guard: 'isDuplicate', actions: ['noteDuplicate', 'answerDuplicate'] },
          { guard: 'isRefused', actions: 'refuse' },
          { actions: ['reachAppend', 'append', 'reachAppended', 'answerLeader', 'advance'] },
        ],
        verified: [
          { guard: 'isDuplicate', actions: ['noteDuplicate', 'answerDuplicate'] },
          { guard: 'isRefused', actions: 'refuse' },
          { actions: ['reachAppend', 'append', 'reachAppended', 'answerLeader', 'advance'] },
        ],
        AddPartitionsToTxnResponse: [
          { guard: 'isUnknownVerification' },
          { guard: 'isWorthAskingAgain', actions: 'askAgainLater' },
          { guard: 'isVerificationRefused', actions: 'refuseVerification' },
          { actions: 'raiseVerified' },
        ],
        WriteTxnMarkersRequest: [
          { guard: 'isMarkerRefused', actions: 'refuseMarker' },
          { actions: ['appendMarker', 'advance'] },
        ],
        FetchRequest: [
          { guard: 'isFetchOutOfRange', actions: 'refuseFetch' },
          { guard: 'hasReadable', actions: 'answerFetch' },
          { actions: 'parkFetch' },
        ],
        ListOffsetsRequest: [{ guard: 'isNextUnknown', actions: 'refuseOffset' }, { actions: 'answerOffset' }],
        ReplicaFetchRequest: [
          { guard: 'isOfOtherReign', actions: 'refuseReplica' },
          { guard: 'isDiverging', actions: 'answerDivergence' },
          { actions: ['noteFollower', 'advance', 'answerReplicaOrPark', 'proposeJoin'] },
        ],
        AlterPartitionResponse: [
          { guard: 'isIsrAccepted', actions: ['takeIsr', 'advance', 'proposeNext'] },
          { actions: ['dropProposal', 'advance'] },
        ],
        verifyDue: { actions: 'verifyAgain' },
        produceTimedOut: { actions: 'failWaitingProduce' },
        lagDue: { actions: 'proposeShrink' },
      },
    },
    follower: {
      on: {
        PartitionChangeRecord: { guard: 'isSameReign', actions: ['takeIsr', 'fetchIfOut'] },
        fetchDue: { actions: 'fetchFromLeader' },
        verifyDue: { actions: 'refuseVerifyingDue' },
        connected: [{ guard: 'isLeaderConnection', actions: 'fetchFromLeader' }],
        ReplicaFetchResponse: [
          { guard: 'isOldAnswer' },
          { guard: 'isTooEarly', actions: 'fetchLater' },
          { guard: 'isReplicaRefused' },
          { guard: 'hasDivergence', actions: ['truncate', 'fetchFromLeader'] },
          { actions: ['copy', 'fetchFromLeader'] },
        ],
        ProduceRequest: { actions: 'refuseAsNoLeader' },
        FetchRequest: { actions: 'refuseAsNoLeader' },
        ListOffsetsRequest: { actions: 'refuseAsNoLeader' },
        WriteTxnMarkersRequest: { actions: 'refuseAsNoLeader' },
        ReplicaFetchRequest: { actions: 'refuseReplica' },
      },
    },
  },
});
