/** Traces with one event changed. Numbers of events stay what they are, so that causes still point where they did. */
import type { Fact, Trace, TraceEvent } from '../../src/trace/event';

const NOTHING: Fact = { kind: 'timer', name: 'dropped' };

function withEvent(trace: Trace, seq: number, event: TraceEvent): Trace {
  return { ...trace, events: trace.events.map((one) => (one.seq === seq ? event : one)) };
}

const headOf = (trace: Trace, place: number) => {
  const { seq, at, node, incarnation, causes, control, durable, part, state } = trace.events[place]!;
  return { seq, at, node, incarnation, causes, control, durable, part, state };
};

/** The event has not happened; in its place stands one that says nothing. */
export function drop(trace: Trace, seq: number): Trace {
  return withEvent(trace, seq, { ...headOf(trace, seq), ...NOTHING });
}

/** The event says something else. */
export function change(trace: Trace, seq: number, fact: Partial<Fact>): Trace {
  return withEvent(trace, seq, { ...trace.events[seq]!, ...fact } as TraceEvent);
}

/** The event happens once more right before the end, perhaps saying something else. */
export function repeat(trace: Trace, seq: number, fact: Partial<Fact> = {}): Trace {
  const end = trace.events.at(-1)!;
  const again = { ...trace.events[seq]!, at: end.at, seq: end.seq, ...fact } as TraceEvent;
  return { ...trace, events: [...trace.events.slice(0, -1), again, { ...end, seq: end.seq + 1 }] };
}
