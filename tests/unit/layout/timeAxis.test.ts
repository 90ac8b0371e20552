/** The folded time axis: it goes forward everywhere, back exactly, and never takes an event in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WHOLE, carryWindow, foldTime, layTimeAxis, unfold, type TimeFolding } from '../../../src/layout/timeAxis';

/** Busy moments in bursts, with waits of up to 45 days between them. */
const RUNS = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.nat(300), fc.nat(60_000), fc.nat(3_888_000_000)),
      gaps: fc.array(fc.nat(30), { minLength: 1, maxLength: 25 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((bursts) => {
    const instants: number[] = [];
    let now = 0;
    for (const { waitMs, gaps } of bursts) {
      now += waitMs;
      for (const gap of gaps) instants.push((now += gap));
    }
    return instants;
  });

const foldingOf = (instants: readonly number[]): TimeFolding => foldTime(instants, Math.max(1, ...instants) + 20);

describe('any run', () => {
  test('two events never swap and never fall together', () => {
    fc.assert(
      fc.property(RUNS, (instants) => {
        const folding = foldingOf(instants);
        const distinct = [...new Set(instants)];
        distinct
          .slice(1)
          .forEach((at, index) => expect(folding.toUnits(at)).toBeGreaterThan(folding.toUnits(distinct[index]!)));
      }),
    );
  });

  test('a fold takes no event in', () => {
    fc.assert(
      fc.property(RUNS, (instants) => {
        for (const { fromMs, toMs } of foldingOf(instants).folds)
          expect(instants.filter((at) => at > fromMs && at < toMs)).toEqual([]);
      }),
    );
  });

  test('there and back again is where it was, to a thousandth of the picture', () => {
    fc.assert(
      fc.property(RUNS, fc.double({ min: 0, max: 1, noNaN: true }), (instants, share) => {
        const folding = foldingOf(instants);
        const { endMs, endUnits } = folding;
        expect(folding.toUnits(0)).toBe(0);
        expect(folding.toUnits(endMs)).toBe(endUnits);
        expect(Math.abs(folding.toUnits(folding.toMs(share * endUnits)) - share * endUnits)).toBeLessThan(
          endUnits / 1_000,
        );
        for (const at of instants) expect(Math.round(folding.toMs(folding.toUnits(at)))).toBe(at);
      }),
    );
  });

  test('unfolded, every millisecond is as long as every other', () => {
    fc.assert(
      fc.property(RUNS, (instants) => {
        const flat = unfold(foldingOf(instants));
        expect(flat.folds).toEqual([]);
        for (const at of instants) expect(flat.toUnits(at)).toBeCloseTo(at, 3);
      }),
    );
  });

  test('what was in view stays in view when it is unfolded and folded again', () => {
    const windows = fc.tuple(
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(RUNS, windows, (instants, [from, width]) => {
        const folded = foldingOf(instants);
        const window = { from, to: Math.min(1, from + width) };
        const there = carryWindow(window, folded, unfold(folded));
        expect(there.from).toBeGreaterThanOrEqual(0);
        expect(there.to).toBeLessThanOrEqual(1);
        const seen = layTimeAxis(unfold(folded), there, 0, 1_000);
        const before = layTimeAxis(folded, window, 0, 1_000);
        const slackMs = folded.endMs / 100;
        expect(seen.fromMs).toBeLessThanOrEqual(before.fromMs + slackMs);
        expect(seen.toMs).toBeGreaterThanOrEqual(before.toMs - slackMs);
      }),
    );
  });
});

test('seventy seconds with something in the first and the last are two seconds wide', () => {
  const burst = (fromMs: number): number[] => Array.from({ length: 40 }, (_, index) => fromMs + index * 25);
  const folding = foldTime([...burst(0), ...burst(69_000)], 70_000);
  expect(folding.folds).toEqual([{ fromMs: 975, toMs: 69_000 }]);
  expect(folding.endUnits).toBeLessThan(2_200);
  const axis = layTimeAxis(folding, WHOLE, 0, 1_000);
  expect(axis.folds.map(({ label }) => label)).toEqual(['1 min 8 s']);
  expect(axis.ticks.every(({ ms }) => ms <= 975 || ms >= 69_000)).toBe(true);
});

test('lengths of folds never stand in each other’s way, and the longest is always said', () => {
  fc.assert(
    fc.property(RUNS, (instants) => {
      const { folds } = layTimeAxis(foldingOf(instants), WHOLE, 0, 600);
      const places = folds.filter(({ label }) => label !== '').map(({ x1, x2 }) => (x1 + x2) / 2);
      places.slice(1).forEach((x, index) => expect(x - places[index]!).toBeGreaterThanOrEqual(58));
      const longest = Math.max(...folds.map(({ fromMs, toMs }) => toMs - fromMs));
      if (folds.length > 0)
        expect(folds.some(({ fromMs, toMs, label }) => toMs - fromMs === longest && label !== '')).toBe(true);
    }),
  );
});

test('a record every ten seconds is not taken for a busy run', () => {
  const instants = Array.from({ length: 6 }, (_, record) => [0, 8, 15, 22].map((ms) => record * 10_000 + ms)).flat();
  expect(foldTime(instants, 50_100).folds).toHaveLength(5);
});

test('a run without a quiet stretch has no fold', () => {
  expect(
    foldTime(
      Array.from({ length: 100 }, (_, index) => index * 10),
      1_000,
    ).folds,
  ).toEqual([]);
});
