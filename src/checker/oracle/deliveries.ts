/** Which copy in the log a consumer was given, and which delivery is behind an effect. */
import type { EventOf, Trace } from '../../trace/event';
import type { Replicas, Slot } from './replicas';
import type { Reader } from './verdict';
import { sentBehind, sessionKey, type Session, type Wire } from './wire';

export interface Delivery {
  readonly event: EventOf<'deliver'>;
  /** What a leader had written there last when it was delivered. */
  readonly slot: Slot | undefined;
  /** The isolation of who was given it; `undefined` where the trace does not say. */
  readonly reader: Reader | undefined;
}

/** Every delivery of the run, in order. */
export function deliveriesOf({ events }: Trace, { written }: Replicas): readonly Delivery[] {
  const at = byPlace(written);
  const readers = new Map<string, Reader | undefined>();
  const deliveries: Delivery[] = [];
  for (const event of events) {
    if (event.kind === 'position') readers.set(sessionKey(event), readerOf(event));
    if (event.kind !== 'deliver') continue;
    const slot = at.get(placeKey(event))?.findLast(({ seq }) => seq < event.seq);
    deliveries.push({ event, slot, reader: readers.get(sessionKey(event)) });
  }
  return deliveries;
}

function byPlace(written: readonly Slot[]): ReadonlyMap<string, readonly Slot[]> {
  const at = new Map<string, Slot[]>();
  for (const slot of written) {
    const before = at.get(placeKey(slot));
    if (before === undefined) at.set(placeKey(slot), [slot]);
    else before.push(slot);
  }
  return at;
}

const placeKey = ({ partition, offset, record }: Slot | EventOf<'deliver'>): string =>
  `${partition} ${offset} ${record}`;

const readerOf = ({ committedOnly }: EventOf<'position'>): Reader | undefined =>
  committedOnly === undefined ? undefined : committedOnly ? 'read_committed' : 'read_uncommitted';

/** The consumer that asked for an effect, and the request with which it did. */
export interface Writer extends Session {
  readonly requested: number;
}

/** Who asked for an effect of `record` that the sink noted: `undefined` when the trace does not show it. */
export function writerOf(trace: Trace, wire: Wire, event: EventOf<'apply'> | EventOf<'absorb'>): Writer | undefined {
  const request =
    sentBehind(trace, wire, event, 'Write', event.record) ??
    sentBehind(trace, wire, event, 'ServiceRequest', event.record);
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
