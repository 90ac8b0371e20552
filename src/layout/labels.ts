/**
 * Places words beside marks, the most important first, where they cover neither each other nor a lifeline's end, and as
 * little as can be of what is drawn.
 */
import { costOf, meets, type Box, type Obstacles } from './obstacles';
import type { Frame, LabelMark, Tone } from './marks';

/** A word that wants a place: where it points, and how much it matters (higher first). */
export interface Wish {
  readonly key: string;
  readonly seqs: readonly number[];
  readonly atMs: number;
  readonly title: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly priority: number;
  readonly strong: boolean;
  /** The beginning of `text` that is struck out. */
  readonly struck?: string;
  /** Where to try, in this order. */
  readonly sides: readonly Side[];
  /** Other points of its mark at which it may stand as well. */
  readonly also?: readonly { readonly x: number; readonly y: number }[];
  /** It stays away rather than cover anything drawn. */
  readonly modest?: boolean;
}

export type Side =
  'above' | 'below' | 'right' | 'left' | 'aboveRight' | 'belowRight' | 'aboveLeft' | 'belowLeft' | 'on';

/** Width of a character and height of a line, as shares of the text's size; rather too large than too small. */
const CHAR_SHARE = 0.56;
const STRONG_CHAR_SHARE = 0.62;
/** Short words of wide letters need more than the usual. */
const ROOM_PX = 5;
const LINE_SHARE = 1.17;
const GAP_PX = 7;
const USUAL_TEXT_PX = 12;
/** A finding that has no free place tries so many lines further away. */
const LINES_AWAY = [0, 1, 2, 3];

type Anchor = LabelMark['anchor'];
interface Stand {
  readonly anchor: Anchor;
  readonly dx: number;
  /** In pixels, and in heights of the text. */
  readonly dy: number;
  readonly lines: number;
}

const STANDS: Readonly<Record<Side, Stand>> = {
  above: { anchor: 'middle', dx: 0, dy: -GAP_PX, lines: 0 },
  below: { anchor: 'middle', dx: 0, dy: GAP_PX, lines: 0.84 },
  right: { anchor: 'start', dx: GAP_PX + 2, dy: 0, lines: 0.34 },
  left: { anchor: 'end', dx: -GAP_PX - 2, dy: 0, lines: 0.34 },
  aboveRight: { anchor: 'start', dx: GAP_PX - 2, dy: -GAP_PX + 1, lines: 0 },
  belowRight: { anchor: 'start', dx: GAP_PX - 2, dy: GAP_PX, lines: 0.67 },
  aboveLeft: { anchor: 'end', dx: -GAP_PX + 2, dy: -GAP_PX + 1, lines: 0 },
  belowLeft: { anchor: 'end', dx: -GAP_PX + 2, dy: GAP_PX, lines: 0.67 },
  on: { anchor: 'middle', dx: 0, dy: 0, lines: 0.34 },
};

interface Try {
  readonly label: LabelMark;
  readonly box: Box;
}

/**
 * Greedy: each wish takes the free place that covers least of what is drawn, of equal ones the first; one without any is
 * left out. Findings that stand in the same place come as one wish (`together`), so that this befalls none of them alone.
 */
export function placeLabels(
  wishes: readonly Wish[],
  frame: Frame,
  taken: readonly Box[] = [],
  obstacles: Obstacles = { lines: [], boxes: [] },
): readonly LabelMark[] {
  const boxes: Box[] = [...taken];
  const placed: LabelMark[] = [];
  const byPriority = [...wishes].sort((a, b) => b.priority - a.priority || a.x - b.x || (a.key < b.key ? -1 : 1));
  for (const wish of byPriority) {
    const best = bestOf(wish, frame, boxes, obstacles);
    if (best === undefined) continue;
    boxes.push(best.box);
    placed.push(best.label);
  }
  return placed;
}

function bestOf(wish: Wish, frame: Frame, taken: readonly Box[], obstacles: Obstacles): Try | undefined {
  const all = triesOf(wish, frame).filter(({ box }) => isInside(box, frame));
  const free = all.filter(({ box }) => taken.every((other) => !meets(box, other)));
  const own = wish.sides[0] === 'on' ? wish.key.slice(1) : '';
  const cheapest = (tries: readonly Try[]): Try | undefined => {
    const costs = tries.map(({ box }) => costOf(box, obstacles, own));
    return tries[costs.indexOf(Math.min(...costs))];
  };
  if (wish.modest === true) return free.find(({ box }) => costOf(box, obstacles, own) === 0);
  return free.length > 0 ? cheapest(free) : undefined;
}

function triesOf(wish: Wish, frame: Frame): readonly Try[] {
  const points = [{ x: wish.x, y: wish.y }, ...(wish.also ?? [])];
  const away = wish.strong ? LINES_AWAY : [0];
  return away.flatMap((lines) =>
    points.flatMap((point) => wish.sides.map((side) => tryAt(wish, side, point, lines, frame))),
  );
}

function tryAt(wish: Wish, side: Side, point: { x: number; y: number }, away: number, frame: Frame): Try {
  const textPx = frame.textPx ?? USUAL_TEXT_PX;
  const { anchor, dx, dy, lines } = STANDS[side];
  const linePx = textPx * LINE_SHARE;
  const x = point.x + dx;
  const y = point.y + dy + lines * textPx + (dy < 0 ? -away : away) * linePx;
  const { key, seqs, atMs, title, text, tone, strong, struck = '' } = wish;
  const width = ROOM_PX + text.length * textPx * (strong ? STRONG_CHAR_SHARE : CHAR_SHARE);
  const x1 = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  const y2 = y + textPx / 4;
  return {
    label: { key, seqs, atMs, title, text, tone, strong, struck, anchor, x, y },
    box: { x1, y1: y2 - linePx, x2: x1 + width, y2 },
  };
}

const isInside = (box: Box, frame: Frame): boolean =>
  box.x1 >= frame.leftPx - 24 && box.x2 <= frame.widthPx - 2 && box.y1 >= 0 && box.y2 <= frame.heightPx;
