/**
 * What keeps somebody waiting although the record itself is there: an answer that waits for another replica, a record that
 * replicas have and nobody may read, a transaction of which a reader has one part and cannot have the other yet.
 */
import type { EventOf, Trace, TraceEvent } from '../trace/event';
import { isKind } from '../trace/event';
import { sayDuration } from './durations';

export interface Hold {
  readonly what: 'answer' | 'unread' | 'torn';
  readonly node: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seqs: readonly number[];
  /** What may stand beside it, the longest first. */
  readonly words: readonly string[];
  readonly title: string;
}

type Append = EventOf<'append'>;

/** All of them that last, in no order. */
export function holdsOf(trace: Trace): readonly Hold[] {
  const appends = trace.events.filter(isKind('append'));
  return [...heldAnswers(trace.events), ...unreadRecords(trace.events, appends), ...tornTransactions(trace.events)];
}

const listed = (records: readonly number[]): string => records.join(', ');

/** An answer to whoever sent the record that a leader wrote, sent because something came later from another node. */
function heldAnswers(events: readonly TraceEvent[]): readonly Hold[] {
  return events.filter(isKind('send')).flatMap((answer): readonly Hold[] => {
    const written = answer.causes.map((seq) => events[seq]).find(isOwnAppend(answer));
    const waitedFor = written === undefined ? undefined : senderBehind(events, answer, written.seq);
    if (written === undefined || waitedFor === undefined || waitedFor === answer.message.to) return [];
    if (senderBehind(events, written, -1) !== answer.message.to) return [];
    const words = [`${listed(written.records)} waits for ${waitedFor}`];
    const title = `${answer.node} wrote ${listed(written.records)} ${sayDuration(written.at)} and answers only when ${waitedFor} has it, ${sayDuration(answer.at)}`;
    return [{ what: 'answer', ...stretch(answer.node, written, answer), words, title }];
  });
}

const isOwnAppend =
  (answer: EventOf<'send'>) =>
  (event: TraceEvent | undefined): event is Append =>
    event?.kind === 'append' && !event.copied && event.node === answer.node && event.at < answer.at;

/** Whose message, later than event `after`, let this one be sent. */
function senderBehind(events: readonly TraceEvent[], event: TraceEvent, after: number): string | undefined {
  let at: TraceEvent | undefined = event;
  while (at !== undefined && at.kind !== 'arrive') {
    const last: number = Math.max(-1, ...at.causes.filter((seq) => seq > after));
    at = events[last];
  }
  return at?.message.from;
}

const stretch = (node: string, from: TraceEvent, to: TraceEvent) => ({
  node,
  fromMs: from.at,
  toMs: to.at,
  seqs: [from.seq, to.seq],
});

/** From the first record that a leader writes past the high watermark until the watermark passes it. */
function unreadRecords(events: readonly TraceEvent[], appends: readonly Append[]): readonly Hold[] {
  const holds: Hold[] = [];
  const open = new Map<number, Append>();
  for (const event of events) {
    if (event.kind === 'append' && !event.copied && !open.has(event.partition)) open.set(event.partition, event);
    if (event.kind !== 'watermark') continue;
    const first = open.get(event.partition);
    if (first === undefined || first.node !== event.node || event.highWatermark <= first.offset) continue;
    open.delete(event.partition);
    const hold = unread(first, event, appends);
    if (hold !== undefined) holds.push(hold);
  }
  return holds;
}

/** Said of the middle of that time: which replicas had it then. Nothing when it was the leader alone. */
function unread(first: Append, until: EventOf<'watermark'>, appends: readonly Append[]): Hold | undefined {
  const copies = appends.filter(({ copied, partition }) => copied && partition === first.partition);
  const replicas = new Set([first.node, ...copies.map(({ node }) => node)]);
  const middleMs = (first.at + until.at) / 2;
  const having = copies.filter(({ offset, at, seq }) => offset === first.offset && seq > first.seq && at <= middleMs);
  if (having.length === 0 || until.at === first.at) return undefined;
  const have = `${new Set([first.node, ...having.map(({ node }) => node)]).size} of ${replicas.size}`;
  const records = listed(first.records);
  return {
    what: 'unread',
    ...stretch(first.node, first, until),
    words: [`${have} have ${records}, and nobody may read it yet`, `${have} have ${records}, unread`],
    title: `${records} is written ${sayDuration(first.at)}; the high watermark passes it only ${sayDuration(until.at)}`,
  };
}

/** From the first record of a committed transaction that a reader has until the marker of another partition is written. */
function tornTransactions(events: readonly TraceEvent[]): readonly Hold[] {
  const markers = events.filter(isKind('marker')).filter(({ commit, copied }) => commit && !copied);
  const delivered = events.filter(isKind('deliver'));
  return markers.flatMap((marker): readonly Hold[] => {
    const first = delivered.find(({ seq, record }) => seq > marker.seq && marker.records.includes(record));
    const other = siblingsOf(marker, markers).at(-1);
    if (first === undefined || other === undefined || other.at <= first.at) return [];
    const [has, lacks] = [listed(marker.records), listed(other.records)];
    return [
      {
        what: 'torn',
        ...stretch(first.node, first, other),
        words: [`${has} read, and ${lacks} of the same transaction not yet`, `${has} without ${lacks}`],
        title: `${first.node} has ${has} from ${sayDuration(first.at)} on; ${lacks} of the same transaction can be read only from ${sayDuration(other.at)} on`,
      },
    ];
  });
}

/** The later markers of the same transaction in other partitions: before the producer's next one in this partition. */
function siblingsOf(marker: EventOf<'marker'>, all: readonly EventOf<'marker'>[]): readonly EventOf<'marker'>[] {
  const own = all.filter(({ producerId, seq }) => producerId === marker.producerId && seq > marker.seq);
  const next = own.find(({ partition }) => partition === marker.partition)?.seq ?? Infinity;
  return own.filter(({ seq, epoch }) => seq < next && epoch === marker.epoch);
}
