/** The append-only trace while it is being written: numbers events, checks that causes come first, keeps a running digest. */
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
  let digest = HASH_START;
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
      const event: TraceEvent = { seq, ...head, ...fact };
      events.push(event);
      digest = hashText(canonicalText(event), digest);
      return seq;
    },
    take(by, node, part, edge) {
      taken.push({ after: events.length - 1, by, node, part, edge });
    },
    finish: (names, notMet) => ({ lane, events, taken, ...names, digest: hex8(digest), notMet }),
  };
}
