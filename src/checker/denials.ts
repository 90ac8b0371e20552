/** Which refusal of a right belongs to the story of a record. */
import { ancestorsOf } from '../trace/causality';
import type { EventOf, Trace, TraceEvent } from '../trace/event';
import { recordsOf } from './evidence';
import type { RecordVerdict } from './verdict';

type Denial = EventOf<'refuse'>;

/** Somebody lacked a right. */
export const isDenial = (event: TraceEvent): event is Denial =>
  event.kind === 'refuse' && event.reason === 'unauthorized';

/**
 * The last time that somebody lacked a right: for this record, or for all that was there to be read, or for progress that
 * may have covered it.
 */
export function deniedSeqsOf({ events }: Trace, { record, outcome, witness }: RecordVerdict): readonly number[] {
  if (outcome === 'once') return [];
  const isDuplicated = outcome === 'duplicated';
  const end = isDuplicated ? (witness.at(-1) ?? 0) : Infinity;
  const first = isDuplicated ? (witness[0] ?? 0) : heldSince(events, record);
  const isNew = !events.some((event) => event.kind === 'submit' && event.record === record);
  const isOfRecord = (event: Denial): boolean => {
    if (event.records.length > 0) return event.records.includes(record);
    return event.seq > first || (isNew && isFatal(events, event));
  };
  const denied = events.filter((event) => isDenial(event) && event.seq < end && isOfRecord(event));
  return denied.slice(-1).map(({ seq }) => seq);
}

const HOLDS = new Set<TraceEvent['kind']>(['append', 'enqueue', 'deliver']);

/** From when on somebody held this record: before, a refusal that names no record was no matter of it. */
const heldSince = (events: readonly TraceEvent[], record: number): number =>
  events.find((event) => HOLDS.has(event.kind) && recordsOf(event).includes(record))?.seq ?? Infinity;

/** Whether a producer gave up for good because of the answer: it never came to what it had not sent yet. */
function isFatal(events: readonly TraceEvent[], denial: Denial): boolean {
  const over = events.filter(
    (event) => event.kind === 'refuse' && event.reason === 'fenced' && event.records.length === 0,
  );
  const behind = ancestorsOf(
    events,
    over.map(({ seq }) => seq),
  );
  return behind.some(({ seq, kind }) => kind === 'arrive' && denial.causes.includes(seq));
}
