/** How much to draw: levels of detail by the number of messages in view. */
import type { Detail } from './marks';
import type { TimeAxis } from './timeAxis';
import type { LookedAt } from './tones';

/** Up to so many messages in view each level of detail is kept. */
export const MESSAGES_AT_MOST = { full: 150, shapes: 400, lines: 3000 } as const;

/** Pixels beyond the frame within which a mark still counts as in view. */
const MARGIN_PX = 4;

export function detailFor(messages: number): Detail {
  if (messages <= MESSAGES_AT_MOST.full) return 'full';
  if (messages <= MESSAGES_AT_MOST.shapes) return 'shapes';
  return messages <= MESSAGES_AT_MOST.lines ? 'lines' : 'density';
}

/** Whether something that lasts from `fromMs` to `toMs` touches the part of the run in view. */
export function isInView(fromMs: number, toMs: number, axis: TimeAxis): boolean {
  return toMs >= axis.fromMs - MARGIN_PX && fromMs <= axis.toMs + MARGIN_PX;
}

/** Faults and repeats are always drawn; chatter goes first. */
export function isKept({ tone, role }: LookedAt, detail: Detail): boolean {
  if (detail === 'full' || detail === 'shapes') return true;
  if (detail === 'lines') return role !== 'chatter';
  return tone === 'lost';
}
