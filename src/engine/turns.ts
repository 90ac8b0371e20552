/**
 * Messages that a server takes one at a time from each connection: the next one when it has answered the last. Until then
 * they wait in its socket, and go on to be taken even when the client has closed the connection meanwhile.
 * Source: Kafka's Selector and KafkaChannel (muting), SocketServer.
 */
import { lose } from './wire';
import type { Connection, Flight, World } from './world';

/** Whether the message may be taken now; if not, it waits for its turn. */
export function takesTurn(world: World, flight: Flight, connection: Connection | undefined): boolean {
  if (connection === undefined || !flight.event.inTurn) return true;
  const turn = world.turns.get(connection.id);
  if (turn === undefined) {
    world.turns.set(connection.id, { server: connection.server, next: undefined, waiting: [] });
    return true;
  }
  if (turn.next !== flight) {
    turn.waiting.push({ flight, connection });
    return false;
  }
  turn.next = undefined;
  return true;
}

/** The last one is answered: whoever waits longest is next, ahead of all that arrive from now on. */
export function endTurn(world: World, connection: number): void {
  const turn = world.turns.get(connection);
  const first = turn?.waiting.shift();
  if (turn === undefined || first === undefined) {
    world.turns.delete(connection);
    return;
  }
  turn.next = first.flight;
  world.queue.push(world.now, { what: 'arrival', ...first });
}

/** A process is gone, and with it what waited in its sockets. */
export function dropTurnsOf(world: World, server: string, cause: number): void {
  for (const [id, turn] of world.turns) {
    if (turn.server !== server) continue;
    turn.waiting.forEach(({ flight }) => lose(world, flight, 'nodeDown', [cause]));
    world.turns.delete(id);
  }
}
