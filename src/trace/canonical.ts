import type { TraceEvent } from './event';

/**
 * An event as one line of text in a fixed order: the same event gives the same text wherever it is made. What the
 * digest is computed over.
 */
export function canonicalText(event: TraceEvent): string {
  return JSON.stringify(event);
}
