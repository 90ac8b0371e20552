import { createMachine } from 'xstate';

/**
 * One transactional.id at its coordinator: the states of its record in `__transaction_state`. A change is written first and
 * holds when it is replicated; meanwhile the id is in the `pending…` state of that name, where every request is told that
 * another is under way. Control alone; the decisions are in `rules/`.
 */

/** Requests that change nothing here: the rules say what they are answered. */
const answered = {
  InitProducerIdRequest: { actions: 'answer' },
  AddPartitionsToTxnRequest: [{ guard: 'onlyVerifies', actions: 'answerVerification' }, { actions: 'answer' }],
  AddOffsetsToTxnRequest: { actions: 'answer' },
  addOffsets: [{ guard: 'onlyVerifies', actions: 'answerVerification' }, { actions: 'answer' }],
  EndTxnRequest: { actions: 'answer' },
} as const;

const answeredAtOnce = { guard: 'needsNoRecord', actions: 'answer' } as const;

/** Partitions begin a transaction, or join it. */
const adding = {
  AddPartitionsToTxnRequest: [
    { guard: 'onlyVerifies', actions: 'answerVerification' },
    answeredAtOnce,
    { target: 'pendingOngoing', actions: ['noteRecords', 'write'] },
  ],
  AddOffsetsToTxnRequest: [answeredAtOnce, { target: 'pendingOngoing', actions: 'write' }],
  addOffsets: [
    { guard: 'onlyVerifies', actions: 'answerVerification' },
    answeredAtOnce,
    { target: 'pendingOngoing', actions: 'write' },
  ],
} as const;

/** Nothing is known of the id. */
const unheardOf = {
  on: { ...answered, InitProducerIdRequest: [answeredAtOnce, { target: 'pendingEmpty', actions: 'write' }] },
} as const;

/** No transaction is open or being ended. */
const idle = {
  on: {
    ...adding,
    InitProducerIdRequest: [answeredAtOnce, { target: 'pendingEmpty', actions: 'write' }],
    EndTxnRequest: [answeredAtOnce, { target: 'pendingPrepareAbort', actions: ['noteRecords', 'write'] }],
    expire: [{ guard: 'mayExpire', target: 'pendingDead', actions: 'writeTombstone' }],
  },
} as const;

/** The decision is made; markers go to each partition until all have them. */
const marking = {
  ...answered,
  offsetsMarkerDue: { actions: 'markOffsets' },
  markersDue: { actions: 'sendMarkers' },
  markerTimedOut: { actions: 'findLeader' },
  accepted: { actions: 'sendMarkersToPeer' },
  MetadataResponse: [
    { guard: 'isNewLeader', actions: ['takeLeader', 'sendMarkersToLeader'] },
    { actions: 'takeLeader' },
  ],
  disconnected: [{ guard: 'isMarkedLeader', actions: 'findLeader' }],
} as const;

/**
 * An answer to a marker that was not the last one. Refused markers are sent again without end: the broker that should lead may not
 * have heard of it (`TransactionMarkerRequestCompletionHandler`).
 */
const markerAnswers = [
  { guard: 'isMarkerWritten', actions: 'noteMarker' },
  { guard: 'isSomebodyNewer', actions: 'stopMarking' },
  { guard: 'isLeaderElsewhere', actions: ['findLeader', 'sendMarkersLater'] },
  { actions: 'sendMarkersLater' },
] as const;

const completeCommit = { target: 'pendingCompleteCommit', actions: ['noteMarker', 'writeComplete'] } as const;
const completeAbort = { target: 'pendingCompleteAbort', actions: ['noteMarker', 'writeComplete'] } as const;

export const transactionMachine = createMachine({
  id: 'transaction',
  initial: 'loading',
  on: {
    connected: { actions: 'askAgain' },
    MetadataResponse: { actions: 'takeLeader' },
    disconnected: [{ guard: 'isController', actions: 'reconnect' }],
  },
  states: {
    loading: {
      on: {
        InitProducerIdRequest: { actions: 'answerLoading' },
        AddPartitionsToTxnRequest: { actions: 'answerLoading' },
        AddOffsetsToTxnRequest: { actions: 'answerLoading' },
        addOffsets: { actions: 'answerLoading' },
        EndTxnRequest: { actions: 'answerLoading' },
        started: { actions: ['connectController', 'load'] },
        loaded: [
          { guard: 'isUnheardOf', target: 'unknown' },
          { guard: 'wasEmpty', target: 'empty' },
          { guard: 'wasOngoing', target: 'ongoing', actions: 'awaitSweep' },
          { guard: 'wasPrepareCommit', target: 'prepareCommit', actions: 'beginMarking' },
          { guard: 'wasPrepareAbort', target: 'prepareAbort', actions: 'beginMarking' },
          { guard: 'wasCompleteCommit', target: 'completeCommit' },
          { target: 'completeAbort' },
        ],
      },
    },
    unknown: unheardOf,
    pendingEmpty: { on: { ...answered, logAppended: { target: 'empty', actions: ['apply', 'answerAsker'] } } },
    empty: idle,
    pendingOngoing: {
      on: { ...answered, logAppended: { target: 'ongoing', actions: ['apply', 'answerAsker', 'awaitSweep'] } },
    },
    ongoing: {
      on: {
        ...adding,
        InitProducerIdRequest: [answeredAtOnce, { target: 'pendingPrepareAbort', actions: 'write' }],
        EndTxnRequest: [
          answeredAtOnce,
          { guard: 'isCommit', target: 'pendingPrepareCommit', actions: ['noteRecords', 'write'] },
          { target: 'pendingPrepareAbort', actions: ['noteRecords', 'write'] },
        ],
        sweepDue: [{ guard: 'isTimedOut', target: 'pendingPrepareAbort', actions: 'fence' }, { actions: 'awaitSweep' }],
      },
    },
    pendingPrepareCommit: {
      on: {
        ...answered,
        logAppended: {
          target: 'prepareCommit',
          actions: ['reachDecision', 'apply', 'reachDecided', 'answerAsker', 'beginMarking'],
        },
      },
    },
    pendingPrepareAbort: {
      on: {
        ...answered,
        logAppended: {
          target: 'prepareAbort',
          actions: ['reachDecision', 'apply', 'reachDecided', 'answerAsker', 'beginMarking'],
        },
      },
    },
    prepareCommit: {
      on: {
        ...marking,
        WriteTxnMarkersResponse: [
          { guard: 'isOldMarker' },
          { guard: 'isLastMarker', ...completeCommit },
          ...markerAnswers,
        ],
        offsetsMarked: [{ guard: 'isLastMarker', ...completeCommit }, { actions: 'noteMarker' }],
        nothingToMark: completeCommit,
      },
    },
    prepareAbort: {
      on: {
        ...marking,
        WriteTxnMarkersResponse: [
          { guard: 'isOldMarker' },
          { guard: 'isLastMarker', ...completeAbort },
          ...markerAnswers,
        ],
        offsetsMarked: [{ guard: 'isLastMarker', ...completeAbort }, { actions: 'noteMarker' }],
        nothingToMark: completeAbort,
      },
    },
    pendingCompleteCommit: {
      on: {
        ...answered,
        logAppended: { target: 'completeCommit', actions: ['reachCompletion', 'apply', 'reachCompleted', 'forget'] },
      },
    },
    pendingCompleteAbort: {
      on: {
        ...answered,
        logAppended: { target: 'completeAbort', actions: ['reachCompletion', 'apply', 'reachCompleted', 'forget'] },
      },
    },
    completeCommit: idle,
    completeAbort: idle,
    pendingDead: { on: { ...answered, logAppended: { target: 'dead', actions: ['apply', 'bury'] } } },
    dead: unheardOf,
  },
});
