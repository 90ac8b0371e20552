/** Faults by touching: what a touched message or node becomes as a pinned fault. */
import { nodesOfPrincipal, type SystemDescription } from '../scenario/catalog';
import type { Fault, MessageFault, NodeFault, PartitionFault, SystemFault } from '../scenario/scenario';
import type { Flight } from '../layout/flights';

export type MessageDeed = MessageFault['do'];
export type NodeDeed = NodeFault['do'];

export const USUAL_DELAY_MS = 200;
export const USUAL_COPY_MS = 50;
export const USUAL_AWAY_MS = 300;

/** Whether a fault can be pinned to this message at all: only what holds a record can be named in a scenario. */
export const canPin = (flight: Flight): boolean => flight.message.records.length > 0 && !flight.isCopy;

/**
 * Pins a fault to a sent message. The attempt is the place of this message among all of its name that hold the record,
 * as the engine counts them; `from` and `to` are named only where messages of that name go more than one way.
 */
export function pinMessage(
  what: MessageDeed,
  flight: Flight,
  flights: readonly Flight[],
  record: number,
): MessageFault {
  const { name, from, to } = flight.message;
  const like = flights.filter(
    ({ message, isCopy }) => !isCopy && message.name === name && message.records.includes(record),
  );
  const oneWay = like.every(({ message }) => message.from === from && message.to === to);
  const counted = oneWay ? like : like.filter(({ message }) => message.from === from && message.to === to);
  const attempt = counted.findIndex(({ sentSeq }) => sentSeq === flight.sentSeq) + 1;
  const pin = { message: name, record, attempt: Math.max(1, attempt), ...(oneWay ? {} : { from, to }) };
  if (what === 'drop') return { do: what, ...pin };
  return { do: what, ...pin, byMs: what === 'delay' ? USUAL_DELAY_MS : USUAL_COPY_MS };
}

/** Strikes a node at an instant. Without `forMs` it never comes back. */
export function strikeNode(what: NodeDeed, node: string, atMs: number, forMs: number | undefined): NodeFault {
  return { do: what, node, pin: { atMs: Math.round(atMs) }, ...(forMs === undefined ? {} : { forMs }) };
}

/** Cuts two nodes apart, both ways. */
export function cutApart(a: string, b: string, atMs: number, forMs: number | undefined): PartitionFault {
  return {
    do: 'partition',
    between: [a, b],
    atMs: Math.round(atMs),
    oneWay: false,
    ...(forMs === undefined ? {} : { forMs }),
  };
}

/** What a node can lose: a right or its certificate, named for a button, and the fault that takes it away at an instant. */
export interface Losable {
  readonly says: string;
  take(atMs: number, forMs: number | undefined): SystemFault;
}

/** By the system's own list: whatever this node does in the name of a principal that may lose it. */
export function losablesOf(system: SystemDescription, node: string): readonly Losable[] {
  return system.ownFaults.flatMap(({ do: what, targets, principals = [], operations = [undefined] }) =>
    principals
      .filter((principal) => nodesOfPrincipal(system, principal).includes(node))
      .flatMap((principal) =>
        targets.flatMap((target) => operations.map((operation) => losable({ do: what, target, principal, operation }))),
      ),
  );
}

function losable({
  do: what,
  target,
  principal,
  operation,
}: Pick<SystemFault, 'do' | 'target'> & { principal: string; operation: string | undefined }): Losable {
  const own = operation === undefined ? {} : { operation };
  return {
    says: operation === undefined ? target : `${operation} on ${target}`,
    take: (atMs, forMs) => ({
      do: what,
      target,
      principal,
      ...own,
      atMs: Math.round(atMs),
      ...(forMs === undefined ? {} : { forMs }),
    }),
  };
}

/** Whether two faults are the same: touching the same thing twice takes the fault away again. */
export function isSameFault(a: Fault, b: Fault): boolean {
  return sortedText(a) === sortedText(b);
}

function sortedText(fault: Fault): string {
  return JSON.stringify(Object.entries(fault).sort(([a], [b]) => (a < b ? -1 : 1)));
}
