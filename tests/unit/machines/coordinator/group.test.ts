/** The group at its coordinator, driven through the engine. Sources: `GroupMetadataManager`, `ClassicGroup`. */
import { expect, test } from 'vitest';
import type { Fault } from '../../../../src/scenario/scenario';
import type { Trace } from '../../../../src/trace/event';
import { commitOffset, fetchOffset, init, member, PART, runBench, txnCommit } from '../../../support/coordinatorBench';
import { heardBy, pathOf } from '../../../support/scripted';

const join = (atMs: number, id: string, generation = -1, more: object = {}) =>
  member('JoinGroupRequest', atMs, id, generation, more);
const beat = (atMs: number, id: string, generation: number, more: object = {}) =>
  member('HeartbeatRequest', atMs, id, generation, more);
const leave = (atMs: number, id: string, generation: number) => member('LeaveGroupRequest', atMs, id, generation);
const group = (trace: Trace): string[] => pathOf(trace, 'group');
const generations = (trace: Trace): number[] =>
  trace.events.flatMap((event) => (event.kind === 'assign' ? [event.generation] : []));
const said = (trace: Trace, node: string, name: string): string[] =>
  heardBy(trace, node)
    .filter((line) => line.includes(`${name}Response`))
    .map((line) => line.split(`${name}Response `)[1] ?? '');

test('two members gather, share the partitions, and each state of a group is passed', () => {
  const trace = runBench({ client: [join(10, 'a')], others: { other: [join(20, 'b')] } });
  expect(group(trace).filter((edge) => !edge.startsWith('disconnected'))).toEqual([
    'started → loading',
    'loaded → empty',
    'JoinGroupRequest → preparingRebalance',
    'JoinGroupRequest → preparingRebalance',
    'rebalanceDue → preparingRebalance',
    'membersChecked [isEverybodyIn] → completingRebalance',
    'assignmentDue → stable',
  ]);
  expect(said(trace, 'client', 'JoinGroup')).toEqual(['generation 1, partition 0']);
  expect(said(trace, 'other', 'JoinGroup')).toEqual(['generation 1, partition 1']);
});

test('a newcomer calls the members by their heartbeats, and the generation goes up when all have joined', () => {
  const trace = runBench({
    client: [join(10, 'a'), beat(60, 'a', 1), join(120, 'a', 1)],
    others: { other: [join(100, 'b')] },
  });
  expect(said(trace, 'client', 'Heartbeat')).toEqual(['REBALANCE_IN_PROGRESS']);
  expect(generations(trace)).toEqual([1, 2]);
  expect(said(trace, 'client', 'JoinGroup')).toEqual(['generation 1, partition 0, 1', 'generation 2, partition 0']);
});

test('who does not join in time is out (max.poll.interval.ms), and its commit is refused', () => {
  const trace = runBench({
    client: [join(10, 'a'), beat(60, 'a', 1), commitOffset(450, 3, { member: 'a', generation: 1 })],
    others: { other: [join(100, 'b')] },
  });
  expect(said(trace, 'other', 'JoinGroup')).toEqual(['generation 2, partition 0, 1']);
  expect(said(trace, 'client', 'OffsetCommit')).toEqual(['UNKNOWN_MEMBER_ID']);
});

test('while a rebalance is prepared, a member of the old generation may still commit', () => {
  const trace = runBench({
    client: [join(10, 'a'), beat(60, 'a', 1), commitOffset(150, 3, { member: 'a', generation: 1 })],
    others: { other: [join(100, 'b')] },
  });
  expect(said(trace, 'client', 'OffsetCommit')).toEqual(['next is offset 3']);
});

test('a member that leaves makes place at once; a stranger may not leave', () => {
  const trace = runBench({
    client: [join(10, 'a'), leave(90, 'a', 1)],
    others: { other: [join(10, 'b'), beat(60, 'b', 1), join(100, 'b', 1), leave(300, 'x', 2)] },
  });
  expect(said(trace, 'client', 'LeaveGroup')).toEqual(['NONE']);
  expect(said(trace, 'other', 'JoinGroup').at(-1)).toBe('generation 2, partition 0, 1');
  expect(said(trace, 'other', 'LeaveGroup')).toEqual(['UNKNOWN_MEMBER_ID']);
});

test('the last one leaves an empty group, where a simple consumer may commit', () => {
  const trace = runBench({ client: [join(10, 'a'), leave(90, 'a', 1), commitOffset(120, 3)] });
  expect(group(trace)).toContain('membersChecked [isDeserted] → empty');
  expect(said(trace, 'client', 'OffsetCommit')).toEqual(['next is offset 3']);
});

const crash = (node: string, atMs: number, forMs?: number): Fault => ({
  do: 'crash',
  node,
  pin: { atMs },
  ...(forMs === undefined ? {} : { forMs }),
});

test('a process that is gone is a member until its session ends (session.timeout.ms)', () => {
  const trace = runBench({
    client: [join(10, 'a'), beat(60, 'a', 1)],
    others: { other: [join(10, 'b'), beat(60, 'b', 1), join(220, 'b', 1)] },
    faults: [crash('client', 80)],
  });
  const called = heardBy(trace, 'other').find((line) => line.includes('REBALANCE_IN_PROGRESS'));
  expect(Number(called?.split(' ')[0])).toBeGreaterThanOrEqual(180);
  expect(said(trace, 'other', 'JoinGroup').at(-1)).toBe('generation 2, partition 0, 1');
});

test('a process that comes back in time as another member waits for the end of its own old session', () => {
  const trace = runBench({
    client: [join(10, 'a'), beat(60, 'a', 1), join(120, 'a2')],
    faults: [crash('client', 80, 20)],
  });
  const answered = heardBy(trace, 'client')
    .filter((line) => line.includes('JoinGroupResponse'))
    .at(-1);
  expect(answered).toMatch(/generation 2, partition 0, 1$/);
  expect(Number(answered?.split(' ')[0])).toBeGreaterThanOrEqual(180);
});

const STATIC = { instanceId: 'one' };

test('a static member that comes back within its session keeps its place without a rebalance (KIP-345)', () => {
  const trace = runBench({
    client: [join(10, 'a', -1, STATIC), beat(60, 'a', 1, STATIC), join(120, 'a2', -1, STATIC)],
    others: { other: [join(10, 'b'), beat(60, 'b', 1)] },
    faults: [crash('client', 80, 20)],
  });
  expect(group(trace)).toContain('JoinGroupRequest [keepsItsPlace] → stable');
  expect(generations(trace)).toEqual([1]);
  expect(said(trace, 'client', 'JoinGroup')).toEqual(['generation 1, partition 0', 'generation 1, partition 0']);
});

test('a second holder of an instance id shuts the first out (FENCED_INSTANCE_ID)', () => {
  const trace = runBench({
    client: [
      join(10, 'a', -1, STATIC),
      beat(60, 'a', 1, STATIC),
      commitOffset(150, 3, { member: 'a', generation: 1, ...STATIC }),
      join(170, 'a', 1, STATIC),
    ],
    others: { other: [join(100, 'z', -1, STATIC)] },
  });
  expect(said(trace, 'client', 'Heartbeat')).toEqual(['FENCED_INSTANCE_ID']);
  expect(said(trace, 'client', 'OffsetCommit')).toEqual(['FENCED_INSTANCE_ID']);
  expect(said(trace, 'client', 'JoinGroup').at(-1)).toBe('FENCED_INSTANCE_ID');
  expect(said(trace, 'other', 'JoinGroup')).toEqual(['generation 1, partition 0, 1']);
});

test('a static member that misses the rebalance keeps its place until its session ends', () => {
  const trace = runBench({
    client: [join(10, 'a', -1, STATIC), beat(60, 'a', 1, STATIC)],
    others: { other: [join(100, 'b')] },
  });
  expect(said(trace, 'other', 'JoinGroup')).toEqual(['generation 2, partition 1']);
});

test('with the cooperative protocol only what moves is given up, in a second rebalance (KIP-429)', () => {
  const cooperative = { protocol: 'cooperative' };
  const trace = runBench({
    client: [
      join(10, 'a', -1, cooperative),
      beat(60, 'a', 1),
      join(120, 'a', 1, { ...cooperative, owned: [0, 1] }),
      join(140, 'a', 2, { ...cooperative, owned: [0] }),
    ],
    others: { other: [join(100, 'b', -1, cooperative), beat(130, 'b', 2), join(150, 'b', 2, cooperative)] },
  });
  expect(said(trace, 'client', 'JoinGroup')).toEqual([
    'generation 1, partition 0, 1',
    'generation 2, partition 0',
    'generation 3, partition 0',
  ]);
  expect(said(trace, 'other', 'JoinGroup')).toEqual(['generation 2, no partition', 'generation 3, partition 1']);
});

test('the group outlives its coordinator: generation, members and offsets are in its log', () => {
  const trace = runBench({
    client: [
      join(10, 'a'),
      beat(60, 'a', 1),
      commitOffset(70, 4, { member: 'a', generation: 1 }),
      beat(150, 'a', 1),
      commitOffset(160, 5, { member: 'a', generation: 1 }),
      fetchOffset(170),
    ],
    faults: [crash('coordinator', 90, 30)],
  });
  expect(group(trace)).toContain('loaded [hasMembers] → stable');
  expect(said(trace, 'client', 'OffsetCommit')).toEqual(['next is offset 4', 'next is offset 5']);
  expect(said(trace, 'client', 'OffsetFetch')).toEqual(['offset 5']);
});

test('a coordinator that reads its log answers so', () => {
  const trace = runBench({ client: [fetchOffset(68)], faults: [crash('coordinator', 40, 20)] });
  expect(said(trace, 'client', 'OffsetFetch')).toEqual(['COORDINATOR_LOAD_IN_PROGRESS']);
});

test('a member of which the new coordinator hears nothing is out after a session', () => {
  const trace = runBench({
    client: [join(10, 'a'), beat(60, 'a', 1)],
    faults: [crash('coordinator', 90, 30)],
  });
  expect(group(trace)).toContain('sessionExpired [isStillMissing] → preparingRebalance');
  expect(group(trace).at(-1)).toBe('membersChecked [isDeserted] → empty');
});

const expire = (target: string, atMs: number): Fault => ({ do: 'expire', target, atMs });
const targets = { offsets: ['coordinator'], 'transactional.id': ['coordinator'] };

test('an empty group whose offsets expire is dead, and a commit brings it to life', () => {
  const trace = runBench({
    client: [commitOffset(10, 3), fetchOffset(30), commitOffset(40, 1)],
    faults: [expire('offsets', 20)],
    targets,
  });
  expect(said(trace, 'client', 'OffsetFetch')).toEqual(['none committed']);
  expect(group(trace).slice(-3)).toEqual([
    'expire [isOfOffsets] → dead',
    'OffsetFetchRequest → dead',
    'OffsetCommitRequest → empty',
  ]);
});

test('offsets of a group with members do not expire (KIP-211), nor pending ones', () => {
  const active = runBench({
    client: [join(10, 'a'), commitOffset(60, 3, { member: 'a', generation: 1 }), fetchOffset(90)],
    faults: [expire('offsets', 80)],
    targets,
  });
  expect(said(active, 'client', 'OffsetFetch')).toEqual(['offset 3']);
  const pending = runBench({
    client: [commitOffset(5, 3), init(10), txnCommit(20, 7), fetchOffset(40, false)],
    faults: [expire('offsets', 30)],
    targets,
  });
  expect(said(pending, 'client', 'OffsetFetch')).toEqual(['offset 3']);
});

test('an idle transactional.id expires: it is dead, and whoever comes next begins anew', () => {
  const trace = runBench({ client: [init(10), init(40)], faults: [expire('transactional.id', 20)], targets });
  expect(pathOf(trace, PART).filter((edge) => edge.includes('ead'))).toEqual([
    'expire [mayExpire] → pendingDead',
    'logAppended → dead',
  ]);
  expect(said(trace, 'client', 'InitProducerId')).toEqual(['producer id 1000, epoch 0', 'producer id 1001, epoch 0']);
});

test('a heartbeat after a broken connection ends that session, and the next silence begins another', () => {
  const trace = runBench({
    client: [join(10, 'a'), beat(60, 'a', 1), beat(120, 'a', 1)],
    others: { other: [join(10, 'b'), beat(60, 'b', 1)] },
    faults: [crash('client', 80, 20), crash('client', 150, 20)],
  });
  const called = heardBy(trace, 'other').find((line) => line.includes('REBALANCE_IN_PROGRESS'));
  expect(Number(called?.split(' ')[0])).toBeGreaterThanOrEqual(250);
});

test('the new process of a static member is in the log: the next coordinator knows it', () => {
  const trace = runBench({
    client: [
      join(10, 'a', -1, STATIC),
      beat(60, 'a', 1, STATIC),
      join(110, 'a2', -1, STATIC),
      beat(190, 'a2', 1, STATIC),
    ],
    faults: [crash('client', 80, 20), crash('coordinator', 130, 20)],
  });
  expect(said(trace, 'client', 'Heartbeat')).toEqual([]);
});
