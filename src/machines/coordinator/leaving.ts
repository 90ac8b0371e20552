/**
 * Members say that they live, leave, or are given up when nothing was heard of them for a session. One heartbeat stands for
 * all: it is kept until there is something to say (decision 0006). Sources: GroupMetadataManager; KIP-62, KIP-345.
 */
import type { Action, Effect, Effects, Guard, NodeEvent, RightBody } from '../../engine/contracts';
import type { KafkaError } from '../log/rules/errors';
import { bodyOf, type MembershipBody } from '../messages';
import { groupOf, identityOf, startSessions } from './joining';
import type { CoordinatorData, CoordinatorParameters, LiveGroup } from './memory';
import { answerError } from './replying';
import * as rules from './rules';

const heartbeatError = (data: CoordinatorData, event: NodeEvent): KafkaError =>
  rules.judgeHeartbeat(groupOf(data, bodyOf<MembershipBody>(event).group), identityOf(event));

const leaveError = (data: CoordinatorData, event: NodeEvent): KafkaError =>
  rules.judgeLeave(groupOf(data, bodyOf<MembershipBody>(event).group), identityOf(event));

export const guards: Readonly<Record<string, Guard<CoordinatorData>>> = {
  isHeartbeatRefused: (data, event) => heartbeatError(data, event) !== 'NONE',
  isLeaveRefused: (data, event) => leaveError(data, event) !== 'NONE',
  isStillMissing: ({ volatile: v }, event) => v.group.missing.has(event.body as string),
  isOfMembers: ({ volatile: v }, event) =>
    bodyOf<RightBody>(event).nodes.some((node) => membersAt(v.group, node).length > 0),
  hasMembersThere: ({ volatile: v }, event) => membersAt(v.group, event.from).length > 0,
};

export function actionsOf(p: CoordinatorParameters): Record<string, Action<CoordinatorData>> {
  return {
    keepHeartbeat: ({ volatile: v }, event) => keepHeartbeat(v.group, event),
    refuseHeartbeat: (data, event) => [answerError(event, heartbeatError(data, event))],
    leave: ({ volatile: v }, event) => leave(v.group, event),
    refuseLeave: (data, event) => [answerError(event, leaveError(data, event))],
    startSessions: ({ volatile: v }, event) => startSessions(p, v.group, event.from),
    expectMembers: ({ volatile: v }) => expectMembers(p, v.group),
    expireMember: ({ volatile: v }, event) => remove(v.group, event.body as string),
    expireNode: ({ volatile: v }, event) => membersAt(v.group, event.from).flatMap((id) => remove(v.group, id)),
    dismissMembers: ({ volatile: v }, event) =>
      bodyOf<RightBody>(event).nodes.flatMap((node) => dismiss(p, v.group, node)),
    becomeEmpty: (data) => becomeEmpty(data),
  };
}

const membersAt = (group: LiveGroup, node: string): string[] =>
  [...group.members].filter(([, member]) => member.node === node).map(([id]) => id);

/** A heartbeat of this generation waits; the member is heard of. */
function keepHeartbeat(group: LiveGroup, event: NodeEvent): Effects {
  const { member } = bodyOf<MembershipBody>(event);
  group.heartbeats.set(member, event);
  group.missing.delete(member);
  return [{ do: 'stopTimer', name: `session ${member}` }];
}

/** Its heartbeats are refused from now on: it learns it by the next one, and the group waits for the end of its session. */
function dismiss(p: CoordinatorParameters, group: LiveGroup, node: string): Effects {
  const refused = membersAt(group, node).flatMap((member) => {
    const heartbeat = group.heartbeats.get(member);
    group.heartbeats.delete(member);
    return heartbeat === undefined ? [] : [answerError(heartbeat, 'GROUP_AUTHORIZATION_FAILED')];
  });
  return [...refused, ...startSessions(p, group, node)];
}

/** It goes by itself, because its application did not poll for too long or was closed. */
function leave(group: LiveGroup, event: NodeEvent): Effects {
  return [...remove(group, bodyOf<MembershipBody>(event).member), answerError(event, 'NONE')];
}

/** A member less: the others will share its partitions. */
function remove(group: LiveGroup, member: string): Effects {
  group.members.delete(member);
  group.joins.delete(member);
  group.heartbeats.delete(member);
  group.missing.delete(member);
  return [{ do: 'stopTimer', name: `session ${member}` }];
}

/** A new coordinator gives the members that its log names a whole session to be heard of. */
function expectMembers(p: CoordinatorParameters, group: LiveGroup): Effects {
  const nodes = [...new Set([...group.members.values()].map(({ node }) => node))];
  const watches = nodes.map((peer): Effect => ({ do: 'watch', peer, silenceMs: p.sessionTimeoutMs }));
  return [...watches, ...nodes.flatMap((node) => startSessions(p, group, node))];
}

/** Nobody is left: the group's record says so. */
function becomeEmpty({ volatile: v, durable }: CoordinatorData): Effects {
  const { group } = v;
  group.state = 'Empty';
  group.generation += 1;
  group.overdue = false;
  durable.group = { name: group.name, generation: group.generation, members: new Map() };
  return [{ do: 'stopTimer', name: 'rebalance' }];
}
