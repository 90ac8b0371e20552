/** The clocks that run on a message, and the name by which others rely on it. */
import type { Effect, Effects } from '../../engine/contracts';
import type { QueuedMessage, QueueParameters } from './memory';

export const leaseTimer = ({ id }: QueuedMessage): string => `lease ${id}`;
export const retentionTimer = ({ id }: QueuedMessage): string => `retention ${id}`;
export const redriveTimer = ({ id }: QueuedMessage): string => `redrive ${id}`;

/** A message that is gone needs no clocks. */
export const stopClocks = (message: QueuedMessage): Effect[] => [
  { do: 'stopTimer', name: leaseTimer(message) },
  { do: 'stopTimer', name: retentionTimer(message) },
];

export const nameOfMessage = ({ id }: QueuedMessage): string => `message ${id}`;
export const nameOfReturn = ({ id }: QueuedMessage): string => `returned message ${id}`;

/** The clock that drops a message however often it was handed out. */
export function retention(p: QueueParameters, message: QueuedMessage, now: number): Effects {
  const { id, acceptedMs } = message;
  if (p.retentionMs === 0) return [];
  const delayMs = Math.max(0, acceptedMs + p.retentionMs - now);
  return [{ do: 'startTimer', name: retentionTimer(message), event: 'retentionOver', delayMs, body: id }];
}
