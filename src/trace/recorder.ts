/** The append-only trace while it is being written: numbers events, checks that causes come first, keeps a running digest. */
import { HASH_START, hashText, hex8 } from '../terms/hash';
import { invariant } from '../terms/invariant';
import { canonicalText } from './canonical';
import type { EventHead, Fact, Trace, TraceEvent } from './event';

export interface Recorder {
  /** How many events there are: the next event's `seq`. */
  readonly length: number;
  /** Appends an event and returns its place. Throws when it names a cause that has not happened yet. */
  append(head: Omit<EventHead, 'seq'>, fact: Fact): number;
  finish(nodes: readonly string[], notMet: readonly number[]): Trace;
}

/** A recorder for one lane's run. */
export function createRecorder(lane: string): Recorder {
  const events: TraceEvent[] = [];
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
    finish: (nodes, notMet) => ({ lane, events, nodes, digest: hex8(digest), notMet }),
  };
}
