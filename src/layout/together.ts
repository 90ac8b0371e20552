/** Words for things that lie too close for a word each: one word for all of them. */
import type { Wish } from './labels';

/** Closer than this, side by side on one line, two words would lie on each other. */
const CLOSE_PX = 26;
const LISTED_AT_MOST = 4;

/** A wish about records: its text is `before`, the records, and `after`. */
export interface RecordWish extends Wish {
  readonly records: readonly number[];
  readonly before: string;
  readonly after: string;
}

/** Joins wishes of the same words that lie close on one line, from left to right; the others stay as they are. */
export function together(wishes: readonly RecordWish[]): readonly Wish[] {
  const groups: RecordWish[][] = [];
  for (const wish of [...wishes].sort((a, b) => a.x - b.x)) {
    const group = groups.find((one) => fits(wish, one));
    if (group === undefined) groups.push([wish]);
    else group.push(wish);
  }
  return groups.flatMap(joined);
}

function fits(wish: RecordWish, group: readonly RecordWish[]): boolean {
  const last = group.at(-1);
  return (
    last !== undefined &&
    last.before === wish.before &&
    last.after === wish.after &&
    Math.abs(last.y - wish.y) < CLOSE_PX / 2 &&
    wish.x - last.x < CLOSE_PX
  );
}

function joined(group: readonly RecordWish[]): readonly Wish[] {
  const [first] = group;
  if (first === undefined || group.length === 1) return group;
  const records = [...new Set(group.flatMap(({ records: own }) => own))].sort((a, b) => a - b);
  return [
    {
      ...first,
      text: `${first.before}${listed(records)}${first.after}`,
      title: group.map(({ title }) => title).join('. '),
      seqs: group.flatMap(({ seqs }) => seqs),
      atMs: Math.max(...group.map(({ atMs }) => atMs)),
      x: group.reduce((sum, { x }) => sum + x, 0) / group.length,
    },
  ];
}

/** `3, 4, 7`; more than a few as `3 … 9 (6)`. */
function listed(records: readonly number[]): string {
  if (records.length <= LISTED_AT_MOST) return records.join(', ');
  return `${records[0]} … ${records.at(-1)} (${records.length})`;
}
