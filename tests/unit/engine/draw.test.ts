import { expect, test } from 'vitest';
import { draw, drawWithin, strikes } from '../../../src/engine/draw';

test('a draw depends on seed and subject alone, not on what was drawn before', () => {
  const first = draw('s', 'a', 1000);
  for (let index = 0; index < 50; index += 1) draw('s', `other ${index}`, 1000);
  expect(draw('s', 'a', 1000)).toBe(first);
  expect(draw('t', 'a', 1_000_000)).not.toBe(draw('s', 'a', 1_000_000));
});

test('seeds that repeat each other are different seeds', () => {
  expect(draw('ab', 'x', 1_000_000)).not.toBe(draw('abab', 'x', 1_000_000));
});

test('a range includes both ends and nothing else', () => {
  const drawn = new Set(Array.from({ length: 400 }, (_, index) => drawWithin('s', `r${index}`, [5, 9])));
  expect([...drawn].toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
  expect(drawWithin('s', 'one', [7, 7])).toBe(7);
});

test('odds of 0 never strike, odds of 1000 always do, and odds in between about as often as they say', () => {
  const hits = (perMille: number): number =>
    Array.from({ length: 4000 }, (_, index) => strikes('s', `m${index}`, perMille)).filter(Boolean).length;
  expect(hits(0)).toBe(0);
  expect(hits(1000)).toBe(4000);
  expect(hits(250)).toBeGreaterThan(850);
  expect(hits(250)).toBeLessThan(1150);
});
