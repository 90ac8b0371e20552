/** Times during which a reader of committed records waits at the last stable offset although more is replicated. */
import type { EventOf, TraceEvent } from '../trace/event';
import { chartKey, replicaKey } from '../trace/history/timeline';

export interface Wait {
  readonly reader: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seqs: readonly number[];
  /** The last stable offset, before which it waits. */
  readonly partition: number;
  readonly offset: number;
}

interface Held {
  readonly partition: number;
  readonly offset: number;
}

interface OpenWait extends Held {
  readonly fromMs: number;
  readonly seq: number;
}

const ASKED = 'FetchRequest';
const ANSWERED = 'FetchResponse';

/** All such times that lasted, in the order in which they end. Linear in the number of events. */
export function waitsOf(events: readonly TraceEvent[]): readonly Wait[] {
  const scan = new WaitScan();
  for (const event of events) scan.take(event);
  return scan.finish(events.at(-1));
}

class WaitScan {
  private readonly waits: Wait[] = [];
  private readonly open = new Map<string, OpenWait>();
  /** Readers whose fetch waits, by reader: the charts at which it does. */
  private readonly parked = new Map<string, Set<string>>();
  private readonly positions = new Map<string, number>();
  private readonly markers = new Set<string>();
  private readonly limits = new Map<string, EventOf<'watermark'>>();

  take(event: TraceEvent): void {
    if (event.kind === 'position') this.move(event, event.offset);
    if (event.kind === 'deliver' || (event.kind === 'skip' && event.why === 'aborted'))
      this.move(event, event.offset + 1);
    if (event.kind === 'marker') this.markers.add(`${event.partition} ${event.offset}`);
    if (event.kind === 'watermark') this.limit(event);
    if (event.kind === 'arrive' && event.message.name === ASKED) this.park(event);
    if (event.kind === 'send' && event.message.name === ANSWERED) this.release(event.message.to, event);
    if (event.kind === 'crash') for (const reader of this.parked.keys()) this.release(reader, event);
  }

  finish(last: TraceEvent | undefined): readonly Wait[] {
    if (last !== undefined) for (const reader of [...this.open.keys()]) this.close(reader, last);
    return this.waits;
  }

  private move(event: EventOf<'position'> | EventOf<'deliver'> | EventOf<'skip'>, offset: number): void {
    this.positions.set(replicaKey(event.node, event.partition), offset);
  }

  private limit(event: EventOf<'watermark'>): void {
    this.limits.set(`${chartKey(event.node, event.part)} ${event.partition}`, event);
    for (const reader of this.parked.keys()) this.look(reader, event);
  }

  private park(event: EventOf<'arrive'>): void {
    const reader = event.message.from;
    const charts = this.parked.get(reader) ?? new Set<string>();
    this.parked.set(reader, charts.add(chartKey(event.node, event.part)));
    this.look(reader, event);
  }

  private release(reader: string, event: TraceEvent): void {
    const charts = this.parked.get(reader);
    const isAll = event.kind === 'crash' && event.node === reader;
    for (const chart of [...(charts ?? [])])
      if (
        isAll ||
        chart === chartKey(event.node, event.part) ||
        (event.kind === 'crash' && chart.startsWith(`${event.node} `))
      )
        charts?.delete(chart);
    this.look(reader, event);
  }

  /** Begins or ends the reader's wait, as its place and the limits of the logs at which it waits now say. */
  private look(reader: string, event: TraceEvent): void {
    const held = this.heldAt(reader);
    if (held === undefined) this.close(reader, event);
    else if (!this.open.has(reader)) this.open.set(reader, { fromMs: event.at, seq: event.seq, ...held });
  }

  private heldAt(reader: string): Held | undefined {
    for (const [key, { partition, lastStable, highWatermark }] of this.limits) {
      const chart = key.slice(0, key.lastIndexOf(' '));
      if (this.parked.get(reader)?.has(chart) !== true || lastStable >= highWatermark) continue;
      if (this.nextOf(reader, partition) === lastStable) return { partition, offset: lastStable };
    }
    return undefined;
  }

  private nextOf(reader: string, partition: number): number {
    let offset = this.positions.get(replicaKey(reader, partition)) ?? -1;
    while (this.markers.has(`${partition} ${offset}`)) offset += 1;
    return offset;
  }

  private close(reader: string, event: TraceEvent): void {
    const begun = this.open.get(reader);
    if (begun === undefined) return;
    this.open.delete(reader);
    const { fromMs, seq, partition, offset } = begun;
    if (event.at > fromMs)
      this.waits.push({ reader, fromMs, toMs: event.at, seqs: [seq, event.seq], partition, offset });
  }
}
