/** Connections as they are made: one that stays, and one for a single question and its answer. */
import { freshId, type Connection, type NodeState, type World } from './world';

/** Of a connection that stays. */
const NO_CALLER = 0;

/** A connection from the node that opens it to the other. */
export function newConnection(world: World, client: string, server: string, callerIncarnation = NO_CALLER): Connection {
  return {
    id: freshId(world),
    client,
    server,
    callerIncarnation,
    open: true,
    abandoned: false,
    stalled: false,
    flights: new Set(),
    lastArrivalAt: { client: world.now, server: world.now },
  };
}

/** A connection for one question, kept until it is answered. */
export function newCall(world: World, caller: NodeState, server: string): Connection {
  const call = newConnection(world, caller.id, server, caller.incarnation);
  world.calls.set(call.id, call);
  return call;
}

/** A call is over when its answer has arrived. */
export function endCall(world: World, connection: Connection | undefined, at: string): void {
  if (connection !== undefined && connection.client === at) world.calls.delete(connection.id);
}

export const isCall = ({ callerIncarnation }: Connection): boolean => callerIncarnation !== NO_CALLER;

/** Whether the process that made the call is gone: a process that has started again never asked this question. */
export const callerIsGone = ({ callerIncarnation, client }: Connection, node: NodeState): boolean =>
  callerIncarnation !== NO_CALLER && node.id === client && node.incarnation !== callerIncarnation;
