/** Questions that are answered later, when there is something to say: a long poll, a tail, a watch. */
import type { NodeEvent } from '../engine/contracts';
import { isLateCopy } from './connections';

/** Who waits once this question is there: in place of what the same node asked earlier. A late copy takes nobody's place, and nobody takes its. */
export const inPlaceOfEarlier = (waiting: readonly NodeEvent[], event: NodeEvent): NodeEvent[] => [
  ...waiting.filter((other) => !replaces(event, other)),
  event,
];

/** Whether a question of a node takes the place of this earlier one. */
export const replaces = (event: NodeEvent, earlier: NodeEvent): boolean =>
  earlier.from === event.from && !isLateCopy(event) && !isLateCopy(earlier);
