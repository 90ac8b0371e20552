/** What is drawn and should not be covered by words: lines and boxes, and how much of them a word would cover. */

export interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** A straight line with a name, so that a word which stands on it on purpose does not count it. */
export interface Line extends Box {
  readonly key: string;
}

export interface Obstacles {
  readonly lines: readonly Line[];
  readonly boxes: readonly Box[];
}

/** Covering a shape hides what happened; crossing a line only makes it harder to follow. */
const BOX_COST = 3;

/** How much of what is drawn a word in this box covers; 0 when nothing. */
export function costOf(box: Box, { lines, boxes }: Obstacles, exceptLine = ''): number {
  const crossed = lines.filter((line) => line.key !== exceptLine && crosses(line, box)).length;
  return crossed + BOX_COST * boxes.filter((other) => meets(box, other)).length;
}

export const meets = (a: Box, b: Box): boolean => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;

/** Whether a line runs through a box: what of it lies between the box's left and right also lies between top and bottom. */
export function crosses({ x1, y1, x2, y2 }: Box, box: Box): boolean {
  const [from, to] = [clip(x1, x2, box.x1, box.x2), clip(y1, y2, box.y1, box.y2)];
  return from !== undefined && to !== undefined && Math.max(from[0], to[0]) < Math.min(from[1], to[1]);
}

/** The part of the way from `a` to `b`, as shares of it, that lies between `low` and `high`. */
function clip(a: number, b: number, low: number, high: number): readonly [number, number] | undefined {
  if (a === b) return a > low && a < high ? [0, 1] : undefined;
  const [enters, leaves] = [(low - a) / (b - a), (high - a) / (b - a)];
  const first = Math.max(0, Math.min(enters, leaves));
  const last = Math.min(1, Math.max(enters, leaves));
  return first < last ? [first, last] : undefined;
}
