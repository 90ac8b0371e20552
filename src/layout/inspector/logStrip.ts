/**
 * A partition's log as a strip, offset by offset from the top down, with its waterlines and its readers between the
 * offsets where they stand. Only the end of a long log is shown.
 */
import {
  memoriesOf,
  pastMarkers,
  standingsOf,
  type Cell,
  type ProducerMemory,
  type ReaderMoment,
  type Standing,
  type Watermarks,
} from '../../trace/history';

export interface CellRow {
  readonly what: 'cell';
  readonly key: string;
  readonly cell: Cell;
  readonly standing: Standing;
  /** The first offset of its batch: the batch's stamp stands here. */
  readonly beginsBatch: boolean;
  /** Beyond the last stable offset: a reader of committed records does not see it. */
  readonly held: boolean;
}

/** A line across the strip: up to here the log is replicated, or stable, or written. */
export interface WaterRow {
  readonly what: 'water';
  readonly key: string;
  readonly marks: readonly ('lastStable' | 'highWatermark' | 'logEnd')[];
  readonly offset: number;
}

export interface ReaderRow {
  readonly what: 'reader';
  readonly key: string;
  readonly reader: string;
  /** It waits for an open transaction, for more to be written, is at work elsewhere, or is down or frozen. */
  readonly waits: 'behindOpen' | 'forMore' | 'no' | 'away';
  /** Producer id of the transaction behind which it waits; -1 when it waits for none. */
  readonly behind: number;
}

export type StripRow = CellRow | WaterRow | ReaderRow;

export interface LogStrip {
  readonly rows: readonly StripRow[];
  /** Offsets above the first row that are not shown. */
  readonly earlier: number;
  readonly memories: readonly ProducerMemory[];
}

export interface StripGround {
  readonly cells: readonly Cell[];
  /** Undefined for a replica that has never led. */
  readonly watermarks: Watermarks | undefined;
  /** Readers of this partition, and which nodes are down or frozen. */
  readonly readers: readonly ReaderMoment[];
  readonly away: ReadonlySet<string>;
  /** The chart that keeps this log, as readers name it where they wait. */
  readonly keeper: string;
}

/** Batches that a partition remembers of a producer id (`ProducerStateEntry.NUM_BATCHES_TO_RETAIN`). */
export const SLOTS = 5;

/** So many offsets are shown; a teacher's run fits. */
export const CELLS_SHOWN = 14;

/** Lays out the strip of one replica at one instant. */
export function layLogStrip(ground: StripGround): LogStrip {
  const { cells, watermarks } = ground;
  const end = (cells.at(-1)?.offset ?? -1) + 1;
  const first = Math.max(cells[0]?.offset ?? 0, Math.min(end - CELLS_SHOWN, watermarks?.lastStable ?? end));
  const standings = standingsOf(cells);
  const rows: StripRow[] = [];
  for (let offset = first; offset <= end; offset += 1) {
    const water = waterAt(watermarks, offset, end);
    rows.push(...(water === undefined ? [] : [water]), ...readersBefore(ground, offset, first));
    const index = cells.findIndex((one) => one.offset === offset);
    const cell = cells[index];
    if (cell !== undefined) rows.push(toCellRow(cell, standings[index] ?? 'plain', watermarks));
  }
  return { rows, earlier: first, memories: memoriesOf(cells) };
}

function toCellRow(cell: Cell, standing: Standing, watermarks: Watermarks | undefined): CellRow {
  return {
    what: 'cell',
    key: `c${cell.offset}`,
    cell,
    standing,
    beginsBatch: cell.control === undefined && cell.offset === cell.batchOffset,
    held: watermarks !== undefined && cell.offset >= watermarks.lastStable,
  };
}

function waterAt(watermarks: Watermarks | undefined, offset: number, end: number): WaterRow | undefined {
  if (watermarks === undefined) return undefined;
  const { lastStable, highWatermark } = watermarks;
  const marks = (
    [
      ['lastStable', lastStable],
      ['highWatermark', highWatermark],
      ['logEnd', end],
    ] as const
  )
    .filter(([, at]) => at === offset)
    .map(([what]) => what);
  return marks.length === 0 ? undefined : { what: 'water', key: `w${offset}`, marks, offset };
}

/** Readers whose next record is at this offset; those that are further back than the strip stand at its top. */
function readersBefore(
  { cells, watermarks, readers, away, keeper }: StripGround,
  offset: number,
  first: number,
): ReaderRow[] {
  return readers.flatMap((reader): ReaderRow[] => {
    const next = pastMarkers(cells, reader.position);
    if (next !== offset && !(offset === first && next < first)) return [];
    const isWaiting = reader.waitsAt.includes(keeper);
    const behindOpen =
      isWaiting && watermarks !== undefined && next === watermarks.lastStable && next < watermarks.highWatermark;
    const isAway = away.has(reader.reader);
    const waits = isAway ? 'away' : behindOpen ? 'behindOpen' : isWaiting ? 'forMore' : 'no';
    const behind = waits === 'behindOpen' ? (cells.find((cell) => cell.offset === next)?.producerId ?? -1) : -1;
    return [{ what: 'reader', key: `r${reader.reader}`, reader: reader.reader, waits, behind }];
  });
}
