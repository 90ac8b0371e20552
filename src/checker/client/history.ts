/** The history that clients can write down, taken out of a trace: calls with their outcomes, and what consumers were given. */
import { isKind, type EventOf, type Place, type Trace } from '../../trace/event';
import { sendsOf, type Send } from '../oracle/sends';
import { topicOf } from '../oracle/topics';
import type { ClientReport } from './report';

export type Outcome = 'ok' | 'fail' | 'info';

/** A call of `send()`. Who was told nothing, or "unknown", cannot know: `info`. */
export interface Write {
  readonly send: Send;
  readonly record: number;
  readonly outcome: Outcome;
  /** Where the broker said that the record is. */
  readonly place: Place | undefined;
  /** The event of the outcome, else of the call. */
  readonly seq: number;
}

export interface History {
  readonly trace: Trace;
  readonly writes: readonly Write[];
  readonly reads: readonly EventOf<'deliver'>[];
}

export function historyOf(trace: Trace): History {
  const writes = sendsOf(trace).all.map((send): Write => {
    const outcome = send.ok >= 0 ? 'ok' : send.fail >= 0 && send.unknown < 0 ? 'fail' : 'info';
    const seq = Math.max(send.seq, outcome === 'fail' ? send.fail : send.ok);
    const told = trace.events[seq];
    const place = told?.kind === 'told' ? told.place : undefined;
    return { send, record: send.record, outcome, place, seq };
  });
  // What a queue hands out has no position: nobody can have gone back in it.
  return { trace, writes, reads: trace.events.filter(isKind('deliver')).filter(({ offset }) => offset >= 0) };
}

export const placeKey = ({ partition, offset }: Place): string => `${partition} ${offset}`;

/** One business record in one topic: what Jepsen calls a value of a key. */
export const valueKey = (trace: Trace, partition: number, record: number): string =>
  `${topicOf(trace, partition)} ${record}`;

/** The first report of each name and record. */
export function once(reports: readonly ClientReport[]): readonly ClientReport[] {
  const first = new Map<string, ClientReport>();
  for (const report of reports) {
    const key = `${report.name} ${report.record}`;
    if (!first.has(key)) first.set(key, report);
  }
  return [...first.values()];
}
