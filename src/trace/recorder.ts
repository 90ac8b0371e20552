/** The append-only trace while it is being written: numbers events, checks that causes come first. */
import { HASH_START, hashText, hex8 } from '../terms/hash';
import { invariant } from '../terms/invariant';
import { canonicalText } from './canonical';
import type { Edge, EventHead, Fact, Taken, Trace, TraceEvent } from './event';

export interface Recorder {
  /** How many events there are: the next event's `seq`. */
  readonly length: number;
  /** Appends an event and returns its place. Throws when it names a cause that has not happened yet. */
  append(head: Omit<EventHead, 'seq'>, fact: Fact): number;
  /** Notes an edge that a chart took, set off by the event `by` (-1: by none). */
  take(by: number, node: string, part: string, edge: Edge): void;
  finish(names: Pick<Trace, 'nodes' | 'partitions'>, notMet: readonly number[]): Trace;
}

/** A recorder for one lane's run. */
export function createRecorder(lane: string): Recorder {
  const events: TraceEvent[] = [];
  const taken: Taken[] = [];
  return {
    get length() {
      return events.length;
    },
    append(head, fact) {
      const seq = events.length;
      invariant(
        head.causes.every((cause) => cause < seq),
        `event ${seq} names a cause that comes after it`,
      );
      events.push({ seq, ...head, ...fact });
      return seq;
    },
    take(by, node, part, edge) {
      taken.push({ after: events.length - 1, by, node, part, edge });
    },
    finish: (names, notMet) => {
      let digest: string | undefined;
      return {
        lane,
        events,
        taken,
        ...names,
        notMet,
        get digest() {
          return (digest ??= digestOf(events));
        },
      };
    },
  };
}

/** Worked out when somebody asks: a search looks at thousands of traces and compares none of them. */
function digestOf(events: readonly TraceEvent[]): string {
  return hex8(events.reduce((hash, event) => hashText(canonicalText(event), hash), HASH_START));
}
