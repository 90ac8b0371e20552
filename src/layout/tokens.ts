/** Where messages are at one instant: a pure function of the arrows and the cursor. */
import type { ArrowMark, Tone } from './marks';

export interface Token {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly records: readonly number[];
}

/** One token for each message that holds a record and is on its way at `ms`. */
export function tokensAt(arrows: readonly ArrowMark[], ms: number): readonly Token[] {
  return arrows.flatMap(({ key, atMs, endMs, x1, y1, x2, y2, tone, role, records }) => {
    if (role === 'chatter' || atMs > ms || endMs < ms || endMs === atMs) return [];
    const share = (ms - atMs) / (endMs - atMs);
    return [{ key, x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share, tone, records }];
  });
}
