/**
 * What a lane's trace says, read once, before anything is drawn: messages, spans, deeds, findings. Nothing here knows of
 * pixels, of the cursor or of the part in view.
 */
import type { Verdict } from '../checker/verdict';
import type { EventOf, Trace, TraceEvent } from '../trace/event';
import { isKind } from '../trace/event';
import { deedsOf, type Deed } from './deeds';
import { flightsOf, type Flight } from './flights';
import { holdsOf, type Hold } from './holds';
import { waitsOf, type Wait } from './waits';
import { spansOf, stretchesOf, type Span, type StateStretch } from './spans';

/** A moment worth stopping at. */
export interface Stop {
  readonly lane: string;
  readonly atMs: number;
  readonly seq: number;
  readonly what: 'fault' | 'anomaly';
  /** 0 when it is about no single record. */
  readonly record: number;
  readonly kind: string;
}

export interface LaneReading {
  readonly trace: Trace;
  readonly verdict: Verdict;
  readonly flights: readonly Flight[];
  readonly spans: readonly Span[];
  readonly stretches: ReadonlyMap<string, readonly StateStretch[]>;
  readonly deeds: readonly Deed[];
  readonly faults: readonly EventOf<'fault'>[];
  readonly watermarks: readonly EventOf<'watermark'>[];
  readonly waits: readonly Wait[];
  readonly holds: readonly Hold[];
  /** The record at each offset, by partition and offset: what its leader wrote there last. */
  readonly recordAt: ReadonlyMap<string, number>;
  /** Batches whose transaction was aborted: their copies' numbers. */
  readonly aborted: ReadonlySet<number>;
  readonly stops: readonly Stop[];
  /** Records that a fault or an anomaly of this lane touches. */
  readonly touched: ReadonlySet<number>;
  /** Nodes that never hold a record themselves. */
  readonly minor: ReadonlySet<string>;
}

/** Reads a finished lane. Linear in the number of events. */
export function readLane(trace: Trace, verdict: Verdict): LaneReading {
  const { events, lane } = trace;
  const flights = flightsOf(events);
  const faults = events.filter(isKind('fault'));
  const anomalies = verdict.anomalies.map((anomaly): Stop => {
    const atMs = instantOf(events, anomaly.witness);
    return {
      lane,
      atMs,
      seq: anomaly.witness.at(-1) ?? 0,
      what: 'anomaly',
      record: anomaly.record,
      kind: anomaly.kind,
    };
  });
  const struck = faults.map((fault): Stop => ({
    lane,
    atMs: fault.at,
    seq: fault.seq,
    what: 'fault',
    record: recordOf(events, fault),
    kind: fault.what,
  }));
  return {
    trace,
    verdict,
    flights,
    spans: spansOf(events),
    stretches: stretchesOf(events),
    deeds: deedsOf(trace, verdict),
    faults,
    watermarks: events.filter(isKind('watermark')),
    waits: waitsOf(events),
    holds: holdsOf(trace),
    recordAt: recordsByOffset(events),
    aborted: abortedBatches(events, flights),
    stops: [...struck, ...anomalies].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq),
    touched: new Set(
      [...anomalies.map((stop) => stop.record), ...struck.map((stop) => stop.record), ...recordsOfLost(flights)].filter(
        (record) => record > 0,
      ),
    ),
    minor: minorNodes(trace),
  };
}

/** When the last of an anomaly's witnesses happened. */
export function instantOf(events: readonly TraceEvent[], witness: readonly number[]): number {
  return witness.reduce((latest, seq) => Math.max(latest, events[seq]?.at ?? 0), 0);
}

/** The record of the message or step that a fault struck; 0 when it struck an instant. */
function recordOf(events: readonly TraceEvent[], fault: EventOf<'fault'>): number {
  const cause = events[fault.causes[0] ?? -1];
  if (cause === undefined) return 0;
  if (cause.kind === 'send') return cause.message.records[0] ?? 0;
  return 'record' in cause ? cause.record : 0;
}

const recordsOfLost = (flights: readonly Flight[]): readonly number[] =>
  flights.filter(({ fate, why }) => fate === 'lost' && why === 'dropped').flatMap(({ message }) => message.records);

function recordsByOffset(events: readonly TraceEvent[]): ReadonlyMap<string, number> {
  const records = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'append' || event.copied) continue;
    event.records.forEach((record, index) => records.set(`${event.partition} ${event.offset + index}`, record));
  }
  return records;
}

/**
 * The batches that an abort marker ends: it carries their epoch, or with transactions V2 the one after it
 * (KIP-890).
 */
function abortedBatches(events: readonly TraceEvent[], flights: readonly Flight[]): ReadonlySet<number> {
  const aborts = events.filter(isKind('marker')).filter(({ commit }) => !commit);
  const isAborted = ({ message: { stamp, records }, sentSeq }: Flight): boolean =>
    stamp !== undefined &&
    aborts.some(
      ({ seq, producerId, epoch, records: taken }) =>
        seq > sentSeq &&
        producerId === stamp.producerId &&
        (epoch === stamp.epoch || epoch === stamp.epoch + 1) &&
        records.some((record) => taken.includes(record)),
    );
  return new Set(flights.filter((flight) => stamp(flight) && isAborted(flight)).map(({ message }) => message.copy));
}

const stamp = ({ message }: Flight): boolean => message.stamp?.transactional === true;

const HOLDING: ReadonlySet<string> = new Set(['submit', 'deliver', 'apply', 'absorb', 'stage', 'told']);

function minorNodes(trace: Trace): ReadonlySet<string> {
  const holding = new Set<string>();
  for (const event of trace.events) {
    if (HOLDING.has(event.kind) || (event.kind === 'append' && !event.copied)) holding.add(event.node);
  }
  return new Set(trace.nodes.filter((node) => holding.size > 0 && !holding.has(node)));
}

/** The union of what all lanes touch: a record has colour in every lane, so that the lanes can be compared by eye. */
export function touchedIn(readings: readonly LaneReading[]): ReadonlySet<number> {
  return new Set(readings.flatMap((reading) => [...reading.touched]));
}

/** The instants at which some lane does something that is drawn, and where the last of them lies. */
export function instantsOf(readings: readonly LaneReading[]): {
  readonly instants: readonly number[];
  readonly endMs: number;
} {
  const instants: number[] = [];
  for (const { trace } of readings) {
    for (const event of trace.events) if (event.kind !== 'timer' && event.kind !== 'end') instants.push(event.at);
  }
  return { instants, endMs: instants.reduce((latest, at) => Math.max(latest, at), 1) };
}
