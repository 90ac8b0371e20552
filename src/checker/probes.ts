/**
 * What a monitor of the real service would show of a run: counts and one curve, each the answer to one question. They are
 * read off the trace like a verdict, and prove nothing. Beside them is what no counter of any product sees: swallowed records.
 */
import type { Trace, TraceEvent } from '../trace/event';
import { backlogOf, type Waiting } from './backlog';
import { isDenial } from './denials';
import type { Verdict } from './verdict';

/** From this instant on so many records are stored and not ticked off. */
export interface LagStep {
  readonly atMs: number;
  readonly records: number;
}

export interface Probes {
  /** Empty where nobody ticks anything off: a call and its answer have no progress to save. */
  readonly lag: readonly LagStep[];
  /** The longest that a record stood stored and not ticked off, virtual milliseconds. */
  readonly oldestMs: number;
  /** Messages that whoever hands records over put on the wire again. */
  readonly retries: number;
  /** Handed out by a queue not for the first time, or read from a log by the same node again. */
  readonly redelivered: number;
  /** Repetitions that a memory or a key kept from a second effect. */
  readonly absorbed: number;
  /** Records that a memory took for a repetition and was wrong. */
  readonly swallowed: number;
  /** Done in the name of somebody who had been replaced, and refused. */
  readonly fenced: number;
  /** Refused for want of a right. */
  readonly denied: number;
  /** Records that were stored and hidden behind the last stable offset, at most. */
  readonly hidden: number;
}

/** All probes of one lane. */
export function probe(trace: Trace, verdict: Verdict): Probes {
  const waiting = backlogOf(trace.events);
  const endMs = trace.events.at(-1)?.at ?? 0;
  const swallowed = verdict.records.filter((record) => record.swallowed).length;
  return {
    lag: curveOf(waiting),
    oldestMs: Math.max(0, ...waiting.map(({ fromMs, toMs = endMs }) => toMs - fromMs)),
    retries: retriesOf(trace),
    redelivered: redeliveries(trace),
    absorbed: Math.max(0, absorptions(trace) - swallowed),
    swallowed,
    fenced: count(trace, isFenced),
    denied: count(trace, isDenial),
    hidden: hiddenAtMost(trace.events),
  };
}

const count = ({ events }: Trace, holds: (event: TraceEvent) => boolean): number => events.filter(holds).length;

function retriesOf(trace: Trace): number {
  const senders = new Set(trace.events.flatMap((event) => (event.kind === 'submit' ? event.node : [])));
  return count(
    trace,
    (event) =>
      event.kind === 'send' && senders.has(event.node) && event.message.attempt > 1 && event.message.records.length > 0,
  );
}

/** A memory that knows the name, once for each repetition: a worker that is told so passes the record over, and is not counted again. */
function absorptions({ events }: Trace): number {
  const absorbed = new Set<string>();
  for (const event of events)
    if (event.kind === 'absorb' && event.reason !== 'fenced') absorbed.add(`${event.seq}`);
    else if (event.kind === 'refuse' && (event.reason === 'duplicate' || event.reason === 'remembered'))
      absorbed.add(`${event.seq}`);
    else if (event.kind === 'skip' && event.why === 'remembered' && !wasTold(events, event))
      absorbed.add(`${event.seq}`);
  return absorbed.size;
}

/** Whether it passes the record over because of an answer. */
const wasTold = (events: readonly TraceEvent[], { causes }: TraceEvent): boolean =>
  causes.some((cause) => events[cause]?.kind === 'arrive');

const isFenced = (event: TraceEvent): boolean =>
  (event.kind === 'refuse' || event.kind === 'absorb') && event.reason === 'fenced';

/** A queue counts how often it hands a message out; who reads a log can only be seen to read a place of it again. */
function redeliveries({ events }: Trace): number {
  const read = new Set<string>();
  let again = 0;
  for (const event of events) {
    if (event.kind === 'lease' && event.receives > 1) again += 1;
    if (event.kind !== 'deliver' || event.offset < 0) continue;
    const place = `${event.node} ${event.partition} ${event.offset}`;
    if (read.has(place)) again += 1;
    read.add(place);
  }
  return again;
}

function hiddenAtMost(events: readonly TraceEvent[]): number {
  let most = 0;
  for (const event of events)
    if (event.kind === 'watermark') most = Math.max(most, event.highWatermark - event.lastStable);
  return most;
}

/** One step for each instant at which something changed. */
function curveOf(waiting: readonly Waiting[]): readonly LagStep[] {
  const changes = new Map<number, number>();
  const change = (atMs: number, by: number): void => void changes.set(atMs, (changes.get(atMs) ?? 0) + by);
  for (const { fromMs, toMs } of waiting) {
    change(fromMs, 1);
    if (toMs !== undefined) change(toMs, -1);
  }
  let records = 0;
  return [...changes]
    .toSorted(([a], [b]) => a - b)
    .map(([atMs, by]) => {
      records += by;
      return { atMs, records };
    });
}
