/** From an event back to the message that brought it about: who sent that, in which life, and when. */
import type { EventOf, Trace, TraceEvent } from '../../trace/event';

/** A node between two crashes: the instance that a client is. */
export interface Session {
  readonly node: string;
  readonly incarnation: number;
}

export const sessionKey = ({ node, incarnation }: Session): string => `${node}/${incarnation}`;

/** By physical copy: the event `send` behind it. A late copy leads to the sending that it is a copy of. */
export type Wire = ReadonlyMap<number, EventOf<'send'>>;

export function wireOf({ events }: Trace): Wire {
  const wire = new Map<number, EventOf<'send'>>();
  for (const event of events) {
    if (event.kind === 'send') wire.set(event.message.copy, event);
    if (event.kind !== 'copied') continue;
    const original = wire.get(event.of);
    if (original !== undefined) wire.set(event.message.copy, original);
  }
  return wire;
}

/**
 * The sending of the message `name` with this record that brought `event` about: the nearest one back along the causes.
 * `undefined` when there is none.
 */
export function sentBehind(
  { events }: Trace,
  wire: Wire,
  event: TraceEvent,
  name: string,
  record: number,
): EventOf<'send'> | undefined {
  const open = [...event.causes];
  const seen = new Set(open);
  while (open.length > 0) {
    const nearest = Math.max(...open);
    open.splice(open.indexOf(nearest), 1);
    const cause = events[nearest];
    if (cause === undefined) continue;
    if (cause.kind === 'arrive' && cause.message.name === name && cause.message.records.includes(record))
      return wire.get(cause.message.copy);
    for (const further of cause.causes) {
      if (seen.has(further)) continue;
      seen.add(further);
      open.push(further);
    }
  }
  return undefined;
}
