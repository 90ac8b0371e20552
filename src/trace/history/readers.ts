/** Where each reader stands in each partition, and when its fetch waits at a broker that has nothing to give. */
import type { TraceEvent } from '../event';
import type { Cell } from './logs';
import { addSince, chartKey, valueAt, type Since } from './timeline';

export interface ReaderHistory {
  /** By reader and partition: the offset that it reads next. */
  readonly positions: ReadonlyMap<string, readonly Since<number>[]>;
  /** By reader: the charts (node and part) at which a fetch of it waits. */
  readonly waits: ReadonlyMap<string, readonly Since<readonly string[]>[]>;
}

export interface ReaderMoment {
  readonly reader: string;
  readonly partition: number;
  readonly position: number;
  /** The charts (node and part) at which a fetch of it waits. */
  readonly waitsAt: readonly string[];
}

/** The API by which readers ask; a broker that answers it in the same turn lets nobody wait. */
const ASKED = 'FetchRequest';
const ANSWERED = 'FetchResponse';

const readerKey = (reader: string, partition: number): string => `${reader} ${partition}`;

/** Reads all readers of a run. Linear in the number of events. */
export function readReaders(events: readonly TraceEvent[]): ReaderHistory {
  const positions = new Map<string, Since<number>[]>();
  const waits = new Map<string, Since<readonly string[]>[]>();
  for (const event of events) {
    const moved = positionAfter(event);
    if (moved !== undefined)
      addSince(positions, readerKey(event.node, moved.partition), { seq: event.seq, value: moved.offset });
    for (const { reader, at } of waitAfter(event, waits)) addSince(waits, reader, { seq: event.seq, value: at });
  }
  return { positions, waits };
}

/** Every reader's place after event `seq`, in the order in which they first had one. */
export function readersAt({ positions, waits }: ReaderHistory, seq: number): readonly ReaderMoment[] {
  return [...positions].flatMap(([key, timeline]) => {
    const position = valueAt(timeline, seq);
    if (position === undefined) return [];
    const space = key.lastIndexOf(' ');
    const reader = key.slice(0, space);
    const waitsAt = valueAt(waits.get(reader) ?? [], seq) ?? [];
    return [{ reader, partition: Number(key.slice(space + 1)), position, waitsAt }];
  });
}

/** The offset of the next record from `position` on: a reader passes over markers without a word. */
export function pastMarkers(cells: readonly Cell[], position: number): number {
  let offset = position;
  while (cells.some((cell) => cell.offset === offset && cell.control !== undefined)) offset += 1;
  return offset;
}

function positionAfter(event: TraceEvent): { readonly partition: number; readonly offset: number } | undefined {
  if (event.kind === 'position') return event;
  // What a queue hands out stands nowhere.
  const moves = event.kind === 'deliver' || (event.kind === 'skip' && event.why === 'aborted');
  return moves && event.offset >= 0 ? { partition: event.partition, offset: event.offset + 1 } : undefined;
}

/** Who begins or ceases to wait, and at which charts each waits from now on. */
function waitAfter(
  event: TraceEvent,
  waits: ReadonlyMap<string, readonly Since<readonly string[]>[]>,
): readonly { readonly reader: string; readonly at: readonly string[] }[] {
  const nowOf = (reader: string): readonly string[] => waits.get(reader)?.at(-1)?.value ?? [];
  const here = chartKey(event.node, event.part);
  if (event.kind === 'arrive' && event.message.name === ASKED) {
    const reader = event.message.from;
    return [{ reader, at: [...nowOf(reader).filter((chart) => chart !== here), here] }];
  }
  if (event.kind === 'send' && event.message.name === ANSWERED) {
    const reader = event.message.to;
    return [{ reader, at: nowOf(reader).filter((chart) => chart !== here) }];
  }
  if (event.kind !== 'crash') return [];
  return [...waits.keys()].map((reader) => {
    const at = reader === event.node ? [] : nowOf(reader).filter((chart) => !chart.startsWith(`${event.node} `));
    return { reader, at };
  });
}
