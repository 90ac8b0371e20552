/** Reading by position, for readers that keep their place themselves. */
import type { Effects, NodeEvent } from '../../engine/contracts';
import type { FeedEntry, FetchedAnswer, FetchFeedBody } from '../feed/memory';
import { bodyOf } from '../messages';
import { answer } from '../answering';
import { endOf, isVisible, maxRead } from './entries';
import type { TopicData, TopicEntry, TopicKept, TopicParameters } from './memory';

/** How far this reader may read now. */
const limitOf = (p: TopicParameters, durable: TopicKept, partition: number): number =>
  p.isolation === 'everything' ? durable.logs[partition]!.end : maxRead(durable, partition);

/** Whether there is anything between the reader's position and what it may not read yet. */
export function hasReadable(p: TopicParameters, { durable }: TopicData, event: NodeEvent): boolean {
  const { partition, offset } = bodyOf<FetchFeedBody>(event);
  return offset < limitOf(p, durable, partition - p.firstPartition);
}

export function answerFetch(p: TopicParameters, { durable }: TopicData, event: NodeEvent): Effects {
  const { correlation, partition, offset, most } = bodyOf<FetchFeedBody>(event);
  const own = partition - p.firstPartition;
  const limit = limitOf(p, durable, own);
  const ahead = durable.logs[own]!.entries.filter((entry) => endOf(entry) > offset && entry.offset < limit);
  const taken = ahead.slice(0, most);
  const entries = taken
    .filter((entry) => isVisible(p, durable, entry))
    .flatMap((entry) => messagesOf(entry, partition))
    .filter((message) => message.offset >= offset);
  const last = taken.at(-1);
  const next = last === undefined ? offset : endOf(last);
  const body: FetchedAnswer = { correlation, error: '', entries, next };
  const records = entries.map(({ record }) => record);
  const says = records.length === 0 ? 'nothing to see here' : `entries ${offset} to ${next - 1}`;
  const relies = entries.map((message) => `appended ${partition}/${message.offset}`);
  return [answer(event, p.words.fetched, 'fetched', body, says, { records, relies })];
}

/** The messages of an entry, each at its position. */
const messagesOf = ({ records, firstId, offset }: TopicEntry, partition: number): readonly FeedEntry[] =>
  records.map((record, at) => ({ partition, offset: offset + at, record, messageId: firstId + at, name: '' }));

/** Readers that waited and may read on. */
export function serveReaders(p: TopicParameters, data: TopicData): Effects {
  const ready = data.volatile.waiting.filter((event) => hasReadable(p, data, event));
  data.volatile.waiting = data.volatile.waiting.filter((event) => !ready.includes(event));
  return ready.flatMap((event) => answerFetch(p, data, event));
}
