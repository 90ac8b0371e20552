/** Which refusal of a right belongs to the story of a record. */
import { ancestorsOf } from '../trace/causality';
import { isKind, type EventOf, type Trace, type TraceEvent } from '../trace/event';
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
  const isOfAll = (event: Denial): boolean =>
    isDuplicated ? event.seq > (witness[0] ?? 0) : keptAway(events, event, record);
  const isOfRecord = (event: Denial): boolean =>
    event.records.length > 0 ? event.records.includes(record) : isOfAll(event);
  const denied = events.filter((event) => isDenial(event) && event.seq < end && isOfRecord(event));
  const held = heldSince(events, record);
  const isBehind = !isDuplicated && denied.length === 0 && held < Infinity && isStuck(events, record, held);
  const told = isBehind ? events.filter((event) => isDenial(event) && lasts(events, event, held)) : denied;
  return told.slice(-1).map(({ seq }) => seq);
}

/**
 * Whether a refusal that names no record may have kept this one from going on: of the one who was to hand it over as long as
 * nobody else held it, of anybody else from then on. A refusal lasts until the right is given back.
 */
function keptAway(events: readonly TraceEvent[], denial: Denial, record: number): boolean {
  const submit = events.filter(isKind('submit')).find((event) => event.record === record);
  if (submit === undefined) return isFatal(events, denial);
  const held = heldSince(events, record);
  const asks = askerOf(events, denial) === submit.node;
  return held === Infinity ? asks && lasts(events, denial, submit.seq) : !asks && lasts(events, denial, held);
}

const askerOf = (events: readonly TraceEvent[], { causes }: Denial): string | undefined =>
  events.filter(isKind('arrive')).find(({ seq }) => causes.includes(seq))?.message.from;

/** Whether it came after this instant, or was still true then. */
const lasts = (events: readonly TraceEvent[], { seq, causes }: Denial, since: number): boolean =>
  seq > since ||
  !events
    .filter(isKind('grant'))
    .some((grant) => grant.seq > seq && grant.seq < since && grant.causes.some((cause) => causes.includes(cause)));

const HOLDS = new Set<TraceEvent['kind']>(['append', 'enqueue', 'deliver']);

/** A commit that tells its application "ok" holds the record, too; an "ok" in memory holds nothing. */
const holds = (event: TraceEvent): boolean => HOLDS.has(event.kind) || (event.kind === 'told' && event.durable);

/** From when on somebody held this record: before, a refusal that names no record was no matter of it. */
const heldSince = (events: readonly TraceEvent[], record: number): number =>
  events.find((event) => holds(event) && recordsOf(event).includes(record))?.seq ?? Infinity;

/** Nobody came to what is held: it stands behind another record, for which somebody lacks a right. */
const isStuck = (events: readonly TraceEvent[], record: number, since: number): boolean =>
  !events.some((event) => event.seq > since && HOLDS.has(event.kind) && recordsOf(event).includes(record));

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
