/**
 * What a trace shows of each record, collected in one walk over the events. Reads nothing of faults, crashes and cuts: a
 * verdict must follow from what happened to records alone.
 */
import type { EventOf, Trace, TraceEvent } from '../trace/event';

export interface RecordEvidence {
  readonly record: number;
  readonly submits: number[];
  /** Events `told … ok`. */
  readonly toldOk: number[];
  /** All events `told`, whatever the outcome. */
  readonly told: number[];
  /** Effects in the sink's own store. */
  readonly applies: number[];
  /** Effects outside every transaction. */
  readonly outside: number[];
  /** The same by the node where they took place. */
  readonly outsideAt: Map<string, number[]>;
  /** Refusals by a memory of names. */
  readonly remembered: number[];
  /** The last event that concerns it. */
  last: number;
}

const fresh = (record: number): RecordEvidence => ({
  record,
  submits: [],
  toldOk: [],
  told: [],
  applies: [],
  outside: [],
  outsideAt: new Map(),
  remembered: [],
  last: -1,
});

/** Evidence of records 1 to `count`, at index record - 1. Events of other records are passed over. */
export function gather(trace: Trace, count: number): readonly RecordEvidence[] {
  const all = Array.from({ length: count }, (_, index) => fresh(index + 1));
  for (const event of trace.events) take(all, event);
  return all;
}

function take(all: readonly RecordEvidence[], event: TraceEvent): void {
  for (const record of recordsOf(event)) {
    const evidence = all[record - 1];
    if (evidence === undefined) continue;
    evidence.last = event.seq;
    file(evidence, event);
  }
}

function file(evidence: RecordEvidence, event: TraceEvent): void {
  switch (event.kind) {
    case 'submit':
      evidence.submits.push(event.seq);
      return;
    case 'told':
      evidence.told.push(event.seq);
      if (event.outcome === 'ok') evidence.toldOk.push(event.seq);
      return;
    case 'apply':
      fileEffect(evidence, event);
      return;
    case 'absorb':
      if (event.reason === 'remembered') evidence.remembered.push(event.seq);
      return;
    default:
  }
}

function fileEffect(evidence: RecordEvidence, { outside, node, seq }: EventOf<'apply'>): void {
  if (!outside) {
    evidence.applies.push(seq);
    return;
  }
  evidence.outside.push(seq);
  const there = evidence.outsideAt.get(node);
  if (there === undefined) evidence.outsideAt.set(node, [seq]);
  else there.push(seq);
}

const NONE: readonly number[] = [];

/** The records that an event is about; none for events of faults, nodes and links. */
export function recordsOf(event: TraceEvent): readonly number[] {
  if ('record' in event) return [event.record];
  if ('records' in event) return event.records;
  return 'message' in event ? event.message.records : NONE;
}
