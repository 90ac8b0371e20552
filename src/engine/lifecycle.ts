/** Nodes come back: after a crash with what survived, after a pause with everything they had. */
import { plainEvent } from './nodeEvent';
import { controlFrom, record } from './record';
import { resume, tell } from './turn';
import { retryWaiting } from './wire';
import { reviewWatches } from './watch';
import type { NodeState, World } from './world';

/** A crashed node starts again, over what survived. */
export function restart(world: World, node: NodeState, cause: number): void {
  node.status = 'up';
  node.incarnation += 1;
  node.parts.forEach((part) => (part.state = part.stepper.start.state));
  const seq = record(world, node, { kind: 'restart' }, controlFrom(cause));
  retryWaiting(world);
  reviewWatches(world, seq);
  tell(world, node, plainEvent('started'), controlFrom(seq));
}

/** A paused node goes on where it stood: the zombie. */
export function wake(world: World, node: NodeState, cause: number): void {
  node.status = 'up';
  const seq = record(world, node, { kind: 'wake' }, controlFrom(cause));
  retryWaiting(world);
  reviewWatches(world, seq);
  resume(world, node);
}
