/**
 * A consumer as a member of its group: it joins, holds a generation, learns by its heartbeat that it has to join again, and
 * leaves by itself when the application no longer polls. Sources: ConsumerCoordinator, AbstractCoordinator; KIP-62,
 * KIP-345, KIP-429.
 */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { COORDINATOR, GROUP } from '../addresses';
import { bodyOf, type AssignmentAnswer, type ErrorAnswer, type JoinBody, type MembershipBody } from '../messages';
import type { Partitions, Revoked } from './api';
import { identityOf, isError, type Assigned, type ConsumerMemory, type ConsumerParameters } from './memory';
import { ask, close, drop } from './questions';
import { isDenial, isLoss } from './committing';

/** Joins the group; answered when everybody has joined. Source: JoinGroup and SyncGroup APIs, told as one. */
export function join(v: ConsumerMemory, p: ConsumerParameters): Effects {
  v.rejoin = '';
  const identity = identityOf(v, p);
  const owned = p.protocol === 'cooperative' ? [...v.assigned.keys()] : [];
  const body: Omit<JoinBody, 'correlation'> = { ...identity, protocol: p.protocol, owned };
  const asking = {
    key: 'join',
    name: 'JoinGroupRequest',
    peer: () => COORDINATOR,
    part: GROUP,
    body,
    about: 'join',
    says: `${identity.member} joins`,
    waits: true,
  };
  return [...drop(v, ({ key }) => key === 'heartbeat'), ...ask(v, p, asking, () => join(v, p))];
}

/** The one who assigns partitions to itself has them all. */
export const assignAll = (v: ConsumerMemory, p: ConsumerParameters): Effects => take(v, p, p.partitions);

/** Partitions that it has and will not have any more. */
export const toRevoke = (v: ConsumerMemory, { partitions }: AssignmentAnswer): readonly number[] =>
  [...v.assigned.keys()].filter((partition) => !partitions.includes(partition));

/** A new generation: what is no longer assigned is given up, what is new waits for a position. */
export function takeAssignment(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const answer = bodyOf<AssignmentAnswer>(event);
  const { generation, partitions } = answer;
  v.generation = generation;
  const { member } = identityOf(v, p);
  const fact = note({ kind: 'assign', member, generation, partitions }, { relies: [`generation ${generation}`] });
  const rejoined: Effect = { do: 'raise', event: 'rejoined', part: p.app, body: identityOf(v, p) };
  return [...close(v, event), fact, rejoined, ...giveUp(v, p, toRevoke(v, answer)), ...take(v, p, partitions)];
}

function take(v: ConsumerMemory, p: ConsumerParameters, partitions: readonly number[]): Effects {
  const added = partitions.filter((partition) => !v.assigned.has(partition));
  added.forEach((partition) => v.assigned.set(partition, unplaced(partition, p.appSeeks)));
  const body: Partitions = { partitions: added };
  return added.length === 0 ? [] : [{ do: 'raise', event: 'assigned', part: p.app, body }];
}

const unplaced = (partition: number, appSeeks: boolean): Assigned => ({
  partition,
  awaits: appSeeks ? 'seek' : 'committed',
  position: -1,
  committed: -1,
  buffer: [],
  next: 0,
  bufferEnd: -1,
  fetching: false,
});

/** Whoever owns a partition next starts from its committed offset: what was fetched and not returned is dropped. */
function giveUp(v: ConsumerMemory, p: ConsumerParameters, partitions: readonly number[]): Effects {
  if (partitions.length === 0) return [];
  partitions.forEach((partition) => v.assigned.delete(partition));
  v.buffered = v.buffered.filter((partition) => v.assigned.has(partition));
  const body: Revoked = { partitions, lost: v.rejoin === 'lost' };
  return [
    ...drop(v, ({ partition }) => partitions.includes(partition)),
    ...(v.assigned.size === 0 ? drop(v, ({ key }) => key === 'offsets') : []),
    { do: 'raise', event: 'revoked', part: p.app, body },
  ];
}

/** Everything is given up: before an eager rejoin, or because the group has given it to others already. */
export function giveUpAll(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const ended = drop(v, ({ key }) => key === 'autoCommit' || key === 'lastCommit');
  return [...ended, ...giveUp(v, p, [...v.assigned.keys()])];
}

/** Notes that it has to join again, and whether its partitions are lost. A fenced instance is out for good. */
export function markRejoin(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const error = errorIn(event);
  if (isDenial(error)) {
    // A commit that is denied is the caller's business; without heartbeats it is no member any more.
    if (event.type === 'HeartbeatResponse') v.shutOut = 'GroupAuthorizationException';
    return [];
  }
  if (error === 'FENCED_INSTANCE_ID') v.shutOut = 'FencedInstanceIdException';
  if (!isLoss(error)) {
    if (v.rejoin === '') v.rejoin = 'rebalance';
    return [];
  }
  return loseGeneration(v, p, error !== 'ILLEGAL_GENERATION');
}

/** It is of no generation any more. Whom the group does not know comes back as another member. */
export function loseGeneration(v: ConsumerMemory, p: ConsumerParameters, asAnother: boolean): Effects {
  if (!p.joinsGroup) return [];
  v.rejoin = 'lost';
  v.generation = -1;
  if (asAnother) v.life += 1;
  return drop(v, ({ key }) => key === 'heartbeat');
}

export const errorIn = (event: NodeEvent): string => bodyOf<ErrorAnswer>(event).error;
export const isRefused = (event: NodeEvent): boolean => isError(errorIn(event));

/** One heartbeat stands for all: the coordinator keeps it until there is something to say. */
export function beatHeart(v: ConsumerMemory, p: ConsumerParameters): Effects {
  if (v.generation < 0) return [];
  const body: Omit<MembershipBody, 'correlation'> = identityOf(v, p);
  const says = `generation ${v.generation}`;
  const asking = {
    key: 'heartbeat',
    name: 'HeartbeatRequest',
    peer: () => COORDINATOR,
    part: GROUP,
    body,
    about: says,
    says,
    waits: true,
  };
  return ask(v, p, asking, () => beatHeart(v, p));
}

/**
 * More than a session has gone by since it last did anything, so it may be out of the group without knowing: the heartbeat
 * that is due tells. Whoever was frozen learns in this way, after it has finished what it was doing.
 */
export function beatIfSilent(v: ConsumerMemory, p: ConsumerParameters, now: number): Effects {
  const silentMs = now - v.activeMs;
  v.activeMs = now;
  return silentMs > p.sessionTimeoutMs && v.rejoin === '' ? beatHeart(v, p) : [];
}

/** The application works on a poll: it may take `max.poll.interval.ms` until the next. */
export function startPollInterval(p: ConsumerParameters): Effects {
  return p.joinsGroup
    ? [{ do: 'startTimer', name: POLL, event: 'pollIntervalOver', delayMs: p.maxPollIntervalMs }]
    : [];
}

const POLL = 'max.poll.interval.ms';
export const stopPollInterval: Effect = { do: 'stopTimer', name: POLL };

/** A static member does not leave: it stops its heartbeats, and the group waits for its session. */
export const stopHeartbeats = (v: ConsumerMemory, p: ConsumerParameters): Effects => [
  ...drop(v, ({ key }) => key === 'heartbeat'),
  { do: 'startTimer', name: POLL, event: 'sessionOver', delayMs: p.sessionTimeoutMs },
];

/** Leaves the group; nobody waits for the answer. Source: LeaveGroup API. */
export function leave(v: ConsumerMemory, p: ConsumerParameters): Effects {
  if (!p.joinsGroup || v.generation < 0) return [];
  const identity = identityOf(v, p);
  const body: MembershipBody = { correlation: 0, ...identity };
  return [
    {
      do: 'send',
      message: {
        name: 'LeaveGroupRequest',
        to: COORDINATOR,
        part: GROUP,
        body,
        records: [],
        about: 'leave',
        says: `${identity.member} leaves`,
      },
    },
  ];
}
