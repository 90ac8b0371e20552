/** The role of a replayable source: what was appended can be read again from any position that it still keeps. */
import {
  asAnyRole,
  note,
  type Action,
  type AnyRole,
  type Effect,
  type Effects,
  type NodeEvent,
} from '../../engine/contracts';
import type { CallAnswer, CallBody } from '../caller/memory';
import type { HighestAnswer } from '../caller/numbering';
import { answerRestore, answerSave, emptyShelf, isOvertaken, OVERTAKEN, save } from '../checkpoint/shelf';
import { isKnown, namesIn, newGuard, putDown } from '../guard/attachment';
import { answer } from '../answering';
import { bodyOf, type Correlated } from '../messages';
import { isLateCopy } from '../connections';
import { inPlaceOfEarlier } from '../waiting';
import * as attempts from './attempts';
import { feedMachine } from './feed.machine';
import { appendedEntry, expireEntry, keepFor } from './notes';
import type { FeedData, FeedEntry, FeedKept, FeedLog, FeedParameters, FetchedAnswer, FetchFeedBody } from './memory';

/** A source's role. What each keeps, and who moves its readers' positions: the MODEL.md of each system that has one. */
export function feedRole(p: FeedParameters): AnyRole {
  return asAnyRole<FeedData>({
    chart: feedMachine,
    guards: {
      isKnown: ({ durable }, event, now) => knows(p, durable, bodyOf<CallBody>(event).name, now),
      isTooOld: ({ durable }, event) => {
        const { partition, offset } = bodyOf<FetchFeedBody>(event);
        return offset >= 0 && offset < (durable.logs[partition]?.earliest ?? 0);
      },
      isOvertaken: ({ durable }, event) => isOvertaken(durable.shelf, event) || attempts.isTimedOut(durable, event),
      isOut: ({ durable }, event) => attempts.isOut(durable, event, attempts.positionOf(p, durable, event)),
      isRunning: ({ durable: { attempt } }) => attempt?.state === 'running',
      isHolder: ({ durable: { attempt } }, event) => attempt?.state === 'running' && attempt.by === event.from,
      hasSomething: ({ durable }, event) => isAnswerable(p, durable, event),
    },
    actions: { ...appending(p), ...reading(p), ...progress(p) },
    birth: () => ({ durable: empty(p), unflushed: undefined, volatile: { waiting: [], standingBy: [] } }),
    rebirth: ({ durable }) => ({ durable, unflushed: undefined, volatile: { waiting: [], standingBy: [] } }),
  });
}

const empty = (p: FeedParameters): FeedKept => ({
  logs: Array.from({ length: p.partitions }, () => ({ entries: [], earliest: 0, end: 0 })),
  guard: p.guard === undefined ? undefined : newGuard(p.guard),
  places: new Map(),
  shelf: emptyShelf('durable'),
  nextMessageId: 1,
  attempt: undefined,
});

const logOf = ({ logs }: FeedKept, partition: number): FeedLog => logs[partition]!;

function knows(p: FeedParameters, kept: FeedKept, name: string, now: number): boolean {
  if (kept.guard === undefined || !isKnown(kept.guard, name, now)) return false;
  const place = kept.places.get(name);
  if (p.knownWhile === 'window' || place === undefined) return true;
  return place.offset >= (kept.shelf.snapshots.at(-1)?.offset ?? 0);
}

/** How many names a repetition of which would be known now. */
function namesKnown(p: FeedParameters, { guard, places, shelf }: FeedKept): number {
  if (guard === undefined) return 0;
  if (p.knownWhile === 'window') return namesIn(guard);
  const done = shelf.snapshots.at(-1)?.offset ?? 0;
  return [...places.values()].filter(({ offset }) => offset >= done).length;
}

type Actions = Record<string, Action<FeedData>>;

function appending(p: FeedParameters): Actions {
  return {
    absorb: (_, event) => {
      const { record, name } = bodyOf<CallBody>(event);
      return [note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`name ${name}`] })];
    },
    append: ({ durable }, event, now) => {
      const { record, name, key } = bodyOf<CallBody>(event);
      const entry = put(durable, {
        record,
        name,
        partition: key % p.partitions,
        messageId: durable.nextMessageId,
        acceptedMs: now,
      });
      durable.nextMessageId += 1;
      if (durable.guard !== undefined) putDown(durable.guard, name, now);
      durable.places.set(name, entry);
      const again: Effect[] =
        record === p.redeliversRecord
          ? [{ do: 'startTimer', name: 'redelivery', event: 'redeliveryDue', delayMs: p.redeliverAfterMs, body: entry }]
          : [];
      return [...noteAppend(p, entry, namesKnown(p, durable)), ...again];
    },
    redeliver: ({ durable }, event) => noteAppend(p, put(durable, event.body as FeedEntry), namesKnown(p, durable)),
    answerAppend: (_, event) => {
      const body: CallAnswer = { correlation: bodyOf<CallBody>(event).correlation, error: '', retriable: false };
      return [answer(event, p.words.appended, 'answer', body, 'stored')];
    },
    answerHighest: ({ durable: { guard } }, event) => {
      const highest = Math.max(0, (guard?.memory.highest ?? 0) - 1);
      const body: HighestAnswer & Correlated = { correlation: bodyOf<Correlated>(event).correlation, highest };
      return [answer(event, p.words.highest ?? '', 'highest', body, `${highest}`)];
    },
    expire: ({ durable }, event) => {
      const entry = bodyOf<FeedEntry>(event);
      return expireEntry(logOf(durable, entry.partition), entry);
    },
  };
}

function put(kept: FeedKept, given: Omit<FeedEntry, 'offset'>): FeedEntry {
  const log = logOf(kept, given.partition);
  const entry: FeedEntry = { ...given, offset: log.end };
  log.entries.push(entry);
  log.end += 1;
  return entry;
}

const noteAppend = (p: FeedParameters, entry: FeedEntry, remembered: number): Effects => [
  appendedEntry(entry, [`name ${entry.name}`], remembered),
  ...keepFor(p.retentionMs, entry),
];

function isAnswerable(p: FeedParameters, kept: FeedKept, event: NodeEvent): boolean {
  const { partition } = bodyOf<FetchFeedBody>(event);
  const offset = attempts.positionOf(p, kept, event);
  return offset < 0 || offset < (kept.logs[partition]?.end ?? 0);
}

function reading(p: FeedParameters): Actions {
  const answerOne = ({ durable }: FeedData, event: NodeEvent): Effects => answerFetch(p, durable, event);
  const isReady = ({ durable }: FeedData, event: NodeEvent): boolean =>
    isAnswerable(p, durable, event) && !attempts.isOut(durable, event, attempts.positionOf(p, durable, event));
  return {
    refuseTooOld: ({ durable }, event) => {
      const { correlation, partition } = bodyOf<FetchFeedBody>(event);
      const next = logOf(durable, partition).earliest;
      const body: FetchedAnswer = { correlation, error: 'OFFSET_OUT_OF_RANGE', entries: [], next };
      return [answer(event, p.words.fetched, 'fetched', body, `OFFSET_OUT_OF_RANGE, the first is ${next}`)];
    },
    answerFetch: answerOne,
    wait: ({ volatile: v }, event) => {
      v.waiting.push(event);
      return [];
    },
    // One by one: of a task queue what the first is given is out when the second is looked at.
    serveWaiting: (data) =>
      [...data.volatile.waiting].flatMap((event) => {
        if (!isReady(data, event)) return [];
        data.volatile.waiting = data.volatile.waiting.filter((other) => other !== event);
        return answerOne(data, event);
      }),
    standBy: ({ volatile: v }, event) => {
      // Who takes over has to hear of it: a late copy would be told in vain.
      if (!isLateCopy(event)) v.standingBy = inPlaceOfEarlier(v.standingBy, event);
      return [];
    },
    resumeAttempt: ({ durable }) => attempts.resume(p, durable),
    endAttempt: ({ durable }) => attempts.end(p, durable),
    noteDue: ({ durable: { attempt } }) => {
      if (attempt !== undefined) attempt.state = 'due';
      return [];
    },
    handOver: ({ durable, volatile: v }) => attempts.handOver(p, durable, v),
    settleAttempt: ({ durable }) => attempts.settle(durable),
  };
}

function answerFetch(p: FeedParameters, kept: FeedKept, event: NodeEvent): Effects {
  const { correlation, partition, most } = bodyOf<FetchFeedBody>(event);
  const offset = attempts.positionOf(p, kept, event);
  const log = logOf(kept, partition);
  const entries = offset < 0 ? [] : log.entries.filter((entry) => entry.offset >= offset).slice(0, most);
  const next = offset < 0 ? log.end : offset + entries.length;
  const body: FetchedAnswer = { correlation, error: '', entries, next };
  const records = entries.map(({ record }) => record);
  const says = entries.length === 0 ? `the end is ${next}` : `offsets ${offset} to ${next - 1}`;
  const relies = entries.map((entry) => `appended ${partition}/${entry.offset}`);
  const clock = attempts.begin(p, kept, event.from, entries[0]);
  return [...clock, answer(event, p.words.fetched, 'fetched', body, says, { records, relies })];
}

/** A source that keeps its readers' progress itself. */
function progress({ words, attempts: rules }: FeedParameters): Actions {
  const [error, why] =
    rules === undefined
      ? [OVERTAKEN, 'it had timed out, and was given to another']
      : ['the attempt has timed out', 'its time was over, or another attempt was first'];
  const saved = (event: NodeEvent, error = ''): Effects =>
    words.saved === undefined ? [] : answerSave(event, words.saved, error);
  return {
    save: ({ durable }, event) => save(durable.shelf, event),
    answerSave: (_, event) => saved(event),
    refuseSave: (_, { records }) => [note({ kind: 'refuse', reason: 'fenced', error, records, why })],
    answerOvertaken: (_, event) => saved(event, error),
    answerRestore: ({ durable }, event) => answerRestore(durable.shelf, event, words.restored),
  };
}
