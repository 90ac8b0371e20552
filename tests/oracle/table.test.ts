/** The table is whole, and everything that it names is there to be run. */
import { expect, test } from 'vitest';
import { CONFIGURATIONS } from './configurations';
import { FAULTS } from './faults';
import { rows, SIDES } from './table';

test('20 configurations, 217 rows, 159 possible cells', () => {
  const all = SIDES.flatMap(rows);
  expect(new Set(all.map(({ configuration }) => configuration)).size).toBe(20);
  expect(all.length).toBe(217);
  expect(all.reduce((sum, { possible }) => sum + possible.length, 0)).toBe(159);
});

test('each configuration has a lane, each fault a generator, and none is left over', () => {
  const all = SIDES.flatMap(rows);
  expect(new Set(CONFIGURATIONS.map(({ id }) => id))).toEqual(new Set(all.map(({ configuration }) => configuration)));
  expect(new Set(FAULTS.map(({ id }) => id))).toEqual(new Set(all.map(({ fault }) => fault)));
});
