/** Membership of groups: what the rules decide about who joins, beats and leaves is done here, and rebalances with it. */
import {
  absentMembers,
  holderOf,
  judgeConsumerJoin,
  judgeHeartbeat,
  judgeJoin,
  judgeLeave,
  type JoinVerdict,
  type MemberRequest,
} from '../../machines/coordinator/rules';
import type { KafkaError } from '../../machines/log/rules';
import type { Fields, Step } from './caseFile';
import { groupOf, viewOf } from './groupState';
import { settingOf, type Group, type Later, type World } from './world';

const INITIAL_DELAY_MS = 3_000;
const REBALANCE_MS = 300_000;
const SESSION_MS = 45_000;

const askedOf = (step: Step): MemberRequest => ({
  member: step.member ?? '',
  generation: step.generation ?? -1,
  instanceId: step.instanceId ?? null,
});

const answerOf = (error: KafkaError, generation: number): Fields => ({
  error,
  generation: error === 'NONE' ? generation : -1,
});

/** JoinGroup and SyncGroup as one: answered when the rebalance is over. */
export function join(world: World, step: Step): Later {
  const asked = askedOf(step);
  const group = groupOf(world, step.group ?? '');
  if (group.protocol === 'consumer') return { answer: joinConsumers(world, group, asked) };
  const verdict = judgeJoin(viewOf(group), joinOf(group, asked), true);
  if (verdict.verdict === 'refuse') return { answer: answerOf(verdict.error, -1) };
  const name = asked.member === '' ? freshName(group, asked.instanceId ?? '') : asked.member;
  return admit(world, group, name, asked.instanceId, verdict);
}

/**
 * A case names its members itself: an id that the group has not had yet is one that the coordinator has just given out
 * (KIP-394), any other is what its owner claims to be. No case says what a member subscribes to: it is what it was.
 */
function joinOf(group: Group, asked: MemberRequest): MemberRequest {
  const isNew = !group.past.has(asked.member) && !group.members.has(asked.member);
  return { ...asked, generation: isNew ? -1 : Math.max(0, asked.generation) };
}

function admit(world: World, group: Group, name: string, instanceId: string | null, verdict: JoinVerdict): Later {
  if (verdict.verdict === 'replace') replace(world, group, verdict.holder, name);
  if (verdict.verdict === 'add') addMember(world, group, name, instanceId);
  const goesOn = verdict.verdict === 'asItStands' || (verdict.verdict === 'replace' && !verdict.rebalances);
  if (goesOn) return { answer: answerOf('NONE', group.generation) };
  const later: Later = { answer: undefined };
  group.joins.set(name, later);
  rebalance(world, group);
  return later;
}

/** A static member that comes without a member id is given one. */
function freshName(group: Group, instanceId: string): string {
  let count = 1;
  while (group.members.has(`${instanceId}-${count}`) || group.past.has(`${instanceId}-${count}`)) count += 1;
  return `${instanceId}-${count}`;
}

function addMember(world: World, group: Group, name: string, instanceId: string | null): void {
  group.members.set(name, { instanceId, epoch: group.generation, lastSeenMs: world.now });
  if (group.gathering === 'quiet') group.gathering = 'cameSince';
}

/** Another process of the same static instance: the one before is shut out. It keeps the place in the order. */
function replace(world: World, group: Group, old: string, name: string): void {
  const members = [...group.members];
  group.members.clear();
  for (const [each, member] of members)
    group.members.set(each === old ? name : each, each === old ? { ...member, lastSeenMs: world.now } : member);
  group.past.add(old);
  const waiting = group.joins.get(old);
  if (waiting !== undefined) waiting.answer = answerOf('FENCED_INSTANCE_ID', -1);
  group.joins.delete(old);
}

/** Begins a rebalance, or ends it when everybody has joined. */
function rebalance(world: World, group: Group): void {
  if (group.state === 'Empty') {
    group.gathering = 'quiet';
    group.deadlineMs = world.now + settingOf(world, 'group.initial.rebalance.delay.ms', INITIAL_DELAY_MS);
  } else if (group.state !== 'PreparingRebalance') {
    group.deadlineMs = world.now + rebalanceTimeoutOf(world);
  }
  group.state = 'PreparingRebalance';
  if (group.gathering === 'no' && [...group.members.keys()].every((name) => group.joins.has(name)))
    complete(world, group);
}

/** Whoever has joined is of the new generation. */
function complete(world: World, group: Group): void {
  group.generation += 1;
  group.state = group.members.size === 0 ? 'Empty' : 'Stable';
  group.deadlineMs = -1;
  group.gathering = 'no';
  for (const later of group.joins.values()) later.answer = answerOf('NONE', group.generation);
  group.joins.clear();
  for (const member of group.members.values()) member.lastSeenMs = world.now;
}

/** A rebalance's time is over: whoever has not joined is out, static members aside. A new group waits on while members keep coming. */
function meetDeadline(world: World, group: Group): void {
  if (group.gathering === 'cameSince') {
    group.gathering = 'quiet';
    group.deadlineMs = world.now + settingOf(world, 'group.initial.rebalance.delay.ms', INITIAL_DELAY_MS);
    return;
  }
  for (const name of absentMembers(group.members, new Set(group.joins.keys()))) shutOut(group, name);
  if (group.joins.size > 0 || group.members.size === 0) complete(world, group);
  else group.deadlineMs = world.now + rebalanceTimeoutOf(world);
}

const rebalanceTimeoutOf = (world: World): number => settingOf(world, 'max.poll.interval.ms', REBALANCE_MS);

function shutOut(group: Group, name: string): void {
  group.members.delete(name);
  group.past.add(name);
}

/** A member is gone: the others share what it had. */
function afterLeaving(world: World, group: Group): void {
  if (group.protocol === 'consumer') {
    group.generation += 1;
    settleConsumers(group);
  } else if (
    group.state === 'Stable' ||
    group.state === 'CompletingRebalance' ||
    group.state === 'PreparingRebalance'
  ) {
    rebalance(world, group);
  }
}

/** Heartbeat. With the consumer protocol its answer brings the member to the group's epoch. */
export function heartbeat(world: World, step: Step): Fields {
  const asked = askedOf(step);
  const group = world.groups.get(step.group ?? '');
  const error = judgeHeartbeat(group === undefined ? undefined : viewOf(group), asked);
  const member = group?.members.get(asked.member);
  if (group === undefined || member === undefined) return answerOf(error, -1);
  if (error === 'NONE' || error === 'REBALANCE_IN_PROGRESS') member.lastSeenMs = world.now;
  if (error === 'NONE' && group.protocol === 'consumer') {
    member.epoch = group.generation;
    settleConsumers(group);
  }
  return answerOf(error, group.generation);
}

/** LeaveGroup. */
export function leave(world: World, step: Step): Fields {
  const asked = askedOf(step);
  const group = world.groups.get(step.group ?? '');
  const error = judgeLeave(group === undefined ? undefined : viewOf(group), asked);
  if (group === undefined || error !== 'NONE') return answerOf(error, -1);
  const name = asked.member === '' ? (holderOf(viewOf(group), asked.instanceId ?? '') ?? '') : asked.member;
  const waiting = group.joins.get(name);
  if (waiting !== undefined) waiting.answer = answerOf('UNKNOWN_MEMBER_ID', -1);
  group.joins.delete(name);
  group.members.delete(name);
  afterLeaving(world, group);
  return answerOf('NONE', group.generation);
}

/** The consumer protocol's join is a heartbeat with epoch 0: it never waits for the others. */
function joinConsumers(world: World, group: Group, asked: MemberRequest): Fields {
  const error = judgeConsumerJoin(viewOf(group), asked);
  if (error !== 'NONE') return answerOf(error, -1);
  const known = group.members.get(asked.member);
  if (known === undefined) {
    group.generation += 1;
    addMember(world, group, asked.member, asked.instanceId);
  } else known.lastSeenMs = world.now;
  const member = group.members.get(asked.member);
  if (member !== undefined) member.epoch = group.generation;
  settleConsumers(group);
  return answerOf('NONE', group.generation);
}

function settleConsumers(group: Group): void {
  const behind = [...group.members.values()].some(({ epoch }) => epoch < group.generation);
  group.state = group.members.size === 0 ? 'Empty' : behind ? 'Reconciling' : 'Stable';
}

const sessionOf = (world: World, group: Group): number =>
  settingOf(
    world,
    group.protocol === 'classic' ? 'session.timeout.ms' : 'group.consumer.session.timeout.ms',
    SESSION_MS,
  );

/** When something happens to a group by itself. */
export function nextGroupMs(world: World, group: Group): number | undefined {
  if (world.coordinatorHost < 0) return undefined;
  const sessions = [...group.members]
    .filter(([name]) => !group.joins.has(name))
    .map(([, { lastSeenMs }]) => lastSeenMs + sessionOf(world, group));
  const times = group.deadlineMs < 0 ? sessions : [...sessions, group.deadlineMs];
  return times.length === 0 || group.state === 'Dead' ? undefined : Math.min(...times);
}

/** Sessions that are over, and a rebalance whose time is. */
export function passGroupTime(world: World, group: Group): void {
  for (const [name, { lastSeenMs }] of [...group.members]) {
    if (group.joins.has(name) || world.now < lastSeenMs + sessionOf(world, group)) continue;
    shutOut(group, name);
    afterLeaving(world, group);
  }
  if (group.deadlineMs >= 0 && world.now >= group.deadlineMs) meetDeadline(world, group);
}

/**
 * Another broker takes the group coordinator over: what waits must ask again, members get a fresh session. It knows the last
 * generation that was complete, and no rebalance.
 */
export function failOverGroups(world: World): void {
  for (const group of world.groups.values()) {
    for (const later of group.joins.values()) later.answer = answerOf('NOT_COORDINATOR', -1);
    group.joins.clear();
    group.deadlineMs = -1;
    if (group.gathering !== 'no') group.members.clear();
    group.gathering = 'no';
    for (const member of group.members.values()) member.lastSeenMs = world.now;
    if (group.protocol === 'classic' && group.state !== 'Dead')
      group.state = group.members.size === 0 ? 'Empty' : 'Stable';
  }
}
