/** What the visitor points at: a record's fate in a lane, or one event; and the way from causes to effects. */
import type { Trace, TraceEvent } from '../trace/event';

export type Selection =
  | { readonly what: 'record'; readonly lane: string; readonly record: number }
  | { readonly what: 'event'; readonly lane: string; readonly seq: number }
  | { readonly what: 'node'; readonly lane: string; readonly node: string };

/** The cause to jump to: the latest one whose content was needed, else the latest that let it start. */
export function causeOf(trace: Trace, seq: number): TraceEvent | undefined {
  const event = trace.events[seq];
  if (event === undefined) return undefined;
  const data = event.causes.filter((cause) => !event.control.includes(cause));
  const from = data.length > 0 ? data : event.causes;
  return trace.events[Math.max(-1, ...from)];
}

/** The first event that names this one as a cause. */
export function effectOf(trace: Trace, seq: number): TraceEvent | undefined {
  return trace.events.find(({ causes }) => causes.includes(seq));
}
