/**
 * Messages that were given up, and how they come back: somebody has them moved to where they came from. Sources: SQS developer
 * guide, dead-letter queue retention and dead-letter queue redrive.
 */
import { note, type Effect, type Effects } from '../../engine/contracts';
import { leaseTimer, nameOfMessage, nameOfReturn, redriveTimer, retention, retentionTimer, stopClocks } from './clocks';
import type { Kept, QueuedMessage, QueueParameters } from './memory';

/** Where a message is that was given up. */
const DEAD_LETTERS = {
  none: 'nowhere',
  keep: 'deadLetters',
  dropUntaken: 'nowhere',
  holdUntaken: 'heldBack',
} as const satisfies Record<QueueParameters['deadLetters'], string>;

/** Gives a message up: to the dead letters, where its time runs on or begins anew, or to nobody. */
export function bury(
  p: QueueParameters,
  kept: Kept,
  message: QueuedMessage,
  why: 'receives' | 'retention' | 'full' | 'rejected' | 'damaged',
): Effects {
  kept.messages = kept.messages.filter((other) => other !== message);
  kept.deadLetters = kept.deadLetters.filter((other) => other !== message);
  const isDeadLetter = why === 'receives' || why === 'rejected';
  const to = isDeadLetter ? DEAD_LETTERS[p.deadLetters] : 'nowhere';
  if (to !== 'nowhere') kept.deadLetters.push(message);
  const { record, id } = message;
  const because = isDeadLetter && p.deadLetters === 'dropUntaken' ? 'deadLetterUntaken' : why;
  return [
    ...(to === 'nowhere' ? stopClocks(message) : keptClocks(p, message)),
    note(
      { kind: 'bury', record, messageId: id, to, why: because },
      { as: `buried ${record}`, durable: p.outlivesCrash, relies: [nameOfMessage(message)] },
    ),
  ];
}

/**
 * Nobody holds a dead letter; its retention runs on or begins again, and after a while it may be moved back. Where nobody
 * moves it, how long it lies there decides nothing more.
 */
function keptClocks(p: QueueParameters, message: QueuedMessage): Effect[] {
  const name = retentionTimer(message);
  const { retentionMs: delayMs, redriveAfterMs } = p;
  const anew: Effect = { do: 'startTimer', name, event: 'retentionOver', delayMs, body: message.id };
  return [
    { do: 'stopTimer', name: leaseTimer(message) },
    ...(p.deadLettersLiveAnew && delayMs > 0 ? [anew] : []),
    ...(redriveAfterMs === 0 ? [{ do: 'needNotWait', name } as const] : redriveClock(p, message)),
  ];
}

/** So long after it was given up a dead letter is moved back; no effects when nobody moves them. */
export const redriveClock = ({ redriveAfterMs: delayMs }: QueueParameters, message: QueuedMessage): Effect[] =>
  delayMs === 0
    ? []
    : [{ do: 'startTimer', name: redriveTimer(message), event: 'redriveDue', delayMs, body: message.id }];

/**
 * Moves a dead letter back, behind whatever the queue holds: as a new message, with an id, an age and a receive count of its
 * own. A guard is not asked: since it was given up, its old message id is what a deduplication id would be. No effects when
 * it is no dead letter any more.
 */
export function redrive(p: QueueParameters, kept: Kept, id: number, now: number): Effects {
  const letter = kept.deadLetters.find((one) => one.id === id);
  if (letter === undefined) return [];
  kept.deadLetters = kept.deadLetters.filter((one) => one !== letter);
  const message: QueuedMessage = {
    ...letter,
    id: kept.nextId,
    acceptedMs: now,
    receives: 0,
    excused: 0,
    redelivered: false,
  };
  kept.nextId += 1;
  kept.messages.push(message);
  const { record } = message;
  return [
    ...stopClocks(letter),
    note(
      { kind: 'return', record, messageId: message.id, why: 'redriven' },
      {
        as: [nameOfReturn(message), nameOfMessage(message)],
        durable: p.outlivesCrash,
        relies: [`buried ${record}`],
      },
    ),
    ...retention(p, message, now),
  ];
}
