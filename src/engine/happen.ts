/** One thing that is due happens. */
import { notice, tryConnect } from './connection';
import { restart, wake } from './lifecycle';
import { plainEvent } from './nodeEvent';
import { controlFrom, dataFrom, NO_TRIGGER, nodeOf, partNamed, record } from './record';
import { strikeAtInstant } from './strike';
import { grant, retellLosses, strikeTarget } from './strikeTarget';
import { tell, tellTimer } from './turn';
import { takesTurn } from './turns';
import { reviewWatches, watchKey } from './watch';
import { callerIsGone, endCall, failCall } from './sockets';
import { healLink, lose, vanish } from './wire';
import type { Connection, Cut, Due, Flight, NodeState, Pin, Timer, World } from './world';

/** Timers with this prefix stand for the outside world (the workload); they are causes of nothing and leave no event. */
const OUTSIDE = 'outside.';

/** Lets the due thing happen; whoever it concerns is told. */
export function happen(world: World, due: Due): void {
  switch (due.what) {
    case 'start':
      return start(world, nodeOf(world, due.node));
    case 'arrival':
      return arrive(world, due.flight, due.connection);
    case 'vanish':
      return vanish(world, due.flight, due.connection);
    case 'timer':
      return fire(world, due);
    case 'connect':
      return tryConnect(world, due.waiting);
    case 'notice':
      return notice(world, due.node, due.peer, due.connection, due.trigger);
    case 'silence':
      return fallSilent(world, due);
    case 'callLost':
      return giveUpCall(world, due);
    case 'heard':
      return beHeard(world, due);
    case 'pinned':
      return strikePinned(world, due.pin);
    case 'restart':
      restart(world, nodeOf(world, due.node), due.cause);
      return retellLosses(world, nodeOf(world, due.node));
    case 'wake':
      return wakeUnlessGone(world, due);
    case 'heal':
      return heal(world, due.cut, due.cause);
    case 'grant':
      return grant(world, due.loss);
  }
}

function start(world: World, node: NodeState): void {
  tell(world, node, plainEvent('started'), NO_TRIGGER);
  retellLosses(world, node);
}

function strikePinned(world: World, pin: Pin): void {
  if ('target' in pin.fault) strikeTarget(world, pin, pin.fault);
  else strikeAtInstant(world, pin);
}

function arrive(world: World, flight: Flight, connection: Connection | undefined): void {
  connection?.flights.delete(flight);
  if (flight.gone) return;
  const node = nodeOf(world, flight.message.to);
  if (node.status === 'down') {
    const seq = lose(world, flight, 'nodeDown');
    if (connection !== undefined) failCall(world, connection, seq);
    return;
  }
  if (connection !== undefined && isDeaf(connection, node)) {
    lose(world, flight, 'staleConnection');
    return;
  }
  if (!takesTurn(world, flight, connection)) return;
  endCall(world, connection, node.id);
  node.acting = partNamed(node, flight.event.part);
  const seq = record(world, node, { kind: 'arrive', message: flight.message }, dataFrom(flight.sentSeq));
  tell(world, node, flight.event, dataFrom(seq));
}

/** Nobody is left at that end to hear it: it gave the connection up, or started anew since it asked. */
const isDeaf = (connection: Connection, node: NodeState): boolean =>
  (connection.abandoned && node.id === connection.client) || callerIsGone(connection, node);

function fire(world: World, due: Timer): void {
  const node = nodeOf(world, due.node);
  node.acting = partNamed(node, due.event.part);
  if (due.name.startsWith(OUTSIDE)) return tellTimer(world, node, due, NO_TRIGGER);
  const seq = record(
    world,
    node,
    { kind: 'timer', name: due.name },
    due.cause < 0 ? NO_TRIGGER : controlFrom(due.cause),
  );
  tellTimer(world, node, due, controlFrom(seq));
}

function heal(world: World, cut: Cut, cause: number): void {
  const seq = record(world, nodeOf(world, cut.between[0]), { kind: 'heal', between: cut.between }, controlFrom(cause));
  healLink(world, cut, seq);
  reviewWatches(world, seq);
}

function fallSilent(world: World, { watch, cause }: Extract<Due, { what: 'silence' }>): void {
  watch.silent = true;
  const node = nodeOf(world, watch.node);
  const seq = record(world, node, { kind: 'timer', name: `silence of ${watch.peer}` }, controlFrom(cause));
  tell(world, node, plainEvent('peerSilent', undefined, watch.peer), controlFrom(seq));
}

function giveUpCall(world: World, due: Extract<Due, { what: 'callLost' }>): void {
  const node = nodeOf(world, due.node);
  if (node.status === 'down' || node.incarnation !== due.incarnation) return;
  const seq = record(world, node, { kind: 'timer', name: `no answer from ${due.event.from}` }, controlFrom(due.cause));
  tell(world, node, due.event, controlFrom(seq));
}

function beHeard(world: World, { watch, cause }: Extract<Due, { what: 'heard' }>): void {
  if (world.watches.get(watchKey(watch)) !== watch) return;
  tell(world, nodeOf(world, watch.node), plainEvent('peerHeard', undefined, watch.peer), controlFrom(cause));
}

function wakeUnlessGone(world: World, due: Extract<Due, { what: 'wake' }>): void {
  const node = nodeOf(world, due.node);
  if (node.status === 'paused' && node.incarnation === due.incarnation) wake(world, node, due.cause);
}
