/**
 * Two different shields. One knows what it has seen before and lets it in no second time; the other knows who may still
 * come and shuts out whoever was replaced. Neither does the other's work.
 */
import type { EventOf } from '../trace/event';

export type Shield = 'known' | 'fenced';

/** Which shield held in a refusal; undefined for refusals that are neither. */
export function shieldOf(event: EventOf<'refuse'> | EventOf<'absorb'>): Shield | undefined {
  if (event.reason === 'fenced') return 'fenced';
  if (event.kind === 'absorb') return 'known';
  return event.reason === 'duplicate' || event.reason === 'remembered' ? 'known' : undefined;
}
