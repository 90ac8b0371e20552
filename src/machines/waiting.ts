/** Questions that are answered later, when there is something to say: a long poll, a tail, a watch. */
import type { NodeEvent } from '../engine/contracts';
import { isLateCopy } from './connections';

/** Who waits once this question is there. It takes the place of what its asker asked before; a late copy takes nobody's place. */
export function waitingWith(waiting: readonly NodeEvent[], event: NodeEvent): NodeEvent[] {
  if (isLateCopy(event)) return [...waiting, event];
  return [...waiting.filter((other) => other.from !== event.from || isLateCopy(other)), event];
}
