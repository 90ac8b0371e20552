/** What a queue still has after a restart, and how its guard comes to know names again. */
import { copyGuard, newGuard, putDown, scopedName } from '../guard/attachment';
import { emptyQueue, type Kept, type QueueData, type QueuedMessage, type QueueParameters } from './memory';

/** The name by which the guard knows a message, within its scope; '' when the message has none. */
export const nameInGuard = (
  { guardScope }: QueueParameters,
  { name, key }: Pick<QueuedMessage, 'name' | 'key'>,
): string => (name === '' ? '' : scopedName(guardScope === 'group' ? String(key) : '', name));

/** An independent copy: what is on disk does not change with what is in memory. */
export function copyOf(kept: Kept): Kept {
  const copies = (messages: readonly QueuedMessage[]): QueuedMessage[] => messages.map((message) => ({ ...message }));
  return {
    ...kept,
    messages: copies(kept.messages),
    deadLetters: copies(kept.deadLetters),
    settled: new Map(kept.settled),
    finished: copies(kept.finished),
    guard: kept.guard === undefined ? undefined : copyGuard(kept.guard),
  };
}

/** Handles stay new: a worker may still hold one that was given after the last flush. */
export function afterRestart(p: QueueParameters, { durable, unflushed }: QueueData, power: boolean): Survival {
  const stored = survivors(p, durable, unflushed, power);
  const kept = readable(p, stored);
  const unreadable = stored.messages.filter((message) => !kept.messages.includes(message));
  kept.nextHandle = unflushed.nextHandle;
  const guard = p.guardAfterRestart === 'kept' ? kept.guard : rebuilt(p, kept);
  return { kept: { ...kept, guard }, unreadable };
}

/** What a queue has after a restart, and which messages it has stored and cannot read. */
export interface Survival {
  readonly kept: Kept;
  readonly unreadable: readonly QueuedMessage[];
}

function survivors(p: QueueParameters, durable: Kept | undefined, unflushed: Kept, power: boolean): Kept {
  if (!p.outlivesCrash) return emptyQueue(p);
  if (!power || p.flush === 'always') return unflushed;
  return durable === undefined ? emptyQueue(p) : copyOf(durable);
}

/** What is left of it to a leader with a damaged file. */
function readable({ damagedFrom }: QueueParameters, kept: Kept): Kept {
  if (damagedFrom === 0) return kept;
  const before = ({ record }: QueuedMessage): boolean => record < damagedFrom;
  return { ...kept, messages: kept.messages.filter(before), finished: kept.finished.filter(before) };
}

/** The names of what is still stored, each from the instant when its message was accepted. */
function rebuilt(p: QueueParameters, { messages, deadLetters, finished }: Kept): Kept['guard'] {
  if (p.guard === undefined) return undefined;
  const guard = newGuard(p.guard);
  const stored = [...messages, ...deadLetters, ...finished].toSorted((a, b) => a.id - b.id);
  for (const message of stored) putDown(guard, nameInGuard(p, message), message.acceptedMs);
  return guard;
}
