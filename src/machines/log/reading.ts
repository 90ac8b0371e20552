/** What readers get: up to the high watermark, or up to the last stable offset; until there is something, they wait. */
import type { Effect, Effects, NodeEvent } from '../../engine/contracts';
import { bodyOf, type FetchAnswer, type FetchBody, type ListOffsetsBody, type OffsetAnswer } from '../messages';
import { logEnd, type BrokerData, type BrokerParameters } from './memory';
import {
  abortedIn,
  lastStableOffset,
  latestOffset,
  openFirstOffsets,
  type AbortedRange,
  type KafkaError,
  type LogEntry,
} from './rules';

/** So many entries in one answer at most: stands for `max.partition.fetch.bytes`. */
const FETCH_ENTRIES_MAX = 500;

export interface ReadLimits {
  readonly logEnd: number;
  readonly highWatermark: number;
  readonly lastStable: number;
}

/** How far each kind of reader may read. */
export function readLimits(data: BrokerData): ReadLimits {
  const { highWatermark, logStart } = data.durable;
  const { states, ended } = data.unflushed;
  return {
    logEnd: logEnd(data),
    highWatermark,
    lastStable: lastStableOffset(openFirstOffsets(states), ended, highWatermark, logStart),
  };
}

const limitFor = (data: BrokerData, committedOnly: boolean): number => {
  const limits = readLimits(data);
  return committedOnly ? limits.lastStable : limits.highWatermark;
};

/** Whether this log cannot answer for an offset: it was cut since, or what was there is deleted. */
export const isOutOfRange = (data: BrokerData, offset: number): boolean =>
  offset > logEnd(data) || offset < data.durable.logStart;

export const isFetchOutOfRange = (data: BrokerData, event: NodeEvent): boolean =>
  isOutOfRange(data, bodyOf<FetchBody>(event).offset);

/** Where the batch that holds this offset begins; the offset itself at the log's end. */
export const batchStart = (data: BrokerData, offset: number): number =>
  data.unflushed.entries[offset]?.batchFirstOffset ?? offset;

/** What a reader is sent from an offset on. */
export interface Read {
  readonly entries: readonly LogEntry[];
  /** Of the transactions that end in what is sent or after it: the index knows no nearer bound in a log that is short. */
  readonly aborted: readonly AbortedRange[];
}

/**
 * Reads up to this reader's limit, at most so many entries (`LocalLog.read`, `addAbortedTransactions`). The limit is always the
 * end of a batch; where a case puts it in the middle of one, what is below it is read.
 */
export function readFrom(data: BrokerData, offset: number, committedOnly: boolean, most = Infinity): Read {
  const limit = limitFor(data, committedOnly);
  if (offset >= limit) return { entries: [], aborted: [] };
  const end = Math.min(limit, offset + most);
  const upperBound = end < limit ? end : logEnd(data);
  const aborted = committedOnly ? abortedIn(data.unflushed.aborted, offset, upperBound) : [];
  return { entries: data.unflushed.entries.slice(offset, end), aborted };
}

/** Whether a fetch is answered now: there is something, or its sender does not wait. */
export function hasReadable(data: BrokerData, event: NodeEvent): boolean {
  const { offset, committedOnly, waits } = bodyOf<FetchBody>(event);
  return !waits || limitFor(data, committedOnly) > offset;
}

/** Answers a fetch with whole batches below the reader's limit, and with the aborted transactions among them. */
export function answerFetch(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effect {
  const { correlation, offset, committedOnly } = bodyOf<FetchBody>(event);
  const { entries, aborted } = readFrom(data, offset, committedOnly, FETCH_ENTRIES_MAX);
  const last = offset + entries.length - 1;
  const body: FetchAnswer = { correlation, error: '', entries, aborted, highWatermark: data.durable.highWatermark };
  const records = entries.map((entry) => entry.record).filter((record) => record > 0);
  const says = entries.length === 1 ? `offset ${offset}` : `offsets ${offset} to ${last}`;
  return {
    do: 'send',
    message: { name: 'FetchResponse', to: event.from, body, records, about: `offset ${offset}`, says, answers: event },
    relies: [`append ${p.partition} ${last}`, `watermark ${p.partition}`],
  };
}

/** Answers those who wait and can now read something. Changes the list of who waits. */
export function answerParked(p: BrokerParameters, data: BrokerData): Effects {
  const { volatile: v } = data;
  const ready = v.fetches.filter((event) => hasReadable(data, event));
  if (ready.length === 0) return [];
  v.fetches = v.fetches.filter((event) => !ready.includes(event));
  return ready.map((event) => answerFetch(p, data, event));
}

/** The first or the next offset, as far as this reader may see. */
export const offsetAt = (
  data: BrokerData,
  at: 'earliest' | 'latest',
  committedOnly: boolean,
): { readonly error: KafkaError; readonly offset: number } =>
  at === 'earliest'
    ? { error: 'NONE', offset: data.durable.logStart }
    : latestOffset({ ...readLimits(data), epochStart: data.volatile.epochStart }, committedOnly);

/** The next offset is asked for, and a new leader does not know it yet. */
export function isNextUnknown(data: BrokerData, event: NodeEvent): boolean {
  const { at, committedOnly } = bodyOf<ListOffsetsBody>(event);
  return offsetAt(data, at, committedOnly).error !== 'NONE';
}

/** Answers a question for an offset. */
export function answerOffset(data: BrokerData, event: NodeEvent): Effect {
  const { correlation, at, committedOnly } = bodyOf<ListOffsetsBody>(event);
  const { offset } = offsetAt(data, at, committedOnly);
  const body: OffsetAnswer = { correlation, error: '', offset };
  return {
    do: 'send',
    message: {
      name: 'ListOffsetsResponse',
      to: event.from,
      body,
      records: [],
      about: event.about,
      says: `offset ${offset}`,
      answers: event,
    },
  };
}
