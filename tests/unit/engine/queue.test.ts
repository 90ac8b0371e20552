import { expect, test } from 'vitest';
import fc from 'fast-check';
import { createQueue } from '../../../src/engine/queue';

test('entries come out by instant, and those of one instant in the order in which they were scheduled', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (instants) => {
      const queue = createQueue<number>();
      instants.forEach((at, index) => queue.push(at, index));
      const out = instants.map(() => queue.pop()!).map(({ at, item }) => ({ at, item }));
      const expected = instants.map((at, item) => ({ at, item })).toSorted((a, b) => a.at - b.at || a.item - b.item);
      expect(out).toEqual(expected);
      expect(queue.pop()).toBeUndefined();
    }),
  );
});

test('pushing between pops keeps the order', () => {
  const queue = createQueue<string>();
  queue.push(5, 'b');
  queue.push(1, 'a');
  expect(queue.pop()?.item).toBe('a');
  queue.push(5, 'c');
  queue.push(2, 'first');
  expect([queue.pop()?.item, queue.pop()?.item, queue.pop()?.item]).toEqual(['first', 'b', 'c']);
});
