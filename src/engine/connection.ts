/** How a node comes to know of its connections: it gets one, or it learns that one is gone. */
import { plainEvent } from './nodeEvent';
import { controlFrom, nodeOf, record } from './record';
import { tell } from './turn';
import { newConnection } from './sockets';
import { isReachable, linkOf } from './wire';
import type { Connection, Trigger, Waiting, World } from './world';

/** One attempt to connect. When the peer cannot be reached the client goes on waiting, and `retryWaiting` tries again. */
export function tryConnect(world: World, waiting: Waiting): void {
  const { client, server } = waiting;
  const link = linkOf(client, server);
  if (world.waiting.get(link) !== waiting || !isReachable(world, client, server)) return;
  world.waiting.delete(link);
  const connection = newConnection(world, client, server);
  world.connections.set(link, connection);
  const node = nodeOf(world, client);
  const trigger: Trigger = { seqs: waiting.trigger.seqs, control: true };
  const seq = record(world, node, { kind: 'connected', peer: server, connection: connection.id }, trigger);
  tell(world, node, plainEvent('connected', connection.id, server, 'own'), controlFrom(seq));
  tell(world, nodeOf(world, server), plainEvent('accepted', connection.id, client, 'peer'), controlFrom(seq));
}

/** An end learns that its connection is gone; there is nothing to learn when it has given it up itself. */
export function notice(world: World, node: string, peer: string, connection: Connection, trigger: Trigger): void {
  const state = nodeOf(world, node);
  if (state.status === 'down' || (connection.client === node && connection.abandoned)) return;
  const seq = record(world, state, { kind: 'disconnected', peer, connection: connection.id }, trigger);
  const opener = connection.client === node ? 'own' : 'peer';
  tell(world, state, plainEvent('disconnected', connection.id, peer, opener), controlFrom(seq));
}
