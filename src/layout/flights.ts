/** Messages of a trace, each sending paired with what became of it. */
import type { EventOf, LossReason, MessageRef, TraceEvent } from '../trace/event';

export interface Flight {
  readonly message: MessageRef;
  readonly sentSeq: number;
  readonly sentMs: number;
  /** -1 while it is still on its way when the run ends. */
  readonly endSeq: number;
  readonly endMs: number;
  readonly fate: 'arrived' | 'lost' | 'flying';
  readonly why: LossReason | '';
  /** A late copy of an earlier sending. */
  readonly isCopy: boolean;
}

type Start = EventOf<'send'> | EventOf<'copied'>;
type End = EventOf<'arrive'> | EventOf<'lost'>;

/** Every physical copy of every message, in the order of sending. */
export function flightsOf(events: readonly TraceEvent[]): readonly Flight[] {
  const ends = new Map<number, End>();
  const starts: Start[] = [];
  for (const event of events) {
    if (event.kind === 'arrive' || event.kind === 'lost') ends.set(event.message.copy, event);
    if (event.kind === 'send' || event.kind === 'copied') starts.push(event);
  }
  const lastMs = events.at(-1)?.at ?? 0;
  return starts.map((start) => toFlight(start, ends.get(start.message.copy), lastMs));
}

function toFlight(start: Start, end: End | undefined, lastMs: number): Flight {
  return {
    message: start.message,
    sentSeq: start.seq,
    sentMs: start.at,
    endSeq: end?.seq ?? -1,
    endMs: end?.at ?? lastMs,
    fate: end === undefined ? 'flying' : end.kind === 'arrive' ? 'arrived' : 'lost',
    why: end?.kind === 'lost' ? end.why : '',
    isCopy: start.kind === 'copied',
  };
}
