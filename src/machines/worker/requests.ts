/** What a consumer asks of others. One question is open at a time, and each knows how to ask itself again. */
import type { Effect, Effects } from '../../engine/contracts';
import type { FetchBody, ListOffsetsBody, OffsetCommitBody, JoinBody, OffsetFetchBody, WriteBody } from '../messages';
import { COORDINATOR, GROUP, SINK, partOf } from '../addresses';
import { memberOf, type ConsumerMemory, type ConsumerParameters } from './memory';
import type { Operation } from './operations';

interface Question {
  readonly name: string;
  readonly peer: () => string;
  readonly part?: string;
  readonly body: object;
  readonly records: readonly number[];
  readonly about: string;
  readonly says: string;
  readonly effect?: boolean;
  readonly relies?: readonly string[];
  /** A fetch waits at the broker until there is something to read: no timer, the broker's silence is watched instead. */
  readonly waits?: boolean;
}

function pose(v: ConsumerMemory, p: ConsumerParameters, question: Question): Effects {
  v.correlation += 1;
  const correlation = v.correlation;
  const again = (): Effects => pose(v, p, question);
  const peer = question.peer();
  v.open = { peer: question.peer, correlation, again, effect: question.effect === true };
  const { name, part = '', records, about, says } = question;
  const send: Effect = {
    do: 'send',
    message: { name, to: peer, part, body: { ...question.body, correlation }, records, about, says },
    ...(question.relies === undefined ? {} : { relies: question.relies }),
  };
  if (question.waits === true) return [send];
  return [send, { do: 'startTimer', name: 'request', event: 'requestTimedOut', delayMs: p.requestTimeoutMs }];
}

/** The group's committed offset. Source: OffsetFetch API. */
export function committedOffset(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const body: Omit<OffsetFetchBody, 'correlation'> = { group: p.group, partitions: [0], requireStable: true };
  return pose(v, p, {
    name: 'OffsetFetchRequest',
    peer: () => COORDINATOR,
    part: GROUP,
    body,
    records: [],
    about: 'position',
    says: 'committed offset?',
  });
}

/** The offset kept in the sink's own transaction. */
export function storedOffset(v: ConsumerMemory, p: ConsumerParameters): Effects {
  return pose(v, p, {
    name: 'ReadOffset',
    peer: () => SINK,
    body: {},
    records: [],
    about: 'position',
    says: 'stored offset?',
  });
}

/** Where the log begins or ends, when there is no committed offset. Source: ListOffsets API, auto.offset.reset. */
export function resetOffset(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const at = p.reset === 'latest' ? 'latest' : 'earliest';
  const body: Omit<ListOffsetsBody, 'correlation'> = { at, committedOnly: p.committedOnly };
  return pose(v, p, {
    name: 'ListOffsetsRequest',
    peer: () => v.view.leader,
    part: partOf(v.view.partition),
    body,
    records: [],
    about: `${at} offset`,
    says: `${at} offset?`,
  });
}

/** Records from the position on. Source: Fetch API. */
export function fetch(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const body: Omit<FetchBody, 'correlation'> = { offset: v.fetchOffset, committedOnly: p.committedOnly, waits: true };
  const says = `from offset ${v.fetchOffset}`;
  return pose(v, p, {
    name: 'FetchRequest',
    peer: () => v.view.leader,
    part: partOf(v.view.partition),
    body,
    records: [],
    about: `offset ${v.fetchOffset}`,
    says,
    waits: true,
  });
}

/** Progress with the group coordinator: the next offset to read. Source: OffsetCommit API. */
export function commit(v: ConsumerMemory, p: ConsumerParameters, offset: number, records: readonly number[]): Effects {
  const body: Omit<OffsetCommitBody, 'correlation'> = {
    group: p.group,
    offsets: [{ partition: 0, offset }],
    member: memberOf(v, p),
    generation: p.joinsGroup ? v.generation : -1,
    instanceId: '',
  };
  const relies = records.map((record) => `delivered ${record}`);
  return pose(v, p, {
    name: 'OffsetCommitRequest',
    peer: () => COORDINATOR,
    part: GROUP,
    body,
    records,
    about: `commit ${offset}`,
    says: `next is offset ${offset}`,
    relies,
  });
}

/** Joins the group; answered when everybody has joined. Source: JoinGroup and SyncGroup APIs, told as one. */
export function joinGroup(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const { group } = p;
  const member = memberOf(v, p);
  const identity = { group, member, generation: v.generation, instanceId: '' };
  const body: Omit<JoinBody, 'correlation'> = { ...identity, protocol: 'eager', owned: [] };
  return pose(v, p, {
    name: 'JoinGroupRequest',
    peer: () => COORDINATOR,
    part: GROUP,
    body,
    records: [],
    about: 'join',
    says: `${member} joins`,
    waits: true,
  });
}

/** One atomic write at the sink. */
export function write(v: ConsumerMemory, p: ConsumerParameters, operation: Operation): Effects {
  const { steps, records, progress, names } = operation;
  const body: Omit<WriteBody, 'correlation'> = {
    steps,
    records,
    offset: progress === undefined ? undefined : { partition: 0, next: progress },
    ...names,
  };
  const relies = records.map((record) => `delivered ${record}`);
  return pose(v, p, {
    name: 'Write',
    peer: () => SINK,
    body,
    records,
    about: 'write',
    says: steps.join(' + '),
    effect: true,
    relies,
  });
}
