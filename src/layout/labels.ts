/** Places words beside marks, the most important first, where they cover neither each other nor a lifeline's end. */
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
}

export type Side = 'above' | 'below' | 'right' | 'left' | 'aboveRight' | 'belowRight' | 'aboveLeft' | 'belowLeft';

export interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

const CHAR_PX = 6.4;
const STRONG_CHAR_PX = 7;
const LINE_PX = 14;
const GAP_PX = 7;

type Anchor = LabelMark['anchor'];
const ANCHORS: Readonly<Record<Side, { readonly anchor: Anchor; readonly dx: number; readonly dy: number }>> = {
  above: { anchor: 'middle', dx: 0, dy: -GAP_PX },
  below: { anchor: 'middle', dx: 0, dy: GAP_PX + 10 },
  right: { anchor: 'start', dx: GAP_PX + 2, dy: 4 },
  left: { anchor: 'end', dx: -GAP_PX - 2, dy: 4 },
  aboveRight: { anchor: 'start', dx: GAP_PX - 2, dy: -GAP_PX + 1 },
  belowRight: { anchor: 'start', dx: GAP_PX - 2, dy: GAP_PX + 8 },
  aboveLeft: { anchor: 'end', dx: -GAP_PX + 2, dy: -GAP_PX + 1 },
  belowLeft: { anchor: 'end', dx: -GAP_PX + 2, dy: GAP_PX + 8 },
};

/** Greedy: each wish takes its first free place; one without any is left out, unless it is strong. */
export function placeLabels(wishes: readonly Wish[], frame: Frame, taken: readonly Box[] = []): readonly LabelMark[] {
  const boxes: Box[] = [...taken];
  const placed: LabelMark[] = [];
  const byPriority = [...wishes].sort((a, b) => b.priority - a.priority || a.x - b.x || (a.key < b.key ? -1 : 1));
  for (const wish of byPriority) {
    const tries = wish.sides
      .map((side) => ({ side, box: boxOf(wish, side) }))
      .filter(({ box }) => isInside(box, frame));
    const free =
      tries.find(({ box }) => boxes.every((other) => !overlaps(box, other))) ?? (wish.strong ? tries[0] : undefined);
    if (free === undefined) continue;
    boxes.push(free.box);
    placed.push(toLabel(wish, free.side));
  }
  return placed;
}

function boxOf(wish: Wish, side: Side): Box {
  const { anchor, dx, dy } = ANCHORS[side];
  const width = wish.text.length * (wish.strong ? STRONG_CHAR_PX : CHAR_PX);
  const x = wish.x + dx;
  const x1 = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  const y2 = wish.y + dy + 3;
  return { x1, y1: y2 - LINE_PX, x2: x1 + width, y2 };
}

function toLabel(wish: Wish, side: Side): LabelMark {
  const { anchor, dx, dy } = ANCHORS[side];
  const { key, seqs, atMs, title, text, tone, strong, struck = '' } = wish;
  return { key, seqs, atMs, title, text, tone, strong, struck, anchor, x: wish.x + dx, y: wish.y + dy };
}

const overlaps = (a: Box, b: Box): boolean => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
const isInside = (box: Box, frame: Frame): boolean =>
  box.x1 >= frame.leftPx - 24 && box.x2 <= frame.widthPx - 2 && box.y1 >= 0 && box.y2 <= frame.heightPx;
