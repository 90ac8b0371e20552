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

/** Nobody holds a dead letter; its retention runs on or begins again. */
const keptClocks = (p: QueueParameters, message: QueuedMessage): Effect[] => [
  { do: 'stopTimer', name: leaseTimer(message) },
  ...(p.deadLettersLiveAnew ? lifeAnew(p, message) : []),
  ...prospect(p, message),
];

/** After a restart of the queue the life of a dead letter runs on, or where it began with the burial, begins again. */
export const clocksAfterRestart = (p: QueueParameters, message: QueuedMessage, now: number): Effects => [
  ...(p.deadLettersLiveAnew ? lifeAnew(p, message) : retention(p, message, now)),
  ...prospect(p, message),
];

const lifeAnew = ({ retentionMs: delayMs }: QueueParameters, message: QueuedMessage): Effect[] =>
  delayMs === 0
    ? []
    : [{ do: 'startTimer', name: retentionTimer(message), event: 'retentionOver', delayMs, body: message.id }];

/** So long after it was given up a dead letter is moved back; where nobody moves it, how long it lies there decides nothing. */
const prospect = ({ redriveAfterMs: delayMs }: QueueParameters, message: QueuedMessage): Effect[] =>
  delayMs === 0
    ? [{ do: 'needNotWait', name: retentionTimer(message) }]
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
