/** What is no anomaly and worth showing: records that vanished in silence, failures that were none, readers that waited. */
import { copiesBySend, inOrder, type Evidence } from './evidence';
import type { Finding, NoteCode, Stall } from './verdict';

/** U: the application submitted a record, was never told of success, and the reader never finds it. */
export function vanished({ trace, sends, readable }: Evidence): readonly Finding<NoteCode>[] {
  const found = new Set(readable.map(({ record }) => record));
  const succeeded = new Set(sends.all.filter(({ ok }) => ok >= 0).map(({ record }) => record));
  const submitted = new Map<number, number>();
  for (const event of trace.events)
    if (event.kind === 'submit' && !submitted.has(event.record)) submitted.set(event.record, event.seq);
  return [...submitted]
    .filter(([record]) => !found.has(record) && !succeeded.has(record))
    .map(([record, seq]) => ({ code: 'U', record, witness: [seq] }));
}

/** F: `send()` was reported as failed or unknown, and its record is readable all the same. */
export function failedAndFound(evidence: Evidence): readonly Finding<NoteCode>[] {
  return [...copiesBySend(evidence)]
    .filter(([{ ok, fail, unknown }]) => ok < 0 && Math.max(fail, unknown) >= 0)
    .map(([{ record, fail, unknown }, slots]) => ({
      code: 'F',
      record,
      witness: inOrder([fail, unknown, ...slots.map(({ seq }) => seq)]),
    }));
}

/** When read_committed readers waited behind an open transaction: the last stable offset below the high watermark. */
export function stallsOf({ trace }: Evidence): readonly Stall[] {
  const stalls: Stall[] = [];
  const since = new Map<number, { readonly seq: number; readonly at: number }>();
  for (const event of trace.events) {
    if (event.kind !== 'watermark') continue;
    const { partition, seq, at } = event;
    const open = since.get(partition);
    if (event.lastStable < event.highWatermark) since.set(partition, open ?? { seq, at });
    else if (open !== undefined) {
      since.delete(partition);
      stalls.push({ partition, from: open.seq, until: seq, ms: at - open.at });
    }
  }
  const end = trace.events.at(-1)?.at ?? 0;
  const lasting = [...since].map(([partition, { seq, at }]) => ({ partition, from: seq, until: -1, ms: end - at }));
  return [...stalls, ...lasting];
}
