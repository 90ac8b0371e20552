import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LAST_NAMES,
  MEMORY_KINDS,
  MOST_NAMES,
  copyMemory,
  emptyMemory,
  forgetAll,
  remember,
  seen,
  size,
} from '../../../../src/machines/guard';
import type { MemoryKind } from '../../../../src/machines/guard';

const WITH_MEMORY = MEMORY_KINDS.filter((kind) => kind !== 'none');

function told(kind: MemoryKind, names: readonly number[], windowMs = 0): ReturnType<typeof emptyMemory> {
  const memory = emptyMemory(kind, windowMs);
  for (const name of names) remember(memory, name, 0);
  return memory;
}

describe('a memory of names', () => {
  it('of no kind has seen nothing', () => {
    const memory = told('none', [1, 2]);
    expect([seen(memory, 1, 0), size(memory)]).toEqual([false, 0]);
  });

  it.each(WITH_MEMORY)('%s knows what it was just told, and not what comes next', (kind) => {
    const memory = told(kind, [1, 2, 3]);
    expect([seen(memory, 3, 0), seen(memory, 4, 0)]).toEqual([true, false]);
  });

  it.each(WITH_MEMORY)('%s forgets after its window, counted from the first sight', (kind) => {
    const memory = emptyMemory(kind, 100);
    remember(memory, 1, 0);
    remember(memory, 1, 90);
    expect(seen(memory, 1, 99)).toBe(true);
    expect(seen(memory, 1, 200)).toBe(false);
  });

  it.each(['set', 'lastN', 'highWater'] as const)('%s forgets at the very end of its window', (kind) => {
    expect(seen(told(kind, [1], 100), 1, 100)).toBe(false);
  });

  it.each(WITH_MEMORY)('%s without a window remembers for ever', (kind) => {
    expect(seen(told(kind, [1]), 1, 10_000_000)).toBe(true);
  });

  it.each(WITH_MEMORY)('%s can be made to forget all', (kind) => {
    const memory = told(kind, [1, 2]);
    forgetAll(memory);
    expect([seen(memory, 1, 0), size(memory)]).toEqual([false, 0]);
  });

  it.each(WITH_MEMORY)('%s has copies that go their own way', (kind) => {
    const memory = told(kind, [1]);
    const copy = copyMemory(memory);
    remember(copy, 2, 0);
    expect([seen(memory, 2, 0), seen(copy, 1, 0), seen(copy, 2, 0)]).toEqual([false, true, true]);
  });

  it('lastN keeps the last names and names whom it forgot', () => {
    const memory = told('lastN', [1, 2, 3, 4]);
    expect(remember(memory, LAST_NAMES, 0)).toEqual([]);
    expect(remember(memory, 6, 0)).toEqual([1]);
    expect([seen(memory, 1, 0), seen(memory, 2, 0), size(memory)]).toEqual([false, true, LAST_NAMES]);
  });

  it('set forgets the old ones when something new comes, and is bounded', () => {
    const memory = told('set', [1, 2], 100);
    expect(remember(memory, 3, 150)).toEqual([1, 2]);
    const full = told(
      'set',
      Array.from({ length: MOST_NAMES + 1 }, (_, index) => index + 1),
    );
    expect([size(full), seen(full, 1, 0), seen(full, 2, 0)]).toEqual([MOST_NAMES, false, true]);
  });

  it('highWater keeps its first sight of the highest name, and names the one that its window forgot', () => {
    const memory = emptyMemory('highWater', 100);
    expect(remember(memory, 3, 0)).toEqual([]);
    expect(remember(memory, 2, 50)).toEqual([]);
    expect(remember(memory, 4, 60)).toEqual([]);
    expect(remember(memory, 4, 90)).toEqual([]);
    expect([seen(memory, 4, 159), seen(memory, 4, 160)]).toEqual([true, false]);
    expect(remember(memory, 2, 160)).toEqual([4]);
  });

  it('highWater that holds nothing forgets nothing', () => {
    expect(remember(emptyMemory('highWater', 100), 1, 500)).toEqual([]);
  });

  it('highWater takes a late name for a seen one', () => {
    const memory = told('highWater', [3]);
    expect([seen(memory, 2, 0), size(memory)]).toEqual([true, 1]);
  });

  it('bloom lives for two windows at most, for one at least', () => {
    const memory = emptyMemory('bloom', 100);
    remember(memory, 1, 90);
    expect(seen(memory, 1, 189)).toBe(true);
    remember(memory, 2, 150);
    expect([seen(memory, 1, 199), seen(memory, 1, 200), seen(memory, 2, 200), seen(memory, 2, 300)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('bloom never misses a name, and takes few of a hundred new ones for seen', () => {
    const names = Array.from({ length: 100 }, (_, index) => index + 1);
    const memory = told('bloom', names);
    expect(names.every((name) => seen(memory, name, 0))).toBe(true);
    const taken = names.filter((name) => seen(memory, name + 1_000, 0)).length;
    expect(taken).toBeLessThanOrEqual(6);
    expect(size(memory)).toBeGreaterThan(95);
  });

  it('bloom that is overfull takes most new names for seen: this is what it costs', () => {
    const memory = told(
      'bloom',
      Array.from({ length: 2_000 }, (_, index) => index + 1),
    );
    const taken = Array.from({ length: 100 }, (_, index) => seen(memory, index + 5_000, 0)).filter(Boolean).length;
    expect(taken).toBeGreaterThan(50);
  });

  it('set without a window agrees with a plain set of names', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }), (names) => {
        const memory = emptyMemory('set', 0);
        const naive = new Set<number>();
        for (const name of names) {
          if (seen(memory, name, 0) !== naive.has(name)) return false;
          remember(memory, name, 0);
          naive.add(name);
        }
        return size(memory) === naive.size;
      }),
    );
  });
});
