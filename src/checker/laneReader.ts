import type { Trace } from '../trace/event';
import type { Reader } from './oracle/verdict';

/**
 * The isolation level with which a lane is judged: that of its consumers. Where some read only what is committed, their
 * view is the stricter promise, so it is the one that counts.
 */
export function laneReader({ events }: Trace): Reader {
  const reads = events.some((event) => event.kind === 'position' && event.committedOnly === true);
  return reads ? 'read_committed' : 'read_uncommitted';
}
