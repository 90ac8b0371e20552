/** Connections as they are made: one that stays, and one for a single question and its answer. */
import { plainEvent } from './nodeEvent';
import type { Outgoing } from './contracts';
import { freshId, type Connection, type NodeState, type World } from './world';

/** A connection from the node that opens it to the other. */
export function newConnection(world: World, client: string, server: string, call?: Connection['call']): Connection {
  return {
    id: freshId(world),
    client,
    server,
    call,
    open: true,
    abandoned: false,
    stalled: false,
    flights: new Set(),
    lastArrivalAt: { client: world.now, server: world.now },
  };
}

/** A connection for one question, kept until it is answered. */
export function newCall(world: World, caller: NodeState, { to, body, lostAfterMs }: Outgoing): Connection {
  const { incarnation, acting } = caller;
  const call = newConnection(world, caller.id, to, { incarnation, part: acting.name, body, lostAfterMs });
  world.calls.set(call.id, call);
  return call;
}

/** A call is over when its answer has arrived. */
export function endCall(world: World, connection: Connection | undefined, at: string): void {
  if (connection !== undefined && connection.client === at) world.calls.delete(connection.id);
}

/** Whether the process that made the call is gone: a process that has started again never asked this question. */
export const callerIsGone = ({ call, client }: Connection, node: NodeState): boolean =>
  call !== undefined && node.id === client && node.incarnation !== call.incarnation;

/** A call will never be answered: whoever wanted to know is told when its socket gives up, or after `afterMs`. */
export function failCall(world: World, connection: Connection, cause: number, afterMs?: number): void {
  const { call, client, server, id } = connection;
  if (call?.lostAfterMs === undefined || !world.calls.delete(id)) return;
  const event = plainEvent('callLost', call.body, server, '', call.part);
  const { incarnation } = call;
  world.queue.push(world.now + (afterMs ?? call.lostAfterMs), {
    what: 'callLost',
    node: client,
    incarnation,
    event,
    cause,
  });
}

/** A process is gone, and with it the answers to what it was asked. */
export function failCallsTo(world: World, server: string, cause: number): void {
  for (const connection of [...world.calls.values()]) {
    const onItsWay = connection.flights.size > 0;
    if (connection.server === server && !onItsWay) failCall(world, connection, cause);
  }
}
