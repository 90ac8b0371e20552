/** The comparison's column “what breaks it”: each way that a cell names is a way of the test, and a run shows it. */
import { describe, expect, test } from 'vitest';
import { comparisonRows } from '../../src/session/comparison';
import { SYSTEMS } from '../../src/systems/registry';
import { readScenario, runLanes } from '../support/catalogueRun';
import { expectRefused, expectRow } from '../support/faultRows';
import { WAYS, type Struck, type Ways } from './comparison/ways';

const ROWS = comparisonRows(SYSTEMS).map(({ key, system, memory }) => [key, system, memory.brokenBy.says] as const);

test('the rows are those of the comparison', () =>
  expect(Object.keys(WAYS).toSorted()).toEqual(ROWS.map(([key]) => key).toSorted()));

/** Breaks it, and then takes away what broke it, so that nothing else was the cause. */
function expectBroken(system: string, row: string, { heal, ...struck }: Struck): void {
  expectRow(system, { row, ...struck });
  if (heal === undefined) return;
  const { trace: _, ...without } = struck;
  expectRow(system, { row: `${row}, healed`, ...without, ...heal, shows: [] });
}

function expectShown(system: string, way: string, shown: Ways[string][string]): void {
  if ('refused' in shown) return expectRefused(system, { row: way, ...shown, shows: [] }, shown.refused);
  if ('scenario' in shown) {
    const run = runLanes(readScenario(shown.scenario));
    expect(run(shown.lane).notOnce).toEqual(shown.shows);
    shown.look?.(run);
    return;
  }
  expectBroken(system, way, shown);
}

describe.each(ROWS)('%s', (key, system, says) => {
  const ways = Object.entries(WAYS[key] ?? {});

  test('every way that the cell names, and no other', () => expect(ways.map(([way]) => way).join('; ')).toBe(says));

  test.each(ways)('%s', (way, shown) => expectShown(system, way, shown));
});
