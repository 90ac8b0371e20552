/** What a worker in epochs does when it may not do a step of its own. */
import { note, type Action, type Asked, type Guard } from '../../engine/contracts';
import { bodyOf, type Correlated, type ErrorAnswer } from '../messages';
import type { EpochData, EpochMemory, EpochWorkerParameters } from './memory';

const askedOf = ({ open }: EpochMemory): Asked => ({ question: open?.question ?? '', of: open?.peer ?? '' });

/** After how many refused reads it is at its end. */
const readsBeforeEnd = ({ onDenied, afterRetries, retriesMax }: EpochWorkerParameters): number => {
  if (onDenied === 'stop') return 0;
  return onDenied === 'fail' && afterRetries === 'block' ? retriesMax : Infinity;
};

/** Whether an answer that refuses is about reading, and what is done about it. */
export function denialGuards(p: EpochWorkerParameters): Readonly<Record<string, Guard<EpochData>>> {
  const { onDenied, retriesMax } = p;
  const isRead: Guard<EpochData> = ({ volatile: v }, event) => v.fetching === bodyOf<Correlated>(event).correlation;
  return {
    isRead,
    isFatalRead: (data, event, now) => isRead(data, event, now) && data.volatile.refusedReads >= readsBeforeEnd(p),
    startsOverDenied: () => onDenied === 'startOver',
    stopsDenied: () => onDenied === 'stop',
    redoesDenied: ({ volatile: v }) => onDenied === 'redo' && v.failures < retriesMax,
    failsDenied: () => onDenied !== undefined && onDenied !== 'askAgain',
    waitsForRight: (_, event) => onDenied === 'failThenWait' && event.body !== undefined,
  };
}

const DENIED = { do: 'startTimer', name: 'denied' } as const;
const RETRY = { do: 'startTimer', name: 'retry', event: 'retryDue' } as const;

/**
 * A timer that asks again what was refused waits for the right, unless attempts are counted. A failed epoch is tried as often
 * as its retries say, because what it does outside is done again with each attempt; what would be tried after that is not drawn.
 */
export function denialActions(p: EpochWorkerParameters): Readonly<Record<string, Action<EpochData>>> {
  const { retryMs, leaseMs, source: of } = p;
  const readLater = { ...DENIED, event: 'fetchDue', delayMs: p.readAgainMs ?? retryMs };
  return {
    noteDenied: (_, event) => [
      note({ kind: 'exception', error: bodyOf<ErrorAnswer>(event).error, records: event.records, leadsTo: 'end' }),
    ],
    fetchLater: ({ volatile: v }) => {
      v.refusedReads += 1;
      if (readsBeforeEnd(p) < Infinity) return [readLater];
      return [{ ...readLater, whenAllowed: { question: 'fetch', of } }];
    },
    askLater: ({ volatile: v }) => [{ ...DENIED, event: 'askDue', delayMs: retryMs, whenAllowed: askedOf(v) }],
    askAnew: ({ volatile: v }) => v.open?.anew() ?? [],
    redoLater: ({ volatile: v }) => [{ ...RETRY, delayMs: leaseMs, whenAllowed: askedOf(v) }],
    raiseFailed: ({ volatile: v }) => [{ do: 'raise', event: 'failNow', body: askedOf(v) }],
    retryWhenAllowed: (_, event) => [{ ...RETRY, delayMs: retryMs, whenAllowed: bodyOf<Asked>(event) }],
    dropQuestion: ({ volatile: v }) => {
      v.open = undefined;
      v.failures += 1;
      v.todo = [];
      return [];
    },
  };
}
