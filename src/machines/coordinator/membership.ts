/**
 * The group coordinator's part in membership: each completed rebalance raises the generation, and whoever is of an older
 * one may no longer commit. Joining and syncing are told as one request; heartbeats are kept until there is something to
 * say. Sources: ClassicGroup, GroupMetadataManager; KIP-62, KIP-134.
 */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type AssignmentAnswer, type MembershipBody } from '../messages';
import type { CoordinatorData, CoordinatorParameters, Group } from './memory';
import { identityError, type GroupView } from './rules';

/** A new group waits so long for further members: `group.initial.rebalance.delay.ms`, scaled. */
const INITIAL_DELAY_MS = 40;

/** The group as the rules see it. */
export function viewOf({ state, generation, members }: Group): GroupView {
  return {
    state,
    protocol: 'classic',
    generation,
    members: new Map([...members.keys()].map((id) => [id, { instanceId: null }])),
  };
}

/** A member joins. The process that it replaces on its node keeps its place until its session ends. */
export function join(p: CoordinatorParameters, data: CoordinatorData, event: NodeEvent): Effects {
  const { group } = data.durable;
  const { member } = bodyOf<MembershipBody>(event);
  const isNew = !group.members.has(member);
  const replaced = [...group.members].filter(([id, node]) => node === event.from && id !== member).map(([id]) => id);
  group.members.set(member, event.from);
  if (isLateCopy(event) && data.volatile.joins.has(member)) return [];
  data.volatile.joins.set(member, event);
  data.volatile.heartbeats.delete(member);
  const sessions = replaced.map((id): Effect => ({
    do: 'startTimer',
    name: `session ${id}`,
    event: 'sessionExpired',
    delayMs: p.sessionTimeoutMs,
    body: id,
  }));
  const watch: Effects = isNew ? [{ do: 'watch', peer: event.from, silenceMs: p.sessionTimeoutMs }] : [];
  return [...watch, ...sessions, ...rebalance(p, data)];
}

/** From a connection that is gone: an answer to it would reach nobody. */
const isLateCopy = (event: NodeEvent): boolean => event.connection < 0;

/** Begins a rebalance, or ends it when everybody has joined. */
function rebalance(p: CoordinatorParameters, data: CoordinatorData): Effects {
  const { group } = data.durable;
  const begins = group.state === 'Empty' || group.state === 'Stable';
  const isFirst = group.state === 'Empty';
  group.state = 'PreparingRebalance';
  const told = begins ? tellMembers(data) : [];
  if (begins && isFirst) return [...told, deadline(INITIAL_DELAY_MS)];
  if (isComplete(data) && !begins) return [...told, ...complete(p, data)];
  return begins ? [...told, deadline(p.rebalanceTimeoutMs), ...(isComplete(data) ? complete(p, data) : [])] : told;
}

const deadline = (delayMs: number): Effect => ({ do: 'startTimer', name: 'rebalance', event: 'rebalanceDue', delayMs });

const isComplete = ({ durable, volatile: v }: CoordinatorData): boolean =>
  durable.group.generation > 0 && [...durable.group.members.keys()].every((id) => v.joins.has(id));

/** Members learn of a rebalance by the answer to their heartbeat. */
function tellMembers({ volatile: v }: CoordinatorData): Effects {
  const answers = [...v.heartbeats.values()].map((event) => answerHeartbeat(event, 'REBALANCE_IN_PROGRESS'));
  v.heartbeats.clear();
  return answers;
}

function answerHeartbeat(event: NodeEvent, error: string): Effect {
  const { correlation } = bodyOf<MembershipBody>(event);
  const body = { correlation, error };
  return {
    do: 'send',
    message: {
      name: 'HeartbeatResponse',
      to: event.from,
      body,
      records: [],
      about: event.about,
      says: error,
      answers: event,
    },
  };
}

/** Whoever has not joined by now is out; the others get a new generation. */
export function endRebalance(p: CoordinatorParameters, data: CoordinatorData): Effects {
  const { group } = data.durable;
  for (const id of [...group.members.keys()]) if (!data.volatile.joins.has(id)) group.members.delete(id);
  return complete(p, data);
}

function complete(p: CoordinatorParameters, data: CoordinatorData): Effects {
  const { group } = data.durable;
  const { joins } = data.volatile;
  if (joins.size === 0) {
    group.state = 'Empty';
    return [{ do: 'stopTimer', name: 'rebalance' }];
  }
  group.generation += 1;
  group.state = 'Stable';
  const owners = [...joins.keys()];
  const answers = owners.map((id, place) =>
    answerJoin(joins.get(id)!, group.generation, shareOf(p.partitions, owners.length, place)),
  );
  joins.clear();
  const fact = note(
    { kind: 'assign', member: '', generation: group.generation, partitions: [] },
    { as: `generation ${group.generation}`, durable: true },
  );
  return [{ do: 'stopTimer', name: 'rebalance' }, fact, ...answers];
}

/** Partitions dealt out in turn: the range assignor of one topic. */
function shareOf(partitions: number, members: number, place: number): readonly number[] {
  return Array.from({ length: partitions }, (_, partition) => partition).filter(
    (partition) => partition % members === place,
  );
}

function answerJoin(event: NodeEvent, generation: number, partitions: readonly number[]): Effect {
  const { correlation } = bodyOf<MembershipBody>(event);
  const body: AssignmentAnswer = { correlation, error: 'NONE', generation, partitions };
  const says = `generation ${generation}${partitions.length === 0 ? ', no partition' : `, partition ${partitions.join(', ')}`}`;
  return {
    do: 'send',
    message: { name: 'JoinGroupResponse', to: event.from, body, records: [], about: event.about, says, answers: event },
    relies: [`generation ${generation}`],
  };
}

/** A heartbeat of this generation waits; any other is answered at once. */
export function heartbeat({ durable, volatile: v }: CoordinatorData, event: NodeEvent): Effects {
  const { member, generation } = bodyOf<MembershipBody>(event);
  const error = heartbeatError(durable.group, member, generation);
  if (error !== 'NONE') return [answerHeartbeat(event, error)];
  v.heartbeats.set(member, event);
  return [];
}

function heartbeatError(group: Group, member: string, generation: number): string {
  const identity = identityError(viewOf(group), { member, instanceId: null });
  if (identity !== 'NONE') return identity;
  if (generation !== group.generation) return 'ILLEGAL_GENERATION';
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}

/** A session is over: the member is out, and the others share its partitions. */
export function expire(p: CoordinatorParameters, data: CoordinatorData, member: string): Effects {
  const { group } = data.durable;
  if (!group.members.delete(member)) return [];
  data.volatile.joins.delete(member);
  data.volatile.heartbeats.delete(member);
  if (group.members.size > 0) return rebalance(p, data);
  group.state = 'Empty';
  return [];
}

/** All members on a node whose silence lasted as long as a session. */
export function expireNode(p: CoordinatorParameters, data: CoordinatorData, node: string): Effects {
  const silent = [...data.durable.group.members].filter(([, at]) => at === node).map(([id]) => id);
  return silent.flatMap((id) => expire(p, data, id));
}
