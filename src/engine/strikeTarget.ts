import type { SystemFault } from '../scenario/scenario';
import { plainEvent } from './nodeEvent';
import { controlFrom, NO_TRIGGER, nodeOf, record } from './record';
import { giveBack, losePrincipal, tellings } from './rights';
import { tell } from './turn';
import { retryWaiting } from './wire';
import type { Loss, NodeState, Pin, World } from './world';

/** A fault of the system's own: the nodes that keep its target are told, and do what the system says. */
export function strikeTarget(world: World, pin: Pin, fault: SystemFault): void {
  if (fault.principal !== undefined) return strikePrincipal(world, pin, fault);
  const { do: what, target } = fault;
  for (const id of world.targets[target] ?? []) {
    const node = nodeOf(world, id);
    if (node.status === 'down') continue;
    pin.struck = true;
    const seq = record(world, node, { kind: 'fault', what, pinned: pin.index, says: target }, NO_TRIGGER);
    tell(world, node, plainEvent(what, target), controlFrom(seq));
  }
}

function strikePrincipal(world: World, pin: Pin, fault: SystemFault): void {
  const loss = losePrincipal(world, pin, fault);
  if (loss === undefined) return;
  tellServers(world, loss, 'revoke', loss.cause);
}

/** A right or a certificate is there again: whoever waits for a connection may try. */
export function grant(world: World, loss: Loss): void {
  const seq = giveBack(world, loss);
  tellServers(world, loss, 'grant', seq);
  retryWaiting(world);
}

/** A server that starts reads who lacks which right: what it was told before is gone, or came while it was down. */
export function retellLosses(world: World, node: NodeState): void {
  for (const loss of world.losses)
    for (const { id, event } of tellings(loss, 'revoke'))
      if (id === node.id) tell(world, node, event, controlFrom(loss.cause));
}

function tellServers(world: World, loss: Loss, type: 'revoke' | 'grant', cause: number): void {
  for (const { id, event } of tellings(loss, type)) {
    const node = world.nodes.get(id);
    if (node !== undefined) tell(world, node, event, controlFrom(cause));
  }
}
