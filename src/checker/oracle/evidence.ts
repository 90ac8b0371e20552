/** What all nine questions are asked of: the final log as one reader finds it, and who wrote what stands in it. */
import type { EventOf, Trace } from '../../trace/event';
import { deliveriesOf, type Delivery } from './deliveries';
import { finalLogs, readableBy, type FinalLog } from './finalLog';
import { replicasOf, type Replicas, type Slot } from './replicas';
import { whyUndecided } from './rest';
import { sendsOf, type Send, type Sends } from './sends';
import type { OracleOptions } from './verdict';
import { sentBehind, wireOf, type Wire } from './wire';

/** Who wrote a slot: the `send()` call, and the request on the wire that brought it to the leader. */
export interface Origin {
  readonly send: Send;
  readonly request: EventOf<'send'>;
}

export interface Evidence {
  readonly trace: Trace;
  readonly options: OracleOptions;
  readonly wire: Wire;
  readonly sends: Sends;
  readonly replicas: Replicas;
  readonly logs: readonly FinalLog[];
  /** What the reader finds in the end, partition after partition, in the order of offsets. */
  readonly readable: readonly Slot[];
  /** Of every slot that a leader ever wrote; none for a slot whose writer the trace does not show. */
  readonly origins: ReadonlyMap<Slot, Origin>;
  /** What consumers were given, in order. */
  readonly deliveries: readonly Delivery[];
  /** '' when everything has come to rest. */
  readonly undecided: string;
}

export function evidenceOf(trace: Trace, options: OracleOptions): Evidence {
  const wire = wireOf(trace);
  const sends = sendsOf(trace);
  const replicas = replicasOf(trace);
  const logs = finalLogs(trace, replicas);
  const readable = logs.flatMap((log) => readableBy(options.reader, log));
  const origins = originsOf(trace, wire, sends, replicas);
  const deliveries = deliveriesOf(trace, replicas);
  const undecided = whyUndecided(trace, logs);
  return { trace, options, wire, sends, replicas, logs, readable, origins, deliveries, undecided };
}

function originsOf(trace: Trace, wire: Wire, sends: Sends, { written }: Replicas): ReadonlyMap<Slot, Origin> {
  const origins = new Map<Slot, Origin>();
  for (const slot of written) {
    if (slot.record === 0) continue;
    const append = trace.events[slot.seq]!;
    const request = sentBehind(trace, wire, append, 'ProduceRequest', slot.record);
    const send = request === undefined ? undefined : sends.latest(request, slot.record, request.seq);
    if (request !== undefined && send !== undefined) origins.set(slot, { send, request });
  }
  return origins;
}

/** The readable copies of each `send()` call, in the order of the log; a call without a copy is not in the map. */
export function copiesBySend({ readable, origins }: Evidence): ReadonlyMap<Send, readonly Slot[]> {
  const copies = new Map<Send, Slot[]>();
  for (const slot of readable) {
    const origin = origins.get(slot);
    if (origin === undefined) continue;
    const before = copies.get(origin.send);
    if (before === undefined) copies.set(origin.send, [slot]);
    else before.push(slot);
  }
  return copies;
}

export const inOrder = (seqs: readonly number[]): readonly number[] =>
  [...new Set(seqs)].filter((seq) => seq >= 0).toSorted((a, b) => a - b);
