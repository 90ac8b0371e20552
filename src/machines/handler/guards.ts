/** What a worker on a queue asks itself before it does anything. */
import type { Guard } from '../../engine/contracts';
import { SINK } from '../addresses';
import { isLateCopy } from '../connections';
import { bodyOf, type Correlated } from '../messages';
import type { NameAnswer } from '../names/asking';
import { isPastRecall } from '../worker/steps';
import type { HandlerData, HandlerParameters } from './memory';

/** Its guards; `peers` are the nodes that it has to reach. */
export function handlerGuards(
  p: HandlerParameters,
  peers: readonly string[],
): Readonly<Record<string, Guard<HandlerData>>> {
  return {
    isLastPeer: ({ volatile: v }, event) => peers.every((peer) => peer === event.from || v.connected.has(peer)),
    isAnswerOpen: ({ volatile: v }, event) => v.open?.peer === event.from,
    isPastRecall: ({ volatile: v }, event) => {
      const task = v.operations[v.at];
      if (v.open?.peer !== SINK || (event.type === 'connected' && event.from !== SINK)) return false;
      return task !== undefined && task.verb === undefined && isPastRecall(p.groups, task.steps);
    },
    isStale: ({ volatile: v }, event) =>
      (event.type !== 'callLost' && isLateCopy(event)) || v.open?.correlation !== bodyOf<Correlated>(event).correlation,
    isStaleDelivery: ({ volatile: v }, event) =>
      isLateCopy(event) || (p.transport === 'call' && v.open?.correlation !== bodyOf<Correlated>(event).correlation),
    hasMessage: ({ volatile: v }) => v.batch.length > 0,
    hasRedeliveredToDrop: ({ volatile: v }) => p.dropsRedelivered && v.batch[0]?.redelivered === true,
    isPoison: ({ durable, volatile: v }) =>
      v.current?.record === p.poisonRecord && (p.poisonTimes === 0 || durable.failures < p.poisonTimes),
    isBusy: (_, event) => bodyOf<NameAnswer>(event).standing === 'busy',
    isLastOperation: ({ volatile: v }) => v.at + 1 >= v.operations.length,
  };
}
