import type { SystemFault } from '../scenario/scenario';
import { plainEvent } from './nodeEvent';
import { controlFrom, NO_TRIGGER, nodeOf, record } from './record';
import { tell } from './turn';
import type { Pin, World } from './world';

/** A fault of the system's own: the nodes that keep its target are told, and do what the system says. */
export function strikeTarget(world: World, pin: Pin, { do: what, target }: SystemFault): void {
  for (const id of world.targets[target] ?? []) {
    const node = nodeOf(world, id);
    if (node.status === 'down') continue;
    pin.struck = true;
    const seq = record(world, node, { kind: 'fault', what, pinned: pin.index, says: target }, NO_TRIGGER);
    tell(world, node, plainEvent(what, target), controlFrom(seq));
  }
}
