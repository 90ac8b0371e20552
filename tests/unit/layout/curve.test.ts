/** Points of a curve: where they lie, and what is said of them. */
import { expect, test } from 'vitest';
import { drawCurve } from '../../../src/layout';

const BOX = { width: 100, height: 50 };

test('the first step lies at the left edge, the last at the right one, and one is the upper edge', () => {
  const { points, line } = drawCurve([1, 0.5, 0], BOX);
  expect(points).toEqual([
    { n: 1, x: 0, y: 0 },
    { n: 2, x: 50, y: 25 },
    { n: 3, x: 100, y: 50 },
  ]);
  expect(line).toBe('0,0 50,25 100,50');
});

test('a single share has its place', () => {
  expect(drawCurve([0.3], BOX).points).toEqual([{ n: 1, x: 0, y: 35 }]);
});

test('shares are said to two digits, and little is not nothing', () => {
  expect(drawCurve([1, 0.7, 0.343, 0.004, 0], BOX).text).toBe('1.00 · 0.70 · 0.34 · <0.01 · 0.00');
});
