/**
 * From the leaders to the application: where each partition stands, what is fetched, what a poll returns. The position
 * advances when poll() returns records, whatever becomes of them. Sources: SubscriptionState, Fetcher, CompletedFetch.
 */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { partOf } from '../addresses';
import { filterAborted } from '../log/rules/filterAborted';
import type { LeaderView } from '../leader';
import { bodyOf, type FetchAnswer, type FetchBody, type ListOffsetsBody, type OffsetAnswer } from '../messages';
import type { Polled, PolledRecord } from './api';
import { identityOf, type Assigned, type ConsumerMemory, type ConsumerParameters } from './memory';
import { ask, close, drop, questionOf } from './questions';

const viewOf = (v: ConsumerMemory, partition: number): LeaderView => v.views.get(partition)!;

/** The partition that an answer is about; `undefined` when it is no longer assigned. */
export function partitionOf(v: ConsumerMemory, event: NodeEvent): Assigned | undefined {
  return v.assigned.get(questionOf(v, event)?.partition ?? -1);
}

/** Asks each leader for what comes next, where nothing is buffered and no fetch is open. Source: Fetch API. */
export function sendFetches(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const idle = [...v.assigned.values()].filter(
    (one) => one.awaits === 'records' && !one.fetching && one.next >= one.buffer.length,
  );
  return idle.flatMap((one) => fetch(v, p, one));
}

function fetch(v: ConsumerMemory, p: ConsumerParameters, one: Assigned): Effects {
  const { partition, position: offset } = one;
  one.fetching = true;
  const body: Omit<FetchBody, 'correlation'> = { offset, committedOnly: p.committedOnly, waits: true };
  const asking = {
    key: `fetch ${partition}`,
    name: 'FetchRequest',
    peer: () => viewOf(v, partition).leader,
    part: partOf(partition),
    body,
    about: `offset ${offset}`,
    says: `from offset ${offset}`,
    partition,
    waits: true,
  };
  return ask(v, p, asking, () => fetch(v, p, one));
}

/** Where the log begins or ends, when there is no committed offset. Source: ListOffsets API, auto.offset.reset. */
export function askReset(v: ConsumerMemory, p: ConsumerParameters, one: Assigned): Effects {
  const { partition } = one;
  const at = p.reset === 'latest' ? 'latest' : 'earliest';
  one.awaits = 'reset';
  one.fetching = false;
  const body: Omit<ListOffsetsBody, 'correlation'> = { at, committedOnly: p.committedOnly };
  const asking = {
    key: `reset ${partition}`,
    name: 'ListOffsetsRequest',
    peer: () => viewOf(v, partition).leader,
    part: partOf(partition),
    body,
    about: `${at} offset`,
    says: `${at} offset?`,
    partition,
  };
  return ask(v, p, asking, () => askReset(v, p, one));
}

export function takeReset(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const one = partitionOf(v, event);
  const answered = close(v, event);
  return one === undefined ? answered : [...answered, ...moveTo(p, one, bodyOf<OffsetAnswer>(event).offset, 'reset')];
}

/** The partition is read from this offset on. */
export function moveTo(
  { committedOnly }: ConsumerParameters,
  one: Assigned,
  offset: number,
  from: 'committed' | 'sink' | 'reset',
): Effects {
  const { partition } = one;
  Object.assign(one, { awaits: 'records', position: offset, committed: offset, buffer: [], next: 0, fetching: false });
  const name = { committed: `group offset ${partition}`, sink: `sink offset ${partition}`, reset: '' }[from];
  return [note({ kind: 'position', partition, offset, from, committedOnly }, { relies: name === '' ? [] : [name] })];
}

const filtered = ({ entries, aborted }: FetchAnswer, p: ConsumerParameters) =>
  filterAborted(entries, aborted, p.committedOnly ? 'read_committed' : 'read_uncommitted');

export const bringsRecords = (event: NodeEvent, p: ConsumerParameters): boolean =>
  filtered(bodyOf<FetchAnswer>(event), p).delivered.length > 0;

/** Keeps what a fetch brought. Where all of it is aborted or a marker, the position moves over it. */
export function buffer(v: ConsumerMemory, p: ConsumerParameters, event: NodeEvent): Effects {
  const one = partitionOf(v, event);
  const answered = close(v, event);
  if (one === undefined) return answered;
  const answer = bodyOf<FetchAnswer>(event);
  const { delivered, dropped } = filtered(answer, p);
  const { partition } = one;
  one.fetching = false;
  one.buffer = delivered.map(({ record, offset }) => ({ record, partition, offset }));
  one.next = 0;
  one.bufferEnd = (answer.entries.at(-1)?.offset ?? one.position - 1) + 1;
  if (delivered.length === 0) one.position = one.bufferEnd;
  else v.buffered.push(partition);
  const skipped = dropped.map(({ record, offset }) =>
    note({ kind: 'skip', records: [record], partition, offset, why: 'aborted' }),
  );
  return [...answered, ...skipped];
}

/** poll() returns: up to `max.poll.records`, from one fetch after the other. */
export function handOut(v: ConsumerMemory, p: ConsumerParameters): Effects {
  const records: PolledRecord[] = [];
  const touched = new Set<number>();
  while (records.length < p.pollRecordsMax && v.buffered.length > 0) {
    const one = v.assigned.get(v.buffered[0]!);
    if (one !== undefined) {
      touched.add(one.partition);
      take(one, p.pollRecordsMax - records.length, records);
    }
    if (one === undefined || one.next >= one.buffer.length) v.buffered.shift();
  }
  const next = [...touched].map((partition) => ({ partition, offset: v.assigned.get(partition)!.position }));
  const polled: Polled = { records, next, group: identityOf(v, p) };
  return [...records.flatMap(deliver), { do: 'raise', event: 'polled', part: p.app, body: polled }];
}

/** Moves up to `most` records out of the buffer. Changes `into`. */
function take(one: Assigned, most: number, into: PolledRecord[]): void {
  const end = Math.min(one.next + most, one.buffer.length);
  for (; one.next < end; one.next += 1) into.push(one.buffer[one.next]!);
  one.position = one.buffer[one.next]?.offset ?? one.bufferEnd;
}

function deliver({ record, partition, offset }: PolledRecord): Effect[] {
  return [
    { do: 'reach', when: 'before', step: 'receive', record },
    note(
      { kind: 'deliver', record, partition, offset },
      { as: `delivered ${record}`, relies: [`append ${partition} ${offset}`] },
    ),
    { do: 'reach', when: 'after', step: 'receive', record },
  ];
}

/** Positions are forgotten, with all that was fetched: the application wants to begin at the committed offsets again. */
export function forgetPositions(v: ConsumerMemory): Effects {
  for (const one of v.assigned.values())
    Object.assign(one, { awaits: 'committed', buffer: [], next: 0, fetching: false });
  v.buffered = [];
  return drop(v, ({ partition }) => partition >= 0);
}
