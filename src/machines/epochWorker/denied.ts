/** What a worker in epochs does when it may not do a step of its own. */
import { note, type Action, type Asked, type Effect, type Guard } from '../../engine/contracts';
import { bodyOf, type Correlated, type ErrorAnswer } from '../messages';
import type { EpochData, EpochMemory, EpochWorkerParameters } from './memory';

const isRead = (v: EpochMemory, correlation: number): boolean => v.fetching === correlation;
const askedOf = ({ open }: EpochMemory): Asked => ({ question: open?.question ?? '', of: open?.peer ?? '' });

/** Whether an answer that refuses is about reading, and what is done about it. */
export function denialGuards({
  onDenied,
  retriesMax,
}: EpochWorkerParameters): Readonly<Record<string, Guard<EpochData>>> {
  const reads: Guard<EpochData> = ({ volatile: v }, event) => isRead(v, bodyOf<Correlated>(event).correlation);
  return {
    isRead: reads,
    isFatalRead: (data, event, now) => onDenied === 'stop' && reads(data, event, now),
    startsOverDenied: () => onDenied === 'startOver',
    stopsDenied: () => onDenied === 'stop',
    redoesDenied: ({ volatile: v }) => onDenied === 'redo' && v.failures < retriesMax,
    failsDenied: () => onDenied !== undefined && onDenied !== 'askAgain',
    waitsForRight: (_, event) => onDenied === 'failThenWait' && event.body !== undefined,
  };
}

/**
 * A timer that asks again what was refused waits for the right. A failed epoch is tried as often as its retries say, because
 * what it does outside is done again with each attempt; what would be tried after that is not drawn.
 */
export function denialActions(p: EpochWorkerParameters): Readonly<Record<string, Action<EpochData>>> {
  const { retryMs, leaseMs, source } = p;
  const later = (event: string, delayMs: number, whenAllowed: Asked): Effect[] => [
    { do: 'startTimer', name: event === 'retryDue' ? 'retry' : 'denied', event, delayMs, whenAllowed },
  ];
  return {
    noteDenied: (_, event) => [
      note({ kind: 'exception', error: bodyOf<ErrorAnswer>(event).error, records: event.records, leadsTo: 'end' }),
    ],
    fetchLater: () => later('fetchDue', p.readAgainMs ?? retryMs, { question: 'fetch', of: source }),
    askLater: ({ volatile: v }) => later('askDue', retryMs, askedOf(v)),
    askAnew: ({ volatile: v }) => v.open?.anew() ?? [],
    redoLater: ({ volatile: v }) => later('retryDue', leaseMs, askedOf(v)),
    raiseFailed: ({ volatile: v }) => [{ do: 'raise', event: 'failNow', body: askedOf(v) }],
    retryWhenAllowed: (_, event) => later('retryDue', retryMs, bodyOf<Asked>(event)),
    dropQuestion: ({ volatile: v }) => {
      v.open = undefined;
      v.failures += 1;
      v.todo = [];
      return [];
    },
  };
}
