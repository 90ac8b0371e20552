/**
 * The KafkaConsumer, as a part of the process that uses it: position and committed offset are two things. The position
 * advances when a poll returns records; the committed offset is read only when a partition is assigned.
 * Source: Kafka's KafkaConsumer, ConsumerCoordinator, SubscriptionState and Fetcher classes.
 */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effects,
  type Guard,
  type NodeEvent,
} from '../../engine/contracts';
import { bodyOf, type AssignmentAnswer, type FetchAnswer, type OffsetFetchAnswer } from '../messages';
import type { Closing, Offsets, Outcome } from './api';
import * as committing from './committing';
import * as connecting from './connecting';
import { consumerMachine } from './consumer.machine';
import * as fetching from './fetching';
import * as membership from './membership';
import { freshMemory, isError, type ConsumerData, type ConsumerMemory, type ConsumerParameters } from './memory';
import * as questions from './questions';

/** A consumer's role: the part of a node called `CONSUMER_PART`. */
export function consumerRole(p: ConsumerParameters): AnyRole {
  return asAnyRole<ConsumerData>({
    chart: consumerMachine,
    guards: { ...connecting.guardsOf(p), ...readingGuards(p), ...groupGuards(p) },
    actions: { ...connecting.actionsOf(p), ...readingActions(p), ...groupActions(p), ...lifeActions(p) },
    birth: () => ({ durable: undefined, unflushed: undefined, volatile: freshMemory(p, 1) }),
    rebirth: ({ volatile }) => ({
      durable: undefined,
      unflushed: undefined,
      volatile: freshMemory(p, volatile.life + 1),
    }),
  });
}

type Guards = Readonly<Record<string, Guard<ConsumerData>>>;
type Actions = Readonly<Record<string, Action<ConsumerData>>>;

function readingGuards(p: ConsumerParameters): Guards {
  const isOutOfRange: Guard<ConsumerData> = (_, event) => bodyOf<FetchAnswer>(event).error === 'OFFSET_OUT_OF_RANGE';
  return {
    isRefusedByBroker: (_, event) => membership.isRefused(event),
    isOutOfRange,
    isOutOfRangeForGood: (data, event, now) => p.reset === 'none' && isOutOfRange(data, event, now),
    bringsRecords: ({ volatile: v }, event) =>
      fetching.partitionOf(v, event) !== undefined && fetching.bringsRecords(event, p),
    hasBuffered: ({ volatile: v }) => v.buffered.length > 0,
    hasPartitions: ({ volatile: v }) => v.assigned.size > 0,
    lacksOffsets: (_, event) => committing.lacksOffset(p, bodyOf<OffsetFetchAnswer | Offsets>(event).offsets),
  };
}

function groupGuards(p: ConsumerParameters): Guards {
  const mustRevoke = (v: ConsumerMemory, event: NodeEvent): boolean =>
    p.protocol === 'cooperative' && membership.toRevoke(v, bodyOf<AssignmentAnswer>(event)).length > 0;
  return {
    isRefused: (_, event) => membership.isRefused(event),
    isRefusedForNow: (_, event) => committing.isPassing(membership.errorIn(event)),
    isOfApp: ({ volatile: v }, event) => questions.questionOf(v, event)?.key === 'commit',
    isInBackground: ({ volatile: v }, event) => questions.questionOf(v, event)?.key === 'autoCommit',
    isFencedAnswer: (_, event) => membership.errorIn(event) === 'FENCED_INSTANCE_ID',
    isUnknownMember: (_, event) => membership.errorIn(event) === 'UNKNOWN_MEMBER_ID',
    isShutOut: ({ volatile: v }) => v.shutOut !== '',
    isDenied: (_, event) => committing.isDenial(membership.errorIn(event)),
    isAssigned: (_, event) => bodyOf<AssignmentAnswer>(event).partitions.length > 0,
    mustRevoke: ({ volatile: v }, event) => mustRevoke(v, event),
    isLost: ({ volatile: v }) => v.rejoin === 'lost',
    isLossOrEager: (_, event) => p.protocol === 'eager' || committing.isLoss(membership.errorIn(event)),
    isLostOrEager: ({ volatile: v }) => p.protocol === 'eager' || v.rejoin === 'lost',
    asksAppBeforeJoin: ({ volatile: v }) => p.appCommitsBeforeRevoke && p.protocol === 'eager' && v.assigned.size > 0,
    mustAskAppAndRevoke: ({ volatile: v }, event) => p.appCommitsBeforeRevoke && mustRevoke(v, event),
    isRejoinDue: ({ volatile: v }) => v.rejoin !== '' || v.shutOut !== '',
    isCooperative: () => p.protocol === 'cooperative',
    isJoinOpen: ({ volatile: v }) => v.joined !== undefined || questions.isOpen(v, 'join'),
    isStatic: () => p.instanceId !== '',
    isOutOfGroup: ({ volatile: v }) => committing.isOutOfGroup(v, p),
    owesLastCommit: ({ volatile: v }) => committing.owesLastCommit(v, p),
    isAbrupt: (_, event) => !bodyOf<Closing>(event).cleanly,
  };
}

function readingActions(p: ConsumerParameters): Actions {
  return {
    fetch: ({ volatile: v }) => fetching.sendFetches(v, p),
    buffer: ({ volatile: v }, event) => fetching.buffer(v, p, event),
    handOut: ({ volatile: v }) => fetching.handOut(v, p),
    askReset: ({ volatile: v }, event) => {
      const one = fetching.partitionOf(v, event);
      return one === undefined ? questions.close(v, event) : fetching.askReset(v, p, one);
    },
    takeReset: ({ volatile: v }, event) => fetching.takeReset(v, p, event),
    seek: ({ volatile: v }, event) => committing.placeAll(v, p, bodyOf<Offsets>(event).offsets, 'sink'),
    forgetPositions: ({ volatile: v }) => fetching.forgetPositions(v),
    askPosition: ({ volatile: v }) => committing.askCommitted(v, p),
    takeCommitted: ({ volatile: v }, event) => committing.takeCommitted(v, p, event),
    commitForApp: ({ volatile: v }, event) => committing.commitForApp(v, p, event),
    refuseCommit: ({ volatile: v }, event) => committing.refuseCommit(v, p, event),
    finishCommit: ({ volatile: v }, event) => committing.finishCommit(v, p, event),
    commitLast: ({ volatile: v }) => committing.commitLast(v, p),
    autoCommit: ({ volatile: v }) => committing.commitIfDue(v, p),
    markAutoCommitDue: ({ volatile: v }) => {
      v.autoCommit = 'due';
      return [];
    },
  };
}

function groupActions(p: ConsumerParameters): Actions {
  return {
    join: ({ volatile: v }) => membership.join(v, p),
    assignAll: ({ volatile: v }) => membership.assignAll(v, p),
    takeAssignment: ({ volatile: v }, event) => membership.takeAssignment(v, p, event),
    beatHeart: ({ volatile: v }) => membership.beatHeart(v, p),
    askApp: () => [{ do: 'raise', event: 'revoking', part: p.app }],
    beatIfSilent: ({ volatile: v }, _, now) => membership.beatIfSilent(v, p, now),
    giveUpAll: ({ volatile: v }) => membership.giveUpAll(v, p),
    markRejoin: ({ volatile: v }, event) =>
      isError(membership.errorIn(event)) ? membership.markRejoin(v, p, event) : [],
    becomeAnother: ({ volatile: v }) => membership.loseGeneration(v, p, true),
    loseMembership: ({ volatile: v }) => membership.loseGeneration(v, p, true),
    stopHeartbeats: ({ volatile: v }) => membership.stopHeartbeats(v, p),
    leave: ({ volatile: v }) => membership.leave(v, p),
    waitForPoll: ({ volatile: v }) => [...membership.startPollInterval(p), ...committing.startInterval(v, p)],
    stopWaiting: () => (p.joinsGroup ? [membership.stopPollInterval] : []),
    keepJoined: ({ volatile: v }, event) => {
      v.joined = bodyOf<AssignmentAnswer>(event);
      return questions.close(v, event);
    },
    raiseJoined: ({ volatile: v }) => {
      const body = v.joined;
      v.joined = undefined;
      return body === undefined ? [] : [{ do: 'raise', event: 'joined', body }];
    },
    raiseRejoin: ({ volatile: v }) => (v.rejoin === '' && v.shutOut === '' ? [] : [{ do: 'raise', event: 'rejoin' }]),
    raiseBuffered: () => [{ do: 'raise', event: 'buffered' }],
    raisePoll: () => [{ do: 'raise', event: 'appPoll' }],
  };
}

function lifeActions(p: ConsumerParameters): Actions {
  const fail = (error: string): Effects => {
    const body: Outcome = { error };
    return [
      note({ kind: 'exception', error, records: [], leadsTo: 'end' }),
      { do: 'raise', event: 'failed', part: p.app, body },
    ];
  };
  return {
    hangUp: ({ volatile: v }) => connecting.hangUp(v),
    forgetAll: (data) => {
      data.volatile = freshMemory(p, data.volatile.life + 1);
      return [];
    },
    tellClosed: () => [{ do: 'raise', event: 'closed', part: p.app }],
    throwNoOffset: () => fail('NoOffsetForPartitionException'),
    throwOutOfRange: () => fail('OffsetOutOfRangeException'),
    throwFenced: () => fail('FencedInstanceIdException'),
    throwShutOut: ({ volatile: v }) => fail(v.shutOut),
    throwDenied: (_, event) =>
      fail(
        membership.errorIn(event).startsWith('TOPIC') ? 'TopicAuthorizationException' : 'GroupAuthorizationException',
      ),
  };
}
