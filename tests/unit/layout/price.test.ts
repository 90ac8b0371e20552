/** What a guarantee costs, lane by lane, against the lane that promises at most once. */
import { expect, test } from 'vitest';
import { judge } from '../../../src/explorer/judge';
import { makePrice, type Price, type PriceRow } from '../../../src/layout/price';
import { readLane } from '../../../src/layout/reading';
import type { LaneSpec } from '../../../src/scenario/scenario';
import { OPENING_SCENARIO } from '../../../src/session/openings';
import { SYSTEMS } from '../../../src/systems/registry';

const priceOf = (lanes: readonly LaneSpec[]): Price =>
  makePrice(
    judge({ ...OPENING_SCENARIO, faults: [], lanes }, SYSTEMS).map(({ trace, verdict }) => readLane(trace, verdict)),
  );
const lane = (system: string, preset: string): LaneSpec => ({ id: preset, system, preset, settings: {} });
const row = (price: Price, id: PriceRow['id']): PriceRow => price.rows.find((one) => one.id === id)!;
const [amo, alo, eo] = OPENING_SCENARIO.lanes as [LaneSpec, LaneSpec, LaneSpec];

test('the first lane that promises at most once is the measure, wherever it stands', () => {
  const price = priceOf([alo, amo, eo]);
  expect(price.measure).toBe(amo.id);
  const messages = row(price, 'messages');
  const [a, m, e] = messages.cells.map(({ value }) => value) as [number, number, number];
  expect(m).toBeLessThan(a);
  expect(a).toBeLessThan(e);
  expect(messages.cells.map(({ share }) => share)).toEqual([a / e, m / e, 1]);
  expect(messages.measureAt).toBe(m / e);
  expect(messages.cells[1]?.against).toBe('');
  expect(messages.cells[2]?.against).toBe(`×${Math.round((e / m) * 10) / 10}`);
});

test('what the measure has none of is a sum, and what is alike is alike', () => {
  const price = priceOf([amo, alo, { ...amo, id: 'other' }, eo]);
  const names = row(price, 'rememberedNames');
  expect(names.cells[0]?.value).toBe(0);
  expect(names.cells[3]?.value).toBeGreaterThan(0);
  expect(names.cells[3]?.against).toBe(`+${names.cells[3]?.value}`);
  expect(price.rows.map(({ cells }) => cells[2]?.against)).toEqual(['=', '=', '=', '=']);
});

test('without a lane that promises at most once nothing is measured against anything', () => {
  const price = priceOf([lane('sqs', 'fifo'), lane('stripe', 'key-with-the-order')]);
  expect(price.measure).toBeUndefined();
  for (const { cells, measureAt } of price.rows) {
    expect(measureAt).toBeUndefined();
    expect(cells.map(({ against }) => against)).toEqual(['', '']);
    expect(Math.max(...cells.map(({ share }) => share))).toBeLessThanOrEqual(1);
  }
});

test('every published figure names its source and what kind of source that is', () => {
  const figures = SYSTEMS.flatMap((system) => system.figures ?? []);
  expect(figures.length).toBeGreaterThan(10);
  for (const { about, figure, source, kind } of figures)
    for (const text of [about, figure, source, kind]) expect(text).not.toBe('');
});
