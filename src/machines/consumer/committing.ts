/**
 * Progress with the group coordinator. Automatic commit runs inside poll(), before a rebalance and in close(), and commits
 * positions: what earlier polls returned, processed or not. Source: ConsumerCoordinator; OffsetCommit and OffsetFetch APIs.
 */
import { note, type Asked, type Effects, type NodeEvent } from '../../engine/contracts';
import { COORDINATOR, GROUP } from '../addresses';
import {
  bodyOf,
  type ErrorAnswer,
  type OffsetCommitBody,
  type OffsetFetchAnswer,
  type OffsetFetchBody,
  type PartitionOffset,
} from '../messages';
import type { Offsets, Outcome } from './api';
import { askReset, moveTo } from './fetching';
import { identityOf, isError, type ConsumerMemory, type ConsumerParameters } from './memory';
import { ask, close, drop, isOpen, questionOf } from './questions';

/** Whose commit it is: the application's own, the one in the background, or the one before partitions are given away. */
export type CommitKey = 'commit' | 'autoCommit' | 'lastCommit';

/** Errors of the group coordinator after which the same commit is asked for again. */
const PASSING = new Set([
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'REQUEST_TIMED_OUT',
  'UNSTABLE_OFFSET_COMMIT',
]);
/** Errors that mean: this consumer is of no current generation. It has lost its partitions already. */
const LOST = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'GROUP_ID_NOT_FOUND']);

/** The group or the topic is not, or no longer, this principal's to read. */
const DENIED = new Set(['GROUP_AUTHORIZATION_FAILED', 'TOPIC_AUTHORIZATION_FAILED']);

export const isDenial = (error: string): boolean => DENIED.has(error);
export const isPassing = (error: string): boolean => PASSING.has(error);
export const isLoss = (error: string): boolean => LOST.has(error);

/** Asks the group coordinator to keep these offsets: each is the next to read. */
export function commit(
  v: ConsumerMemory,
  p: ConsumerParameters,
  key: CommitKey,
  offsets: readonly PartitionOffset[],
  records: readonly number[] = [],
): Effects {
  const body: Omit<OffsetCommitBody, 'correlation'> = { ...identityOf(v, p), offsets };
  const next = offsets.map(({ offset }) => offset).join(', ');
  const asking = {
    key,
    name: 'OffsetCommitRequest',
    peer: () => COORDINATOR,
    part: GROUP,
    body,
    about: `commit ${next}`,
    says: `next is offset ${next}`,
    records,
    relies: records.map((record) => `delivered ${record}`),
    offsets,
  };
  return ask(v, p, asking, () => commit(v, p, key, offsets, records));
}

/** commitSync() of the application. */
export function commitForApp(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const { offsets, records } = bodyOf<Offsets>(event);
  return commit(v, p, 'commit', offsets, records);
}

/** Outside the group commitSync() throws at once, and nothing is sent. */
export function refuseCommit(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const { records } = bodyOf<Offsets>(event);
  const error = 'CommitFailedException';
  const why = `${identityOf(v, p).member} is in no generation`;
  return [note({ kind: 'refuse', reason: 'fenced', error, records, why }), ...tellCommitted(p, error)];
}

/** A member that is in no generation: it left, or was told that it is out. */
export const isOutOfGroup = (v: ConsumerMemory, p: ConsumerParameters): boolean => p.joinsGroup && v.generation < 0;

/** Positions that moved since they were last committed. */
function moved(v: ConsumerMemory): readonly PartitionOffset[] {
  const consumed = [...v.assigned.values()].filter((one) => one.awaits === 'records' && one.position > one.committed);
  return consumed.map(({ partition, position }) => ({ partition, offset: position }));
}

/** Whether a last automatic commit is owed before partitions are given away. Who lost them may not commit any more. */
export const owesLastCommit = (v: ConsumerMemory, p: ConsumerParameters): boolean =>
  p.autoCommitMs !== undefined && v.rejoin !== 'lost' && !isOutOfGroup(v, p) && moved(v).length > 0;

export function commitLast(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const given = drop(v, ({ key }) => key === 'autoCommit');
  return [...given, ...commit(v, p, 'lastCommit', moved(v))];
}

/**
 * What poll() does first, once the interval is over. Without a coordinator it stays due until there is one again
 * (`ConsumerCoordinator.commitOffsetsAsync`, `coordinatorUnknown`).
 */
export function commitIfDue(v: ConsumerMemory, p: ConsumerParameters): Effects {
  if (v.autoCommit !== 'due' || isOpen(v, 'autoCommit') || isOutOfGroup(v, p)) return [];
  if (!v.connected.has(COORDINATOR)) return [];
  v.autoCommit = 'off';
  const offsets = moved(v);
  return offsets.length === 0 ? [] : commit(v, p, 'autoCommit', offsets);
}

/** The interval begins with the first record that is not committed. */
export function startInterval(v: ConsumerMemory, p: ConsumerParameters, delayMs = p.autoCommitMs): Effects {
  if (p.autoCommitMs === undefined || delayMs === undefined || v.autoCommit !== 'off' || moved(v).length === 0)
    return [];
  v.autoCommit = 'running';
  return [{ do: 'startTimer', name: 'autoCommit', event: 'autoCommitDue', delayMs }];
}

const COMMIT: Asked = { question: 'OffsetCommitRequest', of: COORDINATOR };

/** Nobody but the log hears of an automatic commit that is denied: the next one comes after the usual interval. */
const commitWhenAllowed = (v: ConsumerMemory, p: ConsumerParameters): Effects =>
  startInterval(v, p).map((timer) => (timer.do === 'startTimer' ? { ...timer, whenAllowed: COMMIT } : timer));

/** An automatic commit that got no answer is not repeated as it was: the next poll commits what is true then. */
export function forgetAutoCommit(v: ConsumerMemory, p: ConsumerParameters): Effects {
  if (!isOpen(v, 'autoCommit')) return [];
  return [...drop(v, ({ key }) => key === 'autoCommit'), ...startInterval(v, p, p.retryBackoffMs)];
}

/** Takes the answer to a commit in; the application is told of its own. */
export function finishCommit(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const question = questionOf(v, event);
  const { error } = bodyOf<ErrorAnswer>(event);
  const answered = close(v, event);
  if (!isError(error)) noteCommitted(v, question?.offsets ?? []);
  const next = isDenial(error)
    ? commitWhenAllowed(v, p)
    : startInterval(v, p, isError(error) ? p.retryBackoffMs : p.autoCommitMs);
  const told = question?.key === 'commit' ? tellCommitted(p, isError(error) ? error : '') : [];
  return [...answered, ...next, ...told];
}

function tellCommitted(p: ConsumerParameters, error: string): Effects {
  const body: Outcome = { error };
  return [{ do: 'raise', event: 'committed', part: p.app, body }];
}

function noteCommitted(v: ConsumerMemory, offsets: readonly PartitionOffset[]): void {
  for (const { partition, offset } of offsets) {
    const one = v.assigned.get(partition);
    if (one !== undefined) one.committed = Math.max(one.committed, offset);
  }
}

/** The group's committed offsets of partitions that have no position yet. */
export function askCommitted(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const partitions = [...v.assigned.values()].filter(({ awaits }) => awaits === 'committed');
  if (partitions.length === 0) return [];
  const body: Omit<OffsetFetchBody, 'correlation'> = {
    group: p.group,
    partitions: partitions.map(({ partition }) => partition),
    requireStable: true,
  };
  const asking = {
    key: 'offsets',
    name: 'OffsetFetchRequest',
    peer: () => COORDINATOR,
    part: GROUP,
    body,
    about: 'position',
    says: 'committed offset?',
  };
  return ask(v, p, asking, () => askCommitted(v, p));
}

/** Partitions go on from their committed offsets; where there is none, `auto.offset.reset` says where. */
export function takeCommitted(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const { offsets } = bodyOf<OffsetFetchAnswer>(event);
  return [...close(v, event), ...placeAll(v, p, offsets, 'committed')];
}

/** Sets positions: what the application found elsewhere, or what the group has committed. */
export function placeAll(
  v: ConsumerMemory,
  p: ConsumerParameters,
  offsets: readonly PartitionOffset[],
  from: 'committed' | 'sink',
): Effects {
  return offsets.flatMap(({ partition, offset }) => {
    const one = v.assigned.get(partition);
    if (one === undefined) return [];
    return offset < 0 ? askReset(v, p, one) : moveTo(p, one, offset, from);
  });
}

/** Whether an answer leaves a partition without an offset, and nobody says where it should begin. */
export function lacksOffset(p: ConsumerParameters, offsets: readonly PartitionOffset[]): boolean {
  return p.reset === 'none' && offsets.some(({ offset }) => offset < 0);
}
