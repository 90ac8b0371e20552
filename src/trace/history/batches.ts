/** What each producer has sent under which number, and what of it is still without an answer. */
import type { BatchStamp, MessageRef, TraceEvent } from '../event';
import { addSince, valueAt, type Since } from './timeline';

export interface OpenBatch {
  readonly records: readonly number[];
  readonly attempt: number;
  readonly to: string;
  readonly sentMs: number;
  readonly stamp: BatchStamp | undefined;
}

export interface ProducerMoment {
  /** Of the batch that was sent last; undefined before the first and for a producer that numbers nothing. */
  readonly stamp: BatchStamp | undefined;
  /** The number after the highest that it sent in this epoch; -1 when it numbers nothing. */
  readonly nextSequence: number;
  readonly inFlight: readonly OpenBatch[];
}

export type BatchHistory = ReadonlyMap<string, readonly Since<ProducerMoment>[]>;

const REQUEST = 'ProduceRequest';
const RESPONSE = 'ProduceResponse';
const NOTHING: ProducerMoment = { stamp: undefined, nextSequence: -1, inFlight: [] };

/** Reads what producers sent. Linear in the number of events, as long as few batches are in flight. */
export function readBatches(events: readonly TraceEvent[]): BatchHistory {
  const moments = new Map<string, Since<ProducerMoment>[]>();
  for (const event of events) {
    const before = moments.get(event.node)?.at(-1)?.value;
    const after = producerAfter(before ?? NOTHING, event);
    if (after !== undefined) addSince(moments, event.node, { seq: event.seq, value: after });
  }
  return moments;
}

/** How a producer stands after event `seq`; undefined for a node that has sent no batch. */
export const producerAt = (history: BatchHistory, node: string, seq: number): ProducerMoment | undefined =>
  valueAt(history.get(node) ?? [], seq);

function producerAfter(before: ProducerMoment, event: TraceEvent): ProducerMoment | undefined {
  if (event.kind === 'send' && event.message.name === REQUEST) return withSent(before, event.message, event.at);
  if (event.kind === 'arrive' && event.message.name === RESPONSE)
    return { ...before, inFlight: without(before.inFlight, event.message.records) };
  return event.kind === 'crash' && before !== NOTHING ? { ...before, inFlight: [] } : undefined;
}

function withSent(before: ProducerMoment, message: MessageRef, sentMs: number): ProducerMoment {
  const { records, attempt, to, stamp } = message;
  const inFlight = [...without(before.inFlight, records), { records, attempt, to, sentMs, stamp }];
  if (stamp === undefined) return { ...before, inFlight };
  const sameLife = before.stamp?.producerId === stamp.producerId && before.stamp.epoch === stamp.epoch;
  const next = stamp.sequence + records.length;
  return { stamp, nextSequence: sameLife ? Math.max(before.nextSequence, next) : next, inFlight };
}

const without = (open: readonly OpenBatch[], records: readonly number[]): readonly OpenBatch[] =>
  open.filter((batch) => batch.records.join() !== records.join());
