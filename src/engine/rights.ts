/** Rights and certificates: who loses one, who has it again, and what a server says meanwhile. */
import { nodesOfPrincipal } from '../scenario/catalog';
import type { SystemFault } from '../scenario/scenario';
import { noteDenied, type Asked, type Effect, type NodeEvent, type RightBody, type RightPlan } from './contracts';
import { plainEvent } from './nodeEvent';
import { failCall } from './sockets';
import { controlFrom, NO_TRIGGER, nodeOf, record } from './record';
import type { Loss, NodeState, Pin, World } from './world';

/** `Write on topic`, or the certificate. */
const whatOf = ({ target, operation }: Pick<SystemFault, 'target' | 'operation'>): string =>
  operation === undefined ? target : `${operation} on ${target}`;

/** A principal loses a right or its certificate. Whoever this lane does not have, or never asks, has nothing to lose. */
export function losePrincipal(world: World, pin: Pin, fault: SystemFault): Loss | undefined {
  const { do: does, target, operation, principal = '', forMs } = fault;
  const nodes = nodesOfPrincipal(world, principal).filter((id) => world.nodes.has(id));
  const right = world.rights.find((one) => one.target === target && one.operation === operation);
  const [keeper] = does === 'revoke' ? (right?.at.filter((id) => world.nodes.has(id)) ?? []) : nodes;
  if (keeper === undefined || nodes.length === 0) return undefined;
  pin.struck = true;
  const what = whatOf(fault);
  const says = `${what} of ${principal}`;
  const name = `lost ${says}`;
  const fact = { kind: 'fault', what: does, pinned: pin.index, says } as const;
  const seq = record(world, nodeOf(world, keeper), fact, NO_TRIGGER);
  world.named.set(name, seq);
  // At the first instant nobody has begun yet.
  const lives = new Map([...world.nodes].map(([id, node]) => [id, world.now === 0 ? 0 : node.incarnation]));
  const since = { connection: world.made, lives };
  const loss: Loss = { principal, what, says, name, nodes, keeper, right, since, cause: seq };
  world.losses.add(loss);
  if (forMs !== undefined) world.queue.push(world.now + forMs, { what: 'grant', loss });
  return loss;
}

/** Whether this node lacks a right to what it asks, or trust: the loss of any other right is no matter of this question. */
export function isDenied(world: World, id: string, { question, of, call }: Asked): boolean {
  if (call === true && isUntrusted(world, id, of)) return true;
  for (const { right, nodes } of world.losses)
    if (right !== undefined && nodes.includes(id) && right.at.includes(of) && deniesOf(right, question) !== undefined)
      return true;
  return false;
}

/** Whoever asks every so often what was denied to it does so at its next turn. */
function releaseParked(world: World): void {
  const parked = world.parked.splice(0);
  for (const one of parked) {
    const { timer, asks, sinceMs, everyMs } = one;
    if (isDenied(world, timer.node, asks)) world.parked.push(one);
    else world.queue.push(nextTurn(world, sinceMs, everyMs), timer);
  }
}

/** Whoever's calls were not trusted makes them again at its next turn: nobody writes down those that could not succeed. */
function releaseDistrusted(world: World): void {
  const distrusted = world.distrusted.splice(0);
  for (const one of distrusted) {
    const { connection, cause, sinceMs } = one;
    if (isUntrusted(world, connection.client, connection.server)) world.distrusted.push(one);
    else failCall(world, connection, cause, nextTurn(world, sinceMs, connection.call?.lostAfterMs ?? 1) - world.now);
  }
}

/** The next of the instants that lie so far apart since then. */
function nextTurn({ now }: World, sinceMs: number, everyMs: number): number {
  const stepMs = Math.max(1, everyMs);
  return sinceMs + Math.max(1, Math.ceil((now - sinceMs) / stepMs)) * stepMs;
}

/** It is as if it had never been lost, for all that is asked from now on. */
export function giveBack(world: World, loss: Loss): number {
  world.losses.delete(loss);
  releaseParked(world);
  releaseDistrusted(world);
  return record(world, nodeOf(world, loss.keeper), { kind: 'grant', says: loss.says }, controlFrom(loss.cause));
}

/** Tells the servers whose charts want to know: their nodes, and what they are told. */
export function tellings(
  { right, nodes, name }: Loss,
  type: 'revoke' | 'grant',
): readonly { id: string; event: NodeEvent }[] {
  if (right?.told !== true) return [];
  const { target, operation } = right;
  const body: RightBody = { target, operation, nodes, loss: name };
  return right.at.map((id) => ({ id, event: plainEvent(type, body) }));
}

/** What a server does instead of what it was asked, when the one who asks may not; undefined when he may. */
export function denialOf(world: World, node: NodeState, event: NodeEvent): Effect[] | undefined {
  for (const loss of world.losses) {
    const { right, nodes, what, principal, name } = loss;
    if (right === undefined || !nodes.includes(event.from) || !right.at.includes(node.id)) continue;
    if (right.once === true && hadBegun(world, loss, event)) continue;
    const denial = deniesOf(right, event.type)?.(event);
    if (denial === undefined) continue;
    const why = `${principal} has lost the right ${what}`;
    return [noteDenied(denial.error, denial.records ?? event.records, why, name), ...denial.effects];
  }
  return undefined;
}

/** Whether the one who asks had begun before the right was lost. */
function hadBegun(world: World, loss: Loss, { connection, from }: NodeEvent): boolean {
  if (!world.calls.has(connection)) return connection <= loss.since.connection;
  return livedThen(world, loss, from);
}

const deniesOf = ({ denies }: RightPlan, type: string): RightPlan['denies'][string] | undefined =>
  Object.hasOwn(denies, type) ? denies[type] : undefined;

/** Whether a certificate of one of the two has expired: no connection between them can be opened. */
export const isUntrusted = (world: World, a: string, b: string): boolean =>
  [...world.losses].some((loss) => distrusts(loss, a, b));

/** The same of a call; one that stands for a connection that its process has held since before is not looked at. */
export const isCallUntrusted = (world: World, from: string, to: string, held: boolean): boolean =>
  [...world.losses].some((loss) => distrusts(loss, from, to) && !(held && livedThen(world, loss, from)));

const distrusts = ({ right, nodes }: Loss, a: string, b: string): boolean =>
  right === undefined && (nodes.includes(a) || nodes.includes(b));

const livedThen = (world: World, { since }: Loss, id: string): boolean =>
  nodeOf(world, id).incarnation <= (since.lives.get(id) ?? 0);
