/** What advice for a record may rest on, and what two rules or more ask of it. */
import { isKind, type Trace, type TraceEvent } from '../trace/event';
import { isDenial } from './denials';
import { recordsOf } from './evidence';
import type { RecordVerdict } from './verdict';

export type Events = readonly TraceEvent[];

/** What a rule may look at. */
export interface Facts {
  readonly judged: RecordVerdict;
  /** The events of the record's story. */
  readonly chain: Events;
  /** All events that name the record. */
  readonly own: Events;
  /** All events of the run. */
  readonly all: Events;
  /** A reader of everything was given the record by a transaction that ended in an abort. */
  readonly wasAborted: boolean;
}

/** The facts of one record out of a finished run; `chain`: the events that its story may tell. */
export function factsOf(trace: Trace, judged: RecordVerdict, chain: Events): Facts {
  const own = trace.events.filter((event) => recordsOf(event).includes(judged.record));
  const wasAborted = hasAborted(own) && isReadBeforeCommit(trace.events, own);
  return { judged, chain, own, all: trace.events, wasAborted };
}

/** Who was given it last reads everything, committed or not. */
function isReadBeforeCommit(all: Events, own: Events): boolean {
  const given = own.findLast(isKind('deliver'));
  const from = all.filter(isKind('position')).findLast(({ node, seq }) => node === given?.node && seq < given.seq);
  return from?.committedOnly === false;
}

/** A transaction among these events ended in an abort. */
export const hasAborted = (events: Events): boolean => events.filter(isKind('marker')).some(({ commit }) => !commit);

/** The record went from one topic into another: these events append it to several logs. */
export const isProcessed = (events: Events): boolean =>
  new Set(events.filter(isKind('append')).map(({ partition }) => partition)).size > 1;

/** Somebody lacked a right. */
export const isDenied = (events: Events): boolean => events.some(isDenial);
