/** The wire's state: what breaks a connection, what a cut loses, who waits to connect. Nothing here tells a node anything. */
import type { LossReason } from '../trace/event';
import { controlFrom, nodeOf, record } from './record';
import { isUntrusted } from './rights';
import { failCall, failCallsTo } from './sockets';
import type { Connection, Cut, Flight, Trigger, World } from './world';

/** The name of the connections that one node opens to another. Both may open one to the other. */
export const linkOf = (client: string, server: string): string => `${client}>${server}`;

/** Whether a cut keeps messages from reaching `to`. */
export function isBlocked(world: World, from: string, to: string): boolean {
  for (const { between, oneWay } of world.cuts) {
    if (between[0] === from && between[1] === to) return true;
    if (!oneWay && between[1] === from && between[0] === to) return true;
  }
  return false;
}

/**
 * A connection needs both directions, and a process at the other end that answers: a frozen one would have its socket
 * opened by the kernel, but no client uses a connection before the server has said what it speaks. And each must take the
 * other for whom it says it is.
 */
export function isReachable(world: World, client: string, server: string): boolean {
  const answers = nodeOf(world, server).status === 'up';
  const joined = !isBlocked(world, client, server) && !isBlocked(world, server, client);
  return answers && joined && !isUntrusted(world, client, server);
}

/**
 * A peer may be reachable again: every client that waits for a connection tries at its next multiple of its back-off.
 * This equals trying every `backoffMs`, without writing down the attempts that could not succeed.
 */
export function retryWaiting(world: World): void {
  for (const waiting of world.waiting.values()) {
    const stepMs = Math.max(1, waiting.backoffMs);
    const tries = Math.max(1, Math.ceil((world.now - waiting.sinceMs) / stepMs));
    world.queue.push(waiting.sinceMs + tries * stepMs, { what: 'connect', waiting });
  }
}

/** A message vanished on the way: it takes its connection with it. Behind a cut nobody notices before the cut heals. */
export function vanish(world: World, flight: Flight, connection: Connection): void {
  if (flight.gone) return;
  const partitioned = isBlocked(world, flight.message.from, flight.message.to);
  const seq = lose(world, flight, partitioned ? 'partitioned' : 'dropped');
  connection.flights.delete(flight);
  if (connection.call === undefined) breakConnection(world, connection, seq, partitioned);
  else failCall(world, connection, seq);
}

/** Writes down that a message is lost, where its sender stands. */
export function lose(world: World, flight: Flight, why: LossReason, by: readonly number[] = []): number {
  flight.gone = true;
  const trigger: Trigger = { seqs: [flight.sentSeq, ...by], control: true };
  return record(world, nodeOf(world, flight.message.from), { kind: 'lost', message: flight.message, why }, trigger);
}

/** Everything in flight on it fails; both ends are told after the shortest latency, unless a cut hides it. */
function breakConnection(world: World, connection: Connection, cause: number, silently: boolean): void {
  if (!connection.open) return;
  connection.open = false;
  connection.stalled = silently;
  for (const flight of connection.flights) lose(world, flight, 'connectionBroke', [cause]);
  connection.flights.clear();
  if (!silently) noticeAtBothEnds(world, connection, controlFrom(cause));
}

function noticeAtBothEnds(world: World, connection: Connection, trigger: Trigger): void {
  const at = world.now + world.network.latencyMs[0];
  world.queue.push(at, { what: 'notice', node: connection.client, peer: connection.server, connection, trigger });
  world.queue.push(at, { what: 'notice', node: connection.server, peer: connection.client, connection, trigger });
}

/** A process is gone: what it had sent still arrives, what was on its way to it is lost, its peers learn of it last. */
export function dropConnectionsOf(world: World, id: string, cause: number): void {
  failCallsTo(world, id, cause);
  world.waiting.forEach((waiting, link) => waiting.client === id && world.waiting.delete(link));
  for (const connection of world.connections.values()) {
    if ((connection.client !== id && connection.server !== id) || !connection.open) continue;
    closeAt(world, id, connection, 'nodeDown', cause);
  }
}

/** A server closes what a client has opened. */
export function closeByServer(world: World, server: string, client: string, cause: number): void {
  const connection = world.connections.get(linkOf(client, server));
  if (connection?.open === true) closeAt(world, server, connection, 'connectionBroke', cause);
}

function closeAt(world: World, id: string, connection: Connection, why: LossReason, cause: number): void {
  connection.open = false;
  for (const flight of connection.flights) if (flight.message.to === id) lose(world, flight, why, [cause]);
  const peer = connection.client === id ? connection.server : connection.client;
  const towards = peer === connection.server ? 'server' : 'client';
  const at = Math.max(world.now + world.network.latencyMs[0], connection.lastArrivalAt[towards]);
  world.queue.push(at, { what: 'notice', node: peer, peer: id, connection, trigger: controlFrom(cause) });
}

/** A cut begins: what is on its way across is lost. */
export function cutLink(world: World, cut: Cut, cause: number): void {
  world.cuts.add(cut);
  for (const connection of [...world.connections.values(), ...world.calls.values()]) {
    for (const flight of connection.flights) {
      if (!isBlocked(world, flight.message.from, flight.message.to)) continue;
      const seq = lose(world, flight, 'partitioned', [cause]);
      connection.flights.delete(flight);
      failCall(world, connection, seq);
      if (connection.open) connection.stalled = true;
      connection.open = false;
    }
  }
}

/** A cut heals: connections that broke behind it are noticed now, and those who wait may connect. */
export function healLink(world: World, cut: Cut, cause: number): void {
  world.cuts.delete(cut);
  for (const connection of world.connections.values()) {
    const { client, server } = connection;
    if (!connection.stalled || isBlocked(world, client, server) || isBlocked(world, server, client)) continue;
    connection.stalled = false;
    noticeAtBothEnds(world, connection, controlFrom(cause));
  }
  retryWaiting(world);
}
