/** What is stored and not ticked off: the backlog, as consumer lag and the depth of a queue count it. */
import type { EventOf, TraceEvent } from '../trace/event';

/** A stored record, or message of a queue, from when it was there until it was ticked off; without `toMs` it never was. */
export interface Waiting {
  readonly fromMs: number;
  readonly toMs?: number;
}

type Open = { fromMs: number; toMs?: number };

/** One reader's way through one partition: what is there, and how far it has saved its progress. */
interface Bookmark {
  readonly partition: number;
  readonly at: Map<number, Open>;
  next: number;
}

/**
 * Everything that some reader still had to tick off. In a log that is each record once for each group (or other keeper of
 * a position) that reads its partition; going back to an earlier position makes nothing unfinished again. In a queue, or a
 * log whose records are acknowledged one by one, it is each message until it is acknowledged or buried. What nobody reads
 * is nobody's backlog, and what is handed on without an answer (MQTT's QoS 0) is none.
 */
export function backlogOf(events: readonly TraceEvent[]): readonly Waiting[] {
  return [...backlogOfLogs(events), ...backlogOfQueues(events)];
}

function backlogOfLogs(events: readonly TraceEvent[]): readonly Waiting[] {
  const bookmarks = bookmarksOf(events);
  for (const event of events) {
    if (event.kind === 'append' && !event.copied) store(bookmarks, event);
    if (event.kind === 'commit' && event.accepted) tickOff(bookmarks.get(keyOf(event)), event.offset, event.at);
  }
  return [...bookmarks.values()].flatMap(({ at }) => [...at.values()]);
}

const keyOf = ({ group, partition }: EventOf<'commit'>): string => `${group} ${partition}`;

/** Who reads which partition: whoever ever saved a position there, or read it without ever saving one. */
function bookmarksOf(events: readonly TraceEvent[]): Map<string, Bookmark> {
  const found = new Map<string, Bookmark>();
  const add = (key: string, partition: number): void =>
    void found.set(key, { partition, at: new Map<number, Open>(), next: 0 });
  for (const event of events) if (event.kind === 'commit') add(keyOf(event), event.partition);
  const kept = new Set([...found.values()].map(({ partition }) => partition));
  for (const event of events)
    if (event.kind === 'deliver' && event.offset >= 0 && !kept.has(event.partition))
      add(` ${event.partition}`, event.partition);
  return found;
}

function store(bookmarks: ReadonlyMap<string, Bookmark>, { partition, offset, records, at }: EventOf<'append'>): void {
  for (const bookmark of bookmarks.values())
    if (bookmark.partition === partition)
      records.forEach((_, index) => bookmark.at.set(offset + index, { fromMs: at }));
}

function tickOff(bookmark: Bookmark | undefined, offset: number, atMs: number): void {
  if (bookmark === undefined) return;
  for (; bookmark.next < offset; bookmark.next += 1) finish(bookmark.at.get(bookmark.next), atMs);
}

/** Messages by their node and record: the oldest unfinished one is the one that is ticked off. */
function backlogOfQueues(events: readonly TraceEvent[]): readonly Waiting[] {
  const isKept = keepersOf(events);
  const waiting = new Map<string, Open[]>();
  const at = ({ node, record }: { node: string; record: number }): string => `${node} ${record}`;
  const open = (node: string, record: number, fromMs: number): void => {
    const key = at({ node, record });
    waiting.set(key, [...(waiting.get(key) ?? []), { fromMs }]);
  };
  for (const event of events) {
    if (!isKept.has(event.node)) continue;
    if (event.kind === 'enqueue' || isBackAgain(event)) open(event.node, event.record, event.at);
    if (event.kind === 'append' && isKept.get(event.node) === 'log')
      for (const record of event.records) open(event.node, record, event.at);
    if ((event.kind === 'settle' && event.accepted) || event.kind === 'bury')
      finish(
        waiting.get(at(event))?.find(({ toMs }) => toMs === undefined),
        event.at,
      );
  }
  return [...waiting.values()].flat();
}

/** What had been ticked off or given up is there once more. */
const isBackAgain = (event: TraceEvent): event is EventOf<'return'> =>
  event.kind === 'return' && (event.why === 'redriven' || event.why === 'ghost');

/** The nodes that keep messages until they are ticked off: queues, and logs whose records are leased one by one. */
function keepersOf(events: readonly TraceEvent[]): ReadonlyMap<string, 'queue' | 'log'> {
  const of = (...kinds: readonly TraceEvent['kind'][]): ReadonlySet<string> =>
    new Set(events.flatMap(({ kind, node }) => (kinds.includes(kind) ? node : [])));
  const [queues, ticking] = [of('enqueue'), of('lease', 'settle')];
  const isHandedOn = events.some((event) => event.kind === 'deliver' && event.offset < 0);
  return new Map([
    ...[...ticking].map((node) => [node, 'log'] as const),
    ...[...queues].filter((node) => ticking.has(node) || !isHandedOn).map((node) => [node, 'queue'] as const),
  ]);
}

function finish(open: Open | undefined, atMs: number): void {
  if (open !== undefined) open.toMs ??= atMs;
}
