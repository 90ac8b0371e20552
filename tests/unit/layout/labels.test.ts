/** Words keep away from each other and from what is drawn. */
import { expect, test } from 'vitest';
import { costOf, crosses, placeLabels, type Frame, type Wish } from '../../../src/layout';
import { layBoundary } from '../../../src/layout/boundary';
import { together, type RecordWish } from '../../../src/layout/together';

const FRAME: Frame = { widthPx: 400, heightPx: 200, leftPx: 50, rightPx: 380, topPx: 20, bottomPx: 180 };
const wish = (change: Partial<Wish>): Wish => ({
  ...{ key: 'a', seqs: [], atMs: 0, title: '', text: 'word', x: 200, y: 100, tone: 'lost', priority: 1 },
  strong: false,
  sides: ['right', 'left'],
  ...change,
});
const line = (key: string, x1: number, y1: number, x2: number, y2: number) => ({ key, x1, y1, x2, y2 });

test('a line crosses a box only where it runs through it', () => {
  const box = { x1: 10, y1: 10, x2: 20, y2: 20 };
  expect(crosses(line('', 0, 0, 30, 30), box)).toBe(true);
  expect(crosses(line('', 0, 15, 5, 15), box)).toBe(false);
  expect(crosses(line('', 15, 0, 15, 9), box)).toBe(false);
  expect(crosses(line('', 0, 25, 25, 0), box)).toBe(true);
  expect(crosses(line('', 0, 10, 8, 30), box)).toBe(false);
});

test('of two free places a word takes the one that covers less', () => {
  const arrow = line('m1', 215, 50, 215, 150);
  const [label] = placeLabels([wish({})], FRAME, [], { lines: [arrow], boxes: [] });
  expect(label?.anchor).toBe('end');
});

test('a stamp stands on its own arrow, and stays away where another one runs through it', () => {
  const stamp = wish({ key: 'pm1', sides: ['on'], modest: true, also: [{ x: 200, y: 140 }] });
  const own = line('m1', 200, 50, 200, 150);
  const place = (...lines: readonly ReturnType<typeof line>[]) =>
    placeLabels([stamp], FRAME, [], { lines: [own, ...lines], boxes: [] }).map(({ y }) => Math.round(y / 10) * 10);
  expect(place()).toEqual([100]);
  expect(place(line('m2', 150, 100, 250, 100))).toEqual([140]);
  expect(place(line('m2', 190, 60, 210, 160))).toEqual([]);
});

test('words that have no free place are left out, and a finding looks further for one', () => {
  const beside = [{ x1: 0, y1: 80, x2: 400, y2: 120 }];
  expect(placeLabels([wish({})], FRAME, beside)).toEqual([]);
  expect(placeLabels([wish({ strong: true })], FRAME, beside)).toHaveLength(1);
  expect(placeLabels([wish({ strong: true })], FRAME, [{ x1: 0, y1: 0, x2: 400, y2: 200 }])).toEqual([]);
});

test('the same befalling many records in one place is told in one word', () => {
  const one = (record: number, x: number): RecordWish => ({
    ...wish({ key: `d${record}`, seqs: [record], x, strong: true }),
    ...{ records: [record], before: '', after: ' lost', text: `${record} lost` },
  });
  const texts = (...wishes: readonly RecordWish[]) => together(wishes).map(({ text }) => text);
  expect(texts(one(5, 100), one(3, 104), one(9, 300))).toEqual(['3, 5 lost', '9 lost']);
  expect(texts(...[1, 2, 3, 4, 5, 6].map((record) => one(record, 100)))).toEqual(['1 … 6 (6) lost']);
  expect(texts(one(1, 100), { ...one(2, 100), after: ' again ×2' })).toHaveLength(2);
});

test('larger words want more room', () => {
  const pair = [wish({ key: 'a', sides: ['right'] }), wish({ key: 'b', x: 232, sides: ['right'] })];
  expect(placeLabels(pair, FRAME)).toHaveLength(2);
  expect(placeLabels(pair, { ...FRAME, textPx: 20 })).toHaveLength(1);
});

test('the words at the boundary stand where no message runs through them', () => {
  const rows = [
    { node: 'consumer', y: 60, minor: false },
    { node: 'sink', y: 160, minor: false },
  ];
  const ground = { outside: ['sink'], says: 'the guarantee ends here', because: '' };
  const lines = Array.from({ length: 12 }, (_, index) =>
    line(`m${index}`, 240 + index * 12, 60, 246 + index * 12, 160),
  );
  const placed = layBoundary(rows, ground, FRAME, { lines, boxes: [] });
  expect(costOf(placed!.box, { lines, boxes: [] })).toBe(0);
  expect(layBoundary(rows, ground, FRAME)?.mark.textX).toBe(FRAME.rightPx);
});
