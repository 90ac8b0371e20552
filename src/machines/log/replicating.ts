/** Leader and follower: what a follower is sent, how the high watermark moves, who is in sync. */
import type { Effect, Effects, NodeEvent } from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { CONTROLLER, partOf } from '../addresses';
import {
  bodyOf,
  type AlterPartitionBody,
  type ErrorAnswer,
  type PartitionChangeBody,
  type ReplicaFetchAnswer,
  type ReplicaFetchBody,
} from '../messages';
import { answerWaiting, noteWatermark, watchLag } from './answering';
import { copyNotes, truncateNote } from './logNotes';
import { logEnd, type BrokerData, type BrokerParameters, type Follower } from './memory';
import { answerParked } from './reading';
import { beginToLead, copyEntries, cutAtDivergence, freshFollower, moveWatermark, noteFetch } from './replica';
import {
  divergence,
  hasFallenBehind,
  latestEpoch,
  mayRejoinIsr,
  shrinkIsr,
  type EpochEnd,
  type KafkaError,
} from './rules';

/** Moves the high watermark as far as the in-sync replicas allow, and answers everybody who waited for that. */
export function advance(p: BrokerParameters, data: BrokerData): Effects {
  const moved = moveWatermark(p, data);
  return [
    ...(moved ? [noteWatermark(p, data)] : []),
    ...answerWaiting(p, data),
    ...answerParked(p, data),
    ...feedFollowers(p, data),
  ];
}

function feedFollowers(p: BrokerParameters, data: BrokerData): Effects {
  const effects: Effect[] = [];
  data.volatile.replicaFetches.forEach((event, follower) => {
    if (bodyOf<ReplicaFetchBody>(event).offset >= logEnd(data)) return;
    data.volatile.replicaFetches.delete(follower);
    effects.push(answerReplica(p, data, event));
  });
  return effects;
}

/** What a follower has is what it asks for next. */
export function noteFollower(data: BrokerData, event: NodeEvent, now: number): Effects {
  noteFetch(data, event.from, bodyOf<ReplicaFetchBody>(event).offset, now);
  return [];
}

/**
 * A follower gets what it lacks, with the high watermark; who lacks nothing waits. A late copy, whose answer would reach
 * nobody, does not take the place of the request that waits.
 */
export function answerReplicaOrPark(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const { offset } = bodyOf<ReplicaFetchBody>(event);
  if (offset < logEnd(data)) return [answerReplica(p, data, event)];
  if (isLateCopy(event)) return [];
  data.volatile.replicaFetches.set(event.from, event);
  return [];
}

function answerReplica(
  { partition }: BrokerParameters,
  data: BrokerData,
  event: NodeEvent,
  diverging?: EpochEnd,
  error = '',
): Effect {
  const { offset } = bodyOf<ReplicaFetchBody>(event);
  const entries = diverging === undefined && error === '' ? data.unflushed.entries.slice(offset) : [];
  const body: ReplicaFetchAnswer = { error, entries, highWatermark: data.durable.highWatermark, diverging };
  const records = entries.map((entry) => entry.record).filter((record) => record > 0);
  const says =
    error !== ''
      ? error
      : diverging === undefined
        ? `from offset ${offset}`
        : `logs part at offset ${diverging.endOffset}`;
  return {
    do: 'send',
    message: {
      name: 'ReplicaFetchResponse',
      to: event.from,
      body,
      records,
      about: `offset ${offset}`,
      says,
      answers: event,
    },
    relies: entries.length > 0 ? [`append ${partition} ${logEnd(data) - 1}`] : [],
  };
}

/** One of the two has not heard who leads: the follower, or this broker itself. */
export function refuseReplica(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const isAhead = bodyOf<ReplicaFetchBody>(event).leaderEpoch >= data.volatile.leaderEpoch;
  const error: KafkaError = isAhead ? 'UNKNOWN_LEADER_EPOCH' : 'FENCED_LEADER_EPOCH';
  return [answerReplica(p, data, event, undefined, error)];
}

/** Whether the leader has to hear of its election first, so that asking again helps. */
export const isTooEarly = (event: NodeEvent): boolean =>
  bodyOf<ReplicaFetchAnswer>(event).error === 'UNKNOWN_LEADER_EPOCH';

/** Asks the leader again after a while. Source: AbstractFetcherThread, `replica.fetch.backoff.ms`. */
export const fetchLater = (p: BrokerParameters): Effects => [
  { do: 'startTimer', name: 'fetch', event: 'fetchDue', delayMs: p.reconnectBackoffMs },
];

/** Where this follower's log parts from ours, when it does. */
export function divergenceOf(data: BrokerData, event: NodeEvent): EpochEnd | undefined {
  const { offset, lastEpoch } = bodyOf<ReplicaFetchBody>(event);
  if (offset === 0) return undefined;
  const found = divergence(data.unflushed.epochs, lastEpoch, offset, logEnd(data));
  return found === 'none' || found === 'outOfRange' ? undefined : found;
}

export const answerDivergence = (p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects => [
  answerReplica(p, data, event, divergenceOf(data, event)),
];

/** Proposes that a follower that has caught up joins the in-sync set. */
export function proposeJoin(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const { volatile: v, durable } = data;
  const { offset } = bodyOf<ReplicaFetchBody>(event);
  if (v.isr.includes(event.from) || !mayRejoinIsr(offset, durable.highWatermark, v.epochStart)) return [];
  if (v.proposed === undefined) return propose(p, data, [...v.isr, event.from]);
  v.joinNext.add(event.from);
  return [];
}

/** A proposal is answered: who caught up meanwhile, and waits, is next. */
export function proposeNext(p: BrokerParameters, data: BrokerData): Effects {
  const { volatile: v } = data;
  const [next] = [...v.joinNext].flatMap((id) => v.replicaFetches.get(id) ?? []);
  v.joinNext.delete(next?.from ?? '');
  return next === undefined ? [] : proposeJoin(p, data, next);
}

/** A follower that hears that it is not in sync asks its leader again, instead of every `replica.fetch.wait.max.ms`. */
export const fetchIfOut = (p: BrokerParameters, data: BrokerData): Effects =>
  data.volatile.isr.includes(p.id) ? [] : fetchFromLeader(p, data);

/** Proposes an in-sync set without those who have fallen behind; looks again while somebody still lacks something. */
export function proposeShrink(p: BrokerParameters, data: BrokerData, now: number): Effects {
  const { volatile: v } = data;
  const end = logEnd(data);
  const known = (id: string): Follower => v.followers.get(id) ?? freshFollower(0);
  const others = v.isr.filter((id) => id !== p.id);
  const late = others.filter((id) => hasFallenBehind(known(id), end, now + 1, p.lagMaxMs));
  const lacking = others.filter((id) => !late.includes(id) && known(id).logEnd < end);
  v.lagWatched = false;
  const nextDue = lacking.reduce((least, id) => Math.min(least, known(id).lastCaughtUpMs), now) + p.lagMaxMs - now;
  const again = lacking.length > 0 ? watchLag(p, data, nextDue) : [];
  if (late.length === 0) return again;
  if (v.proposed !== undefined) return watchLag(p, data);
  return [...again, ...propose(p, data, late.reduce(shrinkIsr, v.isr))];
}

/** The connection to the controller is new: what was proposed is proposed again, since the answer may be lost. */
export const proposeAgain = (p: BrokerParameters, data: BrokerData): Effects =>
  data.volatile.proposed === undefined ? [] : propose(p, data, data.volatile.proposed);

/** The controller would not have it: who is late is looked at again, and who has caught up asks again by itself. */
export function dropProposal(p: BrokerParameters, data: BrokerData): Effects {
  data.volatile.proposed = undefined;
  return watchLag(p, data);
}

function propose(p: BrokerParameters, { volatile: v }: BrokerData, isr: readonly string[]): Effects {
  v.proposed = isr;
  const body: AlterPartitionBody = { isr, leaderEpoch: v.leaderEpoch };
  return [
    {
      do: 'send',
      message: {
        name: 'AlterPartitionRequest',
        to: CONTROLLER,
        part: partOf(p.partition),
        body,
        records: [],
        about: `isr ${isr.join('+')}`,
        says: `in sync: ${isr.join(', ')}`,
      },
    },
  ];
}

/** Takes the in-sync set over that the controller has written down. A proposal is open until it is answered itself. */
export function takeIsr({ volatile: v }: BrokerData, event: NodeEvent): Effects {
  v.isr = bodyOf<PartitionChangeBody & ErrorAnswer>(event).isr;
  if (event.type === 'AlterPartitionResponse') v.proposed = undefined;
  return [];
}

/** Leads from now on: keeps its whole log, starts at the high watermark that it knew. */
export function beginReign(p: BrokerParameters, data: BrokerData, event: NodeEvent, now: number): Effects {
  const { volatile: v } = data;
  if (event.type === 'PartitionChangeRecord') takeReign(data, event);
  else if (p.replicas.length === 1) v.leaderEpoch = latestEpoch(data.unflushed.epochs) + 1;
  beginToLead(p, data, now);
  return [noteWatermark(p, data), ...advance(p, data), ...watchLag(p, data)];
}

function takeReign({ volatile: v }: BrokerData, event: NodeEvent): void {
  const { leader, leaderEpoch, isr } = bodyOf<PartitionChangeBody>(event);
  v.leader = leader;
  v.leaderEpoch = leaderEpoch;
  v.isr = isr;
}

/** Follows from now on: connects to the leader and copies what it has. */
export function follow(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  if (event.type === 'PartitionChangeRecord') takeReign(data, event);
  const { leader } = data.volatile;
  data.volatile.lagWatched = false;
  const stopped: Effects = ['lag', 'fetch'].map((name): Effect => ({ do: 'stopTimer', name }));
  return leader === '' || leader === p.id ? stopped : [...stopped, { do: 'connect', peer: leader, backoffMs: 0 }];
}

/** Asks the leader for what comes next. Source: AbstractFetcherThread. */
export function fetchFromLeader(p: BrokerParameters, data: BrokerData): Effects {
  const { volatile: v, unflushed } = data;
  v.correlation += 1;
  const offset = logEnd(data);
  const body: ReplicaFetchBody = {
    correlation: v.correlation,
    offset,
    lastEpoch: latestEpoch(unflushed.epochs),
    leaderEpoch: v.leaderEpoch,
  };
  return [
    { do: 'stopTimer', name: 'fetch' },
    {
      do: 'send',
      message: {
        name: 'ReplicaFetchRequest',
        to: v.leader,
        part: partOf(p.partition),
        body,
        records: [],
        about: `offset ${offset}`,
        says: `from offset ${offset}`,
      },
    },
  ];
}

/** Copies what the leader sent, without any test of its own. */
export function copy(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const { entries, highWatermark: leaderMark } = bodyOf<ReplicaFetchAnswer>(event);
  return copyNotes(p, data.unflushed, copyEntries(p, data, entries, leaderMark));
}

/** Cuts what the leader does not have. This is how a record that was acknowledged with acks=1 dies. */
export function truncate(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effects {
  const { diverging } = bodyOf<ReplicaFetchAnswer>(event);
  if (diverging === undefined) return [];
  const { offset, gone } = cutAtDivergence(data, diverging);
  return [truncateNote(p, offset, gone)];
}
