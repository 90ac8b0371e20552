/** What the outcomes of writes and all reads together give away. */
import { sessionKey } from '../oracle/wire';
import { once, placeKey, valueKey, type History, type Write } from './history';
import type { ClientOptions, ClientReport } from './report';

/** Acknowledged, stands below the highest offset that anybody read, and nobody was ever given it. */
export function lostWrites(history: History, { healed }: ClientOptions): readonly ClientReport[] {
  if (!healed) return [];
  const highest = new Map<number, number>();
  for (const { partition, offset } of history.reads)
    highest.set(partition, Math.max(offset, highest.get(partition) ?? -1));
  return neverRead(history)
    .filter(({ place }) => place !== undefined && place.offset < (highest.get(place.partition) ?? -1))
    .map(({ record, seq }) => ({ name: 'lost-write', record, beside: 0, witness: [seq] }));
}

/** Acknowledged, and nobody was given it by the end. */
export function unseen(history: History, { healed }: ClientOptions): readonly ClientReport[] {
  if (!healed) return [];
  return neverRead(history).map(({ record, seq }) => ({ name: 'unseen', record, beside: 0, witness: [seq] }));
}

/** Acknowledged writes of values that nobody read; where no place was told, in no topic. */
function neverRead({ trace, writes, reads }: History): readonly Write[] {
  const anywhere = new Set(reads.map(({ record }) => record));
  const read = new Set(reads.map(({ partition, record }) => valueKey(trace, partition, record)));
  return writes.filter(
    ({ outcome, record, place }) =>
      outcome === 'ok' &&
      (place === undefined ? !anywhere.has(record) : !read.has(valueKey(trace, place.partition, record))),
  );
}

/** Every write of a value failed, and a consumer was given it. */
export function failedReads({ writes, reads }: History): readonly ClientReport[] {
  const possible = new Set(writes.filter(({ outcome }) => outcome !== 'fail').map(({ record }) => record));
  const failed = new Map(writes.map(({ record, seq }) => [record, seq]));
  return once(
    reads
      .filter(({ record }) => failed.has(record) && !possible.has(record))
      .map(({ record, seq }) => ({ name: 'G1a', record, beside: 0, witness: [failed.get(record)!, seq] })),
  );
}

/** One value was read at two or more places. */
export function duplicates({ trace, reads }: History): readonly ClientReport[] {
  const first = new Map<string, (typeof reads)[number]>();
  const reports: ClientReport[] = [];
  for (const read of reads) {
    const key = valueKey(trace, read.partition, read.record);
    const before = first.get(key);
    if (before === undefined) first.set(key, read);
    else if (placeKey(before) !== placeKey(read))
      reports.push({ name: 'duplicate', record: read.record, beside: 0, witness: [before.seq, read.seq] });
  }
  return once(reports);
}

/** One place was read, or acknowledged, with two values. */
export function inconsistentOffsets({ writes, reads }: History): readonly ClientReport[] {
  const acknowledged = writes.flatMap(({ place, record, seq }) =>
    place === undefined ? [] : { ...place, record, seq },
  );
  const held = new Map<string, { readonly record: number; readonly seq: number }>();
  const reports: ClientReport[] = [];
  for (const one of [...acknowledged, ...reads].toSorted((a, b) => a.seq - b.seq)) {
    const before = held.get(placeKey(one));
    if (before !== undefined && before.record !== one.record) {
      const witness = [before.seq, one.seq];
      reports.push({ name: 'inconsistent-offsets', record: one.record, beside: before.record, witness });
    }
    held.set(placeKey(one), { record: one.record, seq: one.seq });
  }
  return once(reports);
}

/** Two calls of one producer, one after the other, landed in a partition the other way round. */
export function nonmonotonicSends({ writes }: History): readonly ClientReport[] {
  const before = new Map<string, Write>();
  const reports: ClientReport[] = [];
  for (const write of writes) {
    if (write.place === undefined) continue;
    const key = `${sessionKey(write.send)} ${write.place.partition}`;
    const last = before.get(key);
    if (last?.place !== undefined && last.place.offset > write.place.offset) {
      const isInside = last.send.transaction !== undefined && last.send.transaction === write.send.transaction;
      const name = isInside ? 'int-nonmonotonic-send' : 'nonmonotonic-send';
      const witness = [last.seq, write.seq].toSorted((a, b) => a - b);
      reports.push({ name, record: last.record, beside: write.record, witness });
    }
    before.set(key, write);
  }
  return once(reports);
}

/** A transaction was given a value that it had written itself and had not yet committed. */
export function precommittedReads({ writes, reads }: History): readonly ClientReport[] {
  const readers = new Set(reads.map((read) => sessionKey(read)));
  return writes.flatMap(({ send, place, record, seq }): readonly ClientReport[] => {
    if (send.transaction === undefined || place === undefined || !readers.has(sessionKey(send))) return [];
    const read = reads.find(
      (one) =>
        one.seq > send.seq &&
        one.seq < seq &&
        one.record === record &&
        placeKey(one) === placeKey(place) &&
        sessionKey(one) === sessionKey(send),
    );
    return read === undefined ? [] : [{ name: 'precommitted-read', record, beside: 0, witness: [read.seq, seq] }];
  });
}
