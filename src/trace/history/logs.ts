/**
 * What stands in each replica's log at an instant, read off the trace: one cell an offset, each with the event that wrote
 * it and the one that cut it off again.
 *
 * Every replica writes each batch and each marker down as it takes it, and what it cuts off.
 */
import type { EventOf, TraceEvent } from '../event';
import { addSince, replicaKey, valueAt, type Since } from './timeline';

export interface Cell {
  readonly offset: number;
  /** 0 for a marker. */
  readonly record: number;
  readonly control: 'commit' | 'abort' | undefined;
  /** -1 for a producer that does not number its batches. */
  readonly producerId: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly transactional: boolean;
  /** Offset of the first record of its batch, and how many batches of its producer were remembered with it. */
  readonly batchOffset: number;
  readonly remembered: number;
}

interface Written {
  readonly cell: Cell;
  readonly fromSeq: number;
  /** The event that cut it off; Infinity while it stands. */
  untilSeq: number;
}

export interface Watermarks {
  readonly highWatermark: number;
  readonly lastStable: number;
  readonly logEnd: number;
}

export interface LogHistory {
  readonly written: ReadonlyMap<string, readonly Written[]>;
  readonly watermarks: ReadonlyMap<string, readonly Since<Watermarks>[]>;
  /** By replica: the part of the node that keeps it. */
  readonly parts: ReadonlyMap<string, string>;
}

/** Largest sequence number; the next one is 0 (`DefaultRecordBatch.incrementSequence`). */
const SEQUENCE_MAX = 2_147_483_647;

/** Reads all logs of a run. Linear in the number of events. */
export function readLogs(events: readonly TraceEvent[]): LogHistory {
  const reader = new LogReader();
  for (const event of events) reader.take(event);
  return { written: reader.written, watermarks: reader.watermarks, parts: reader.parts };
}

/** The cells of one replica's log after event `seq`, in the order of offsets. */
export function cellsAt(history: LogHistory, node: string, partition: number, seq: number): readonly Cell[] {
  const written = history.written.get(replicaKey(node, partition)) ?? [];
  return written.filter(({ fromSeq, untilSeq }) => fromSeq <= seq && seq < untilSeq).map(({ cell }) => cell);
}

/** How far the replica had said that its log is written, replicated and stable; undefined when it never did. */
export function watermarksAt(
  history: LogHistory,
  node: string,
  partition: number,
  seq: number,
): Watermarks | undefined {
  return valueAt(history.watermarks.get(replicaKey(node, partition)) ?? [], seq);
}

/** The partitions whose logs this part of a node keeps, ascending. */
export function partitionsOf(history: LogHistory, node: string, part: string): readonly number[] {
  return [...history.parts]
    .filter(([key, keeper]) => keeper === part && key.slice(0, key.lastIndexOf(' ')) === node)
    .map(([key]) => Number(key.slice(key.lastIndexOf(' ') + 1)))
    .sort((a, b) => a - b);
}

class LogReader {
  readonly written = new Map<string, Written[]>();
  readonly watermarks = new Map<string, Since<Watermarks>[]>();
  readonly parts = new Map<string, string>();

  take(event: TraceEvent): void {
    if (event.kind === 'append' && event.records.length > 0) this.write(event, recordCells(event));
    if (event.kind === 'marker') this.write(event, [markerCell(event)]);
    if (event.kind === 'truncate') this.cut(event, event.partition, event.offset);
    if (event.kind === 'watermark') this.mark(event);
  }

  private write(event: EventOf<'append'> | EventOf<'marker'>, cells: readonly Cell[]): void {
    this.cut(event, event.partition, event.offset);
    for (const cell of cells) this.put(event, event.partition, cell);
  }

  private mark(event: EventOf<'watermark'>): void {
    const { seq, node, partition, highWatermark, lastStable, logEnd } = event;
    addSince(this.watermarks, replicaKey(node, partition), { seq, value: { highWatermark, lastStable, logEnd } });
    this.parts.set(replicaKey(node, partition), event.part);
    this.cut(event, partition, logEnd);
  }

  private put(event: TraceEvent, partition: number, cell: Cell): void {
    const key = replicaKey(event.node, partition);
    const known = this.written.get(key) ?? [];
    this.written.set(key, known);
    this.parts.set(key, event.part);
    known.push({ cell, fromSeq: event.seq, untilSeq: Infinity });
  }

  private cut(event: TraceEvent, partition: number, offset: number): void {
    const known = this.written.get(replicaKey(event.node, partition)) ?? [];
    for (let index = known.length - 1; index >= 0; index -= 1) {
      const one = known[index];
      if (one === undefined || one.untilSeq !== Infinity) continue;
      if (one.cell.offset < offset) return;
      one.untilSeq = event.seq;
    }
  }
}

function recordCells(event: EventOf<'append'>): readonly Cell[] {
  const { offset, producerId, epoch, transactional, remembered } = event;
  return event.records.map((record, index) => ({
    offset: offset + index,
    record,
    control: undefined,
    producerId,
    epoch,
    sequence: event.sequence < 0 ? -1 : (event.sequence + index) % (SEQUENCE_MAX + 1),
    transactional,
    batchOffset: offset,
    remembered,
  }));
}

function markerCell({ offset, producerId, epoch, commit }: EventOf<'marker'>): Cell {
  const control = commit ? 'commit' : 'abort';
  const none = { record: 0, sequence: -1, remembered: 0 };
  return { ...none, offset, control, producerId, epoch, transactional: true, batchOffset: offset };
}
