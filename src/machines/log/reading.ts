/** What readers get: up to the high watermark, or up to the last stable offset; until there is something, they wait. */
import type { Effect, Effects, NodeEvent } from '../../engine/contracts';
import { bodyOf, type FetchAnswer, type FetchBody, type ListOffsetsBody, type OffsetAnswer } from '../messages';
import { logEnd, type BrokerData, type BrokerParameters } from './memory';
import { abortedIn, lastStableOffset, latestOffset, openFirstOffsets } from './rules';

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

/** The offset lies beyond the log: it was cut since the reader last looked. */
export const isBeyondLog = (data: BrokerData, event: NodeEvent): boolean =>
  bodyOf<FetchBody>(event).offset > logEnd(data);

/** Whether a fetch is answered now: there is something, or its sender does not wait. */
export function hasReadable(data: BrokerData, event: NodeEvent): boolean {
  const { offset, committedOnly, waits } = bodyOf<FetchBody>(event);
  return !waits || limitFor(data, committedOnly) > offset;
}

/** Answers a fetch with whole batches below the reader's limit, and with the aborted transactions among them. */
export function answerFetch(p: BrokerParameters, data: BrokerData, event: NodeEvent): Effect {
  const { correlation, offset, committedOnly } = bodyOf<FetchBody>(event);
  const limit = Math.min(limitFor(data, committedOnly), offset + FETCH_ENTRIES_MAX);
  const entries = data.unflushed.entries.slice(offset, limit);
  const aborted = committedOnly ? abortedIn(data.unflushed.aborted, offset, limit) : [];
  const body: FetchAnswer = { correlation, error: '', entries, aborted, highWatermark: data.durable.highWatermark };
  const records = entries.map((entry) => entry.record).filter((record) => record > 0);
  const says = entries.length === 1 ? `offset ${offset}` : `offsets ${offset} to ${limit - 1}`;
  return {
    do: 'send',
    message: { name: 'FetchResponse', to: event.from, body, records, about: `offset ${offset}`, says, answers: event },
    relies: [`append ${p.partition} ${limit - 1}`, `watermark ${p.partition}`],
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

const latestFor = (data: BrokerData, committedOnly: boolean): ReturnType<typeof latestOffset> =>
  latestOffset({ ...readLimits(data), epochStart: data.volatile.epochStart }, committedOnly);

/** The next offset is asked for, and a new leader does not know it yet. */
export function isNextUnknown(data: BrokerData, event: NodeEvent): boolean {
  const { at, committedOnly } = bodyOf<ListOffsetsBody>(event);
  return at === 'latest' && latestFor(data, committedOnly).error !== 'NONE';
}

/** The first or the next offset, as far as this reader may see. */
export function answerOffset(data: BrokerData, event: NodeEvent): Effect {
  const { correlation, at, committedOnly } = bodyOf<ListOffsetsBody>(event);
  const offset = at === 'earliest' ? data.durable.logStart : latestFor(data, committedOnly).offset;
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
