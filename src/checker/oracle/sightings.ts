/**
 * What the all-seeing checker saw that is no anomaly by itself, but that a client may take for one: whatever the
 * client-view checker reports is an anomaly of the oracle or one of these.
 */
import type { Evidence } from './evidence';
import type { Slot } from './replicas';
import { topicOf } from './topics';
import type { Finding } from './verdict';
import { sessionKey } from './wire';

/**
 * `unseen`: readable, and no consumer was ever given it. `retracted`: given to a consumer, or acknowledged, at a place where
 * the reader does not find it in the end. `rewritten`: its place in the log held another record at another time.
 * `redelivered`: a consumer was given it although it had been given as much or more before. `jumped`: a consumer that was
 * given what stands before it and after it was not given this. `precommitted`: given to its own writer before the commit.
 */
export type SightingCode = 'unseen' | 'retracted' | 'rewritten' | 'redelivered' | 'jumped' | 'precommitted';
export type Sighting = Finding<SightingCode>;

/** All sightings; each record at most once for each code. */
export function sightingsOf(evidence: Evidence): readonly Sighting[] {
  const all = [
    ...unseen(evidence),
    ...retracted(evidence),
    ...rewritten(evidence),
    ...readingOrder(evidence),
    ...precommitted(evidence),
  ];
  const first = new Map<string, Sighting>();
  for (const one of all) if (!first.has(`${one.code} ${one.record}`)) first.set(`${one.code} ${one.record}`, one);
  return [...first.values()];
}

function unseen({ trace, readable, deliveries }: Evidence): readonly Sighting[] {
  const key = ({ record, partition }: { record: number; partition: number }): string =>
    `${topicOf(trace, partition)} ${record}`;
  const seen = new Set(deliveries.map(({ event }) => key(event)));
  return readable
    .filter((slot) => !seen.has(key(slot)))
    .map(({ record, seq }) => ({ code: 'unseen', record, witness: [seq] }));
}

function retracted({ trace, readable, deliveries }: Evidence): readonly Sighting[] {
  const there = new Set(readable);
  const places = new Set(readable.map(({ partition, offset, record }) => `${partition} ${offset} ${record}`));
  const given = deliveries
    .filter(({ slot }) => slot === undefined || !there.has(slot))
    .map(({ event: { record, seq } }): Sighting => ({ code: 'retracted', record, witness: [seq] }));
  const acknowledged = trace.events.flatMap((event): readonly Sighting[] => {
    if (event.kind !== 'told' || event.place === undefined) return [];
    const { partition, offset } = event.place;
    if (places.has(`${partition} ${offset} ${event.record}`)) return [];
    return [{ code: 'retracted', record: event.record, witness: [event.seq] }];
  });
  return [...given, ...acknowledged];
}

function rewritten({ replicas }: Evidence): readonly Sighting[] {
  const held = new Map<string, Slot[]>();
  for (const slot of replicas.written) {
    const before = held.get(`${slot.partition} ${slot.offset}`);
    if (before === undefined) held.set(`${slot.partition} ${slot.offset}`, [slot]);
    else before.push(slot);
  }
  return [...held.values()].flatMap((slots): readonly Sighting[] =>
    slots.every(({ record }) => record === slots[0]!.record)
      ? []
      : slots.map(({ record, seq }) => ({ code: 'rewritten', record, witness: [seq] })),
  );
}

/** Where a consumer stands in a partition since it last took up a position there. */
interface Reading {
  last: number;
  highest: number;
}

function readingOrder({ trace, readable }: Evidence): readonly Sighting[] {
  const found: Sighting[] = [];
  const readings = new Map<string, Reading>();
  const byPartition = groupByPartition(readable);
  for (const event of trace.events) {
    if (event.kind !== 'position' && event.kind !== 'deliver') continue;
    const key = `${sessionKey(event)} ${event.partition}`;
    const { record, seq, offset } = { record: 0, ...event };
    const reading = readings.get(key);
    if (event.kind === 'position') readings.delete(key);
    else if (reading === undefined) readings.set(key, { last: offset, highest: offset });
    else {
      if (offset <= reading.highest) found.push({ code: 'redelivered', record, witness: [seq] });
      const passed = between(byPartition.get(event.partition) ?? [], reading.last, offset);
      found.push(
        ...passed.map((slot): Sighting => ({ code: 'jumped', record: slot.record, witness: [slot.seq, seq] })),
      );
      readings.set(key, { last: offset, highest: Math.max(offset, reading.highest) });
    }
  }
  return found;
}

function groupByPartition(slots: readonly Slot[]): ReadonlyMap<number, readonly Slot[]> {
  const groups = new Map<number, Slot[]>();
  for (const slot of slots) {
    const before = groups.get(slot.partition);
    if (before === undefined) groups.set(slot.partition, [slot]);
    else before.push(slot);
  }
  return groups;
}

function between(slots: readonly Slot[], after: number, before: number): readonly Slot[] {
  return before <= after + 1 ? [] : slots.filter(({ offset }) => offset > after && offset < before);
}

function precommitted({ deliveries, origins, replicas }: Evidence): readonly Sighting[] {
  return deliveries.flatMap(({ event, slot }): readonly Sighting[] => {
    const send = slot === undefined ? undefined : origins.get(slot)?.send;
    if (slot === undefined || send?.transaction === undefined || sessionKey(send) !== sessionKey(event)) return [];
    const marker = replicas.written.find(
      ({ record, partition, producerId, seq }) =>
        record === 0 && partition === slot.partition && producerId === slot.producerId && seq > slot.seq,
    );
    const isDecided = marker !== undefined && marker.seq < event.seq;
    return isDecided ? [] : [{ code: 'precommitted', record: event.record, witness: [slot.seq, event.seq] }];
  });
}
