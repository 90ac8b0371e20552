/** The log of every replica, rebuilt from the events of its broker, down to the end of the run. */
import type { EventOf, Trace, TraceEvent } from '../../trace/event';

/** What stands at one offset: a record or, with record 0, a marker. The same object on every replica that copied it. */
export interface Slot {
  readonly partition: number;
  readonly offset: number;
  readonly record: number;
  /** The event with which a leader wrote it. */
  readonly seq: number;
  readonly producerId: number;
  readonly transactional: boolean;
  /** Of a marker. */
  readonly commit: boolean;
}

export interface Replicas {
  /** By partition and broker; the outer keys in order of first appearance. */
  readonly logs: ReadonlyMap<number, ReadonlyMap<string, readonly Slot[]>>;
  /** Every slot that a leader ever wrote, in that order. */
  readonly written: readonly Slot[];
}

type Logs = Map<number, Map<string, Slot[]>>;

export function replicasOf({ events }: Trace): Replicas {
  const logs: Logs = new Map();
  const written: Slot[] = [];
  const originals = new Map<string, Slot>();
  for (const event of events) {
    if (event.kind === 'truncate') cut(logFor(logs, event), event.offset);
    if (event.kind !== 'append' && event.kind !== 'marker') continue;
    const log = logFor(logs, event);
    for (const fresh of slotsOf(event)) {
      const key = `${fresh.partition} ${fresh.offset} ${fresh.record} ${fresh.producerId}`;
      const slot = (event.copied ? originals.get(key) : undefined) ?? fresh;
      if (!event.copied) {
        originals.set(key, slot);
        written.push(slot);
      }
      cut(log, slot.offset);
      log.push(slot);
    }
  }
  return { logs, written };
}

function cut(log: Slot[], offset: number): void {
  while (log.length > 0 && log.at(-1)!.offset >= offset) log.pop();
}

function logFor(logs: Logs, { node, partition }: TraceEvent & { readonly partition: number }): Slot[] {
  const replicas = logs.get(partition) ?? new Map<string, Slot[]>();
  const log = replicas.get(node) ?? [];
  logs.set(partition, replicas.set(node, log));
  return log;
}

function slotsOf(event: EventOf<'append'> | EventOf<'marker'>): readonly Slot[] {
  const { partition, offset, seq, producerId } = event;
  if (event.kind === 'marker')
    return [{ partition, offset, record: 0, seq, producerId, transactional: true, commit: event.commit }];
  const { transactional } = event;
  return event.records.map((record, place) => ({
    partition,
    offset: offset + place,
    record,
    seq,
    producerId,
    transactional,
    commit: false,
  }));
}
