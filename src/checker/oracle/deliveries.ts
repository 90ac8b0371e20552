/** Which copy in the log a consumer was given, and which delivery is behind an effect. */
import type { EventOf } from '../../trace/event';
import type { Evidence } from './evidence';
import type { Slot } from './replicas';
import { sentBehind, sessionKey, type Session } from './wire';

export interface Delivery {
  readonly event: EventOf<'deliver'>;
  /** What a leader had written there last when it was delivered. */
  readonly slot: Slot | undefined;
}

/** Every delivery of the run, in order. */
export function deliveriesOf({ trace, replicas }: Evidence): readonly Delivery[] {
  const at = new Map<string, Slot[]>();
  for (const slot of replicas.written) {
    const key = placeKey(slot);
    const before = at.get(key);
    if (before === undefined) at.set(key, [slot]);
    else before.push(slot);
  }
  return trace.events
    .filter((event) => event.kind === 'deliver')
    .map((event) => ({ event, slot: at.get(placeKey(event))?.findLast(({ seq }) => seq < event.seq) }));
}

const placeKey = ({ partition, offset, record }: Omit<Slot, 'seq'> | EventOf<'deliver'>): string =>
  `${partition} ${offset} ${record}`;

/** The consumer that asked for an effect, and the request with which it did. */
export interface Writer extends Session {
  readonly requested: number;
}

/** Who asked for an effect of `record` that the sink noted: `undefined` when the trace does not show it. */
export function writerOf({ trace, wire }: Evidence, event: EventOf<'apply'> | EventOf<'absorb'>): Writer | undefined {
  const request = sentBehind(trace, wire, event, 'Write', event.record);
  if (request === undefined) return undefined;
  return { node: request.node, incarnation: request.incarnation, requested: request.seq };
}

/** Finds the delivery that a consumer was acting on: its latest of that record before it asked. */
export function deliveryFinder(
  deliveries: readonly Delivery[],
): (writer: Writer, record: number) => Delivery | undefined {
  const given = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const key = `${sessionKey(delivery.event)} ${delivery.event.record}`;
    const before = given.get(key);
    if (before === undefined) given.set(key, [delivery]);
    else before.push(delivery);
  }
  return (writer, record) =>
    given.get(`${sessionKey(writer)} ${record}`)?.findLast(({ event }) => event.seq < writer.requested);
}
