/** The map between positions of two clusters: when a pair is emitted, which are kept, and what follows for a position. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  freshSyncState,
  pairFor,
  spacedSyncs,
  SYNCS_PER_PARTITION,
  translate,
  type OffsetSync,
  type SyncRule,
} from '../../../../src/machines/mirror/syncs';

const same = (offset: number): OffsetSync => ({ upstream: offset, downstream: offset });
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

function emitted(rule: SyncRule, copied: readonly OffsetSync[]): readonly number[] {
  const state = freshSyncState();
  return copied.flatMap((sync, at) => pairFor(rule, state, sync, at * 100)?.upstream ?? []);
}

describe('a pair is emitted', () => {
  test.each([
    [4, [0, 5, 10]],
    [5, [0, 6]],
    [0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [100, [0]],
  ])('with lag.max %i', (lagMax, pairs) => expect(emitted({ by: 'lag', lagMax }, upTo(12).map(same))).toEqual(pairs));

  test('when a position was skipped, as behind an aborted transaction, and when the target starts anew', () => {
    const gap = [0, 1, 4, 5].map(same);
    expect(emitted({ by: 'lag', lagMax: 100 }, gap)).toEqual([0, 4]);
    const truncated = [same(0), same(1), { upstream: 2, downstream: 0 }];
    expect(emitted({ by: 'lag', lagMax: 100 }, truncated)).toEqual([0, 2]);
  });

  test('by the clock', () => expect(emitted({ by: 'time', everyMs: 300 }, upTo(7).map(same))).toEqual([0, 3, 6]));

  test('later, when it was not worth one of its own', () => {
    const state = freshSyncState();
    upTo(3).forEach((offset) => pairFor({ by: 'lag', lagMax: 100 }, state, same(offset), 0));
    expect(state.delayed).toEqual(same(2));
  });
});

describe('a position is translated', () => {
  const kept = spacedSyncs([0, 5, 10].map(same));
  test.each([
    [9, 6],
    [5, 5],
    [10, 10],
    [400, 11],
  ])('%i to %i', (upstream, downstream) => expect(translate(kept, upstream)).toBe(downstream));
  test('never ahead of what is known, and not at all before the first pair', () => {
    expect(translate(spacedSyncs([same(5)]), 4)).toBe(-1);
    expect(translate([], 4)).toBe(-1);
  });
});

describe('pairs are kept', () => {
  const distances = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 200 });

  test('at distances that about double: the newest always, never more than there are slots, in order', () => {
    fc.assert(
      fc.property(distances, (steps) => {
        let offset = 0;
        const all = steps.map((step) => same((offset += step)));
        const kept = spacedSyncs(all).map(({ upstream }) => upstream);
        expect(kept[0]).toBe(all.at(-1)!.upstream);
        expect(kept.length).toBeLessThanOrEqual(SYNCS_PER_PARTITION);
        expect(kept).toEqual(kept.toSorted((a, b) => b - a));
        expect(kept.at(-1), 'the earliest is never given up').toBe(all[0]!.upstream);
      }),
    );
  });

  test('a thousand pairs one apart leave some twenty, the old ones far apart', () => {
    const kept = spacedSyncs(upTo(1_000).map(same)).map(({ upstream }) => upstream);
    expect(kept.length).toBeLessThan(25);
    expect(kept.slice(0, 2)).toEqual([999, 998]);
    expect(kept.at(-2)! - kept.at(-1)!).toBeGreaterThan(100);
  });

  test('a pair that goes back makes those before it invalid', () => {
    expect(spacedSyncs([same(0), same(5), { upstream: 2, downstream: 6 }])).toEqual([{ upstream: 2, downstream: 6 }]);
  });
});
