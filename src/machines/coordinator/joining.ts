/**
 * Members join, and each completed rebalance raises the generation: whoever is of an older one may no longer commit. The
 * leader's assignment takes a short step. Sources: ClassicGroup, GroupMetadataManager; KIP-62, KIP-134, KIP-345, KIP-429.
 */
import { note, type Action, type Effect, type Effects, type Guard, type NodeEvent } from '../../engine/contracts';
import { isLateCopy } from '../connections';
import { bodyOf, type AssignmentAnswer, type JoinBody } from '../messages';
import type { CoordinatorData, CoordinatorParameters, LiveGroup, Member } from './memory';
import { answerError } from './replying';
import * as rules from './rules';

/** A new group waits so long for further members: `group.initial.rebalance.delay.ms`, scaled. */
const INITIAL_DELAY_MS = 40;
/** The answers to JoinGroup, the leader's assignment and its SyncGroup, told as one step. */
const ASSIGNMENT_MS = 2;

/** The group of this name as the rules see it; `undefined`: nobody has ever heard of it, or not for long. */
export function groupOf({ volatile: v, durable }: CoordinatorData, name: string): rules.GroupView | undefined {
  const { group } = v;
  if (group.state === 'Dead') return undefined;
  if (group.name === name) return viewOf(group);
  return durable.offsets.has(name) ? SIMPLE_GROUP : undefined;
}

/** Of a reader that only commits: nobody ever joined. */
const SIMPLE_GROUP: rules.GroupView = { state: 'Empty', protocol: 'classic', generation: 0, members: new Map() };

const viewOf = ({ state, generation, members }: LiveGroup): rules.GroupView => ({
  state,
  protocol: 'classic',
  generation,
  members,
});

export const identityOf = (event: NodeEvent): rules.MemberRequest => {
  const { member, instanceId, generation } = bodyOf<JoinBody>(event);
  return { member, instanceId: instanceId === '' ? null : instanceId, generation };
};

/** What the rules say of a JoinGroup. */
const judge = (data: CoordinatorData, event: NodeEvent): rules.JoinVerdict =>
  rules.judgeJoin(
    groupOf(data, bodyOf<JoinBody>(event).group),
    identityOf(event),
    isUnchanged(data.volatile.group, event),
  );

/** Its subscription is the one of its last join, as when the answer was lost (`ClassicGroupMember.matches`). */
function isUnchanged({ members }: LiveGroup, event: NodeEvent): boolean {
  const { member, protocol, owned, generation } = bodyOf<JoinBody>(event);
  const known = members.get(member);
  if (known === undefined || known.protocol !== protocol || known.ownedIn !== generation) return false;
  return known.owned.length === owned.length && owned.every((partition) => known.owned.includes(partition));
}

export const guards: Readonly<Record<string, Guard<CoordinatorData>>> = {
  isJoinRefused: (data, event) => judge(data, event).verdict === 'refuse',
  isReplacement: (data, event) => judge(data, event).verdict === 'replace',
  keepsItsPlace: (data, event) => {
    const verdict = judge(data, event);
    return verdict.verdict === 'replace' && !verdict.rebalances;
  },
  goesOn: (data, event) => judge(data, event).verdict === 'asItStands',
  hasMembers: ({ volatile: v }) => v.group.members.size > 0,
  isDeserted: ({ volatile: v }) => v.group.members.size === 0,
  isEverybodyIn: ({ volatile: v }) => isEverybodyIn(v.group),
};

const isEverybodyIn = ({ gathering, overdue, joins, members }: LiveGroup): boolean =>
  !gathering && joins.size > 0 && (overdue || [...members.keys()].every((id) => joins.has(id)));

export function actionsOf(p: CoordinatorParameters): Record<string, Action<CoordinatorData>> {
  return {
    admit: (data, event) => admit(p, data, event),
    refuseJoin: (data, event) => refuseJoin(judge(data, event), event),
    replaceMember: (data, event) => replaceMember(data, event),
    gather: ({ volatile: v }) => {
      v.group.state = 'PreparingRebalance';
      v.group.gathering = true;
      return [deadline(INITIAL_DELAY_MS)];
    },
    callMembers: ({ volatile: v }) => callMembers(p, v.group),
    checkMembers: () => [{ do: 'raise', event: 'membersChecked' }],
    dropAbsent: ({ volatile: v }) => dropAbsent(p, v.group),
    beginGeneration: ({ volatile: v }) => beginGeneration(v.group),
    assign: (data) => assign(p, data),
    answerJoins: ({ volatile: v }) => answerJoins(v.group),
    comeToLife: ({ volatile: v }) => {
      v.group.state = 'Empty';
      return [];
    },
  };
}

const refuseJoin = (verdict: rules.JoinVerdict, event: NodeEvent): Effects =>
  verdict.verdict === 'refuse' ? [answerError(event, verdict.error)] : [];

/** A member joins. The process that it follows on its node keeps its place until its session ends. */
function admit(p: CoordinatorParameters, { volatile: v }: CoordinatorData, event: NodeEvent): Effects {
  const { group } = v;
  const { group: name, member, instanceId, owned, generation, protocol } = bodyOf<JoinBody>(event);
  const known = group.members.get(member);
  if (isLateCopy(event) && group.joins.has(member)) return [];
  group.name = name;
  group.members.set(member, {
    node: event.from,
    instanceId: instanceId === '' ? null : instanceId,
    owned,
    ownedIn: generation,
    protocol,
    assigned: known?.assigned ?? [],
  });
  group.joins.set(member, event);
  if (!isLateCopy(event)) group.heartbeats.delete(member);
  group.missing.delete(member);
  const watch: Effects = known ? [] : [{ do: 'watch', peer: event.from, silenceMs: p.sessionTimeoutMs }];
  return [...watch, { do: 'stopTimer', name: sessionOf(member) }, ...startSessions(p, group, event.from, [member])];
}

/** From a connection that is gone: an answer to it would reach nobody. */

const sessionOf = (member: string): string => `session ${member}`;

/** Members of a node of which nothing was heard since their connection broke: their sessions run out from now on. */
export function startSessions(
  p: CoordinatorParameters,
  group: LiveGroup,
  node: string,
  except: readonly string[] = [],
): Effects {
  const silent = [...group.members].filter(
    ([id, member]) => member.node === node && !except.includes(id) && !group.missing.has(id),
  );
  return silent.map(([id]): Effect => {
    group.missing.add(id);
    const delayMs = p.sessionTimeoutMs;
    return { do: 'startTimer', name: sessionOf(id), event: 'sessionExpired', delayMs, body: id };
  });
}

/** A static member came back as a new process: it takes the place over, and the old process is shut out. */
function replaceMember(data: CoordinatorData, event: NodeEvent): Effects {
  const { volatile: v, durable } = data;
  const { group } = v;
  const verdict = judge(data, event);
  if (verdict.verdict !== 'replace') return [];
  const { holder } = verdict;
  const { member } = bodyOf<JoinBody>(event);
  const open = [group.heartbeats.get(holder), group.joins.get(holder)].filter((waiting) => waiting !== undefined);
  takePlace(group.members, holder, member);
  [group.heartbeats, group.joins].forEach((waiting) => waiting.delete(holder));
  group.missing.delete(holder);
  if (group.state === 'Stable') durable.group = recordOf(group);
  return [
    { do: 'stopTimer', name: sessionOf(holder) },
    ...open.map((waiting) => answerError(waiting, 'FENCED_INSTANCE_ID')),
  ];
}

/** Puts one id in the place of another; the order stays. */
function takePlace(members: Map<string, Member>, old: string, id: string): void {
  const all = [...members];
  members.clear();
  all.forEach(([key, member]) => members.set(key === old ? id : key, member));
}

const recordOf = ({ name, generation, members }: LiveGroup): CoordinatorData['durable']['group'] => ({
  name,
  generation,
  members: new Map(members),
});

const deadline = (delayMs: number): Effect => ({ do: 'startTimer', name: 'rebalance', event: 'rebalanceDue', delayMs });

/** A rebalance begins: members learn of it by the answer to their heartbeat, and have so long to join. */
function callMembers(p: CoordinatorParameters, group: LiveGroup): Effects {
  group.state = 'PreparingRebalance';
  const answers = [...group.heartbeats.values()].map((event) => answerError(event, 'REBALANCE_IN_PROGRESS'));
  group.heartbeats.clear();
  return [{ do: 'stopTimer', name: 'assignment' }, ...answers, deadline(p.rebalanceTimeoutMs)];
}

/** Whoever has not joined by now is out, except static members, who have until the end of their session. */
function dropAbsent(_: CoordinatorParameters, group: LiveGroup): Effects {
  const absent = rules.absentMembers(group.members, new Set(group.joins.keys()));
  absent.forEach((id) => {
    group.members.delete(id);
    group.missing.delete(id);
  });
  group.overdue = !group.gathering;
  group.gathering = false;
  return absent.map((id): Effect => ({ do: 'stopTimer', name: sessionOf(id) }));
}

/** Everybody is in: a new generation, whose leader now deals out the partitions. */
function beginGeneration(group: LiveGroup): Effects {
  group.generation += 1;
  group.state = 'CompletingRebalance';
  group.overdue = false;
  return [
    { do: 'stopTimer', name: 'rebalance' },
    { do: 'startTimer', name: 'assignment', event: 'assignmentDue', delayMs: ASSIGNMENT_MS },
  ];
}

/** The leader has dealt out the partitions, and the group's record says so. */
function assign(p: CoordinatorParameters, { volatile: v, durable }: CoordinatorData): Effects {
  const { group } = v;
  const candidates = [...group.members].map(([id, member]): rules.Candidate => ({ id, ...member }));
  const isCooperative = candidates.every(({ id }) => group.members.get(id)?.protocol === 'cooperative');
  const shares = isCooperative
    ? rules.cooperativeAssignment(candidates, p.partitions)
    : rules.rangeAssignment(candidates, p.partitions);
  for (const [id, member] of group.members) group.members.set(id, { ...member, assigned: shares.get(id) ?? [] });
  group.state = 'Stable';
  durable.group = recordOf(group);
  const { generation } = group;
  return [
    note({ kind: 'assign', member: '', generation, partitions: [] }, { as: `generation ${generation}`, durable: true }),
  ];
}

/** Everybody who waits hears the generation and what it owns in it. */
function answerJoins(group: LiveGroup): Effects {
  const answers = [...group.joins].map(([id, event]) =>
    answerJoin(event, group.generation, group.members.get(id)?.assigned ?? []),
  );
  group.joins.clear();
  return answers;
}

function answerJoin(event: NodeEvent, generation: number, partitions: readonly number[]): Effect {
  const { correlation } = bodyOf<JoinBody>(event);
  const body: AssignmentAnswer = { correlation, error: 'NONE', generation, partitions };
  const says = `generation ${generation}${partitions.length === 0 ? ', no partition' : `, partition ${partitions.join(', ')}`}`;
  const { from: to, about } = event;
  return {
    do: 'send',
    message: { name: 'JoinGroupResponse', to, body, records: [], about, says, answers: event },
    relies: [`generation ${generation}`],
  };
}
