/**
 * The wire. Within one connection order holds; losing a message breaks the connection that carried it, and everything
 * else in flight on it fails with it; a late copy can come only from an old connection.
 */
import type { MessageRef } from '../trace/event';
import { invariant } from '../terms/invariant';
import type { NodeEvent, Outgoing } from './contracts';
import { isBlocked, linkOf } from './wire';
import { isCallUntrusted } from './rights';
import { plainEvent } from './nodeEvent';
import { newCall } from './sockets';
import { endTurn } from './turns';
import { fateOf } from './fate';
import { controlFrom, nodeOf, record } from './record';
import {
  countOf,
  freshId,
  type Connection,
  type Flight,
  type NodeState,
  type Trigger,
  type Waiting,
  type World,
} from './world';

/** Puts a message on the wire, or loses it when there is no wire: an answer goes back over the question's connection. */
export function sendMessage(
  world: World,
  node: NodeState,
  outgoing: Outgoing,
  trigger: Trigger,
  relied: readonly number[],
): void {
  const wanted = outgoing.answers?.connection;
  const usable = connectionFor(world, node, outgoing, wanted);
  const message = describe(world, node, outgoing, wanted ?? usable?.id ?? -1);
  const sentSeq = record(world, node, { kind: 'send', message }, trigger, relied);
  const event = toEvent(message, outgoing, partFor(outgoing), node.acting.name);
  const flight: Flight = { message, event, sentSeq, gone: false };
  if (outgoing.answers?.inTurn === true) endTurn(world, outgoing.answers.connection);
  if (usable === undefined || !usable.open) {
    record(
      world,
      node,
      { kind: 'lost', message, why: usable?.stalled === true ? 'partitioned' : 'staleConnection' },
      controlFrom(sentSeq),
    );
    return;
  }
  if (outgoing.call === true && isCallUntrusted(world, node.id, outgoing.to, outgoing.held === true))
    return distrust(world, node, usable, flight);
  launch(world, usable, flight);
}

/** A call opens a connection of its own, and its handshake fails; who asks again does so when it is trusted. */
function distrust(world: World, node: NodeState, connection: Connection, { message, sentSeq }: Flight): void {
  const cause = record(world, node, { kind: 'lost', message, why: 'untrusted' }, controlFrom(sentSeq));
  world.distrusted.push({ connection, cause, sinceMs: world.now });
}

/** The connection of that number; without one the newest that is open, our own before the peer's. */
function connectionFor(
  world: World,
  node: NodeState,
  outgoing: Outgoing,
  wanted: number | undefined,
): Connection | undefined {
  const { to, call } = outgoing;
  if (call === true) return newCall(world, node, outgoing);
  const asked = wanted === undefined ? undefined : world.calls.get(wanted);
  if (asked !== undefined) return asked;
  const own = world.connections.get(linkOf(node.id, to));
  const theirs = world.connections.get(linkOf(to, node.id));
  if (wanted === undefined) return own?.open === true ? own : theirs?.open === true ? theirs : (own ?? theirs);
  return own?.id === wanted ? own : theirs?.id === wanted ? theirs : undefined;
}

const partFor = ({ part, answers }: Outgoing): string => part ?? answers?.fromPart ?? '';

function describe(world: World, node: NodeState, outgoing: Outgoing, connection: number): MessageRef {
  const { name, to, records, says, stamp, answers } = outgoing;
  const about = (records.length > 0 ? `r${records[0]}` : outgoing.about) + partSuffix(world, outgoing);
  const attempt = askedOf(answers) ?? countOf(world, `attempt ${node.id} ${name}`, about);
  const link = `${node.id}>${to} ${name}`;
  return {
    name,
    id: `${link} ${about} #${countOf(world, link, about)}`,
    copy: freshId(world),
    from: node.id,
    to,
    connection,
    attempt,
    records,
    says,
    ...(stamp === undefined ? {} : { stamp }),
  };
}

/** The attempt that is answered; a question without records, such as a fetch, asks for none in particular. */
const askedOf = (question: NodeEvent | undefined): number | undefined =>
  question === undefined || question.records.length === 0 ? undefined : question.attempt;

/** Which replica it is for belongs to a message's identity where its receiver hosts several. */
function partSuffix(world: World, outgoing: Outgoing): string {
  const part = partFor(outgoing);
  return part !== '' && nodeOf(world, outgoing.to).parts.length > 1 ? ` ${part}` : '';
}

function toEvent(message: MessageRef, outgoing: Outgoing, part: string, fromPart: string): NodeEvent {
  const { name, from, records, connection, attempt } = message;
  const type = outgoing.as ?? name;
  const { body, about, inTurn = false } = outgoing;
  return { type, from, body, records, connection, attempt, about, part, fromPart, inTurn };
}

function launch(world: World, connection: Connection, flight: Flight): void {
  const fate = fateOf(world, flight.message, flight.sentSeq);
  const towards = flight.message.to === connection.server ? 'server' : 'client';
  const arrivesAt = Math.max(world.now + fate.latencyMs, connection.lastArrivalAt[towards]);
  connection.lastArrivalAt[towards] = arrivesAt;
  connection.flights.add(flight);
  if (fate.lost || isBlocked(world, flight.message.from, flight.message.to)) {
    const midwayMs = Math.floor((arrivesAt - world.now) / 2);
    world.queue.push(world.now + midwayMs, { what: 'vanish', flight, connection });
  } else {
    world.queue.push(arrivesAt, { what: 'arrival', flight, connection });
  }
  if (fate.copyAfterMs !== undefined) launchCopy(world, flight, arrivesAt + fate.copyAfterMs);
}

/**
 * A second arrival of the same bytes, from a connection that is gone: whatever answers it gets lost. When the first is lost
 * this is the only one: the sender saw its connection break, and the bytes had got through all the same.
 */
function launchCopy(world: World, flight: Flight, arrivesAt: number): void {
  const message: MessageRef = { ...flight.message, copy: freshId(world), connection: -1 };
  const sentSeq = record(
    world,
    nodeOf(world, message.from),
    { kind: 'copied', message, of: flight.message.copy },
    controlFrom(flight.sentSeq),
  );
  const copy: Flight = { message, event: { ...flight.event, connection: -1 }, sentSeq, gone: false };
  world.queue.push(arrivesAt, { what: 'arrival', flight: copy, connection: undefined });
}

/** Asks for a connection; it opens as soon as the peer can be reached, tried every `backoffMs`. */
export function askToConnect(world: World, node: NodeState, peer: string, backoffMs: number, trigger: Trigger): void {
  const waiting: Waiting = { client: node.id, server: peer, backoffMs, sinceMs: world.now, trigger };
  invariant(world.nodes.has(peer), `${node.id} connects to unknown node ${peer}`);
  const link = linkOf(node.id, peer);
  const open = world.connections.get(link);
  if (open?.open === true && node.parts.length > 1) {
    node.raised.push({ event: plainEvent('connected', open.id, peer, 'own', node.acting.name), trigger });
    return;
  }
  closeByClient(world, node, peer);
  world.waiting.set(link, waiting);
  world.queue.push(world.now + backoffMs, { what: 'connect', waiting });
}

/** Closes from the client's side: what it sent may still arrive, what comes back is lost. */
export function closeByClient(world: World, node: NodeState, peer: string): void {
  const connection = world.connections.get(linkOf(node.id, peer));
  if (connection !== undefined) {
    connection.open = false;
    connection.abandoned = true;
  }
  world.waiting.delete(linkOf(node.id, peer));
}
