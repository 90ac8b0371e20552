/** What is often taught and wrong: for each sentence a scenario whose trace or verdict shows what is true. */
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../src/index';
import { readIndex, readScenario, runLanes } from '../support/catalogueRun';
import { CONSUMING } from './misconceptions/consuming';
import { PROCESSING } from './misconceptions/processing';
import { PRODUCING } from './misconceptions/producing';
import { REPLICATING } from './misconceptions/replicating';
import type { Row } from './misconceptions/row';
import { SENTENCES } from './misconceptions/sentences';
import { TRANSACTING } from './misconceptions/transacting';

const ROWS: readonly Row[] = [...PRODUCING, ...REPLICATING, ...TRANSACTING, ...CONSUMING, ...PROCESSING].toSorted(
  (a, b) => a.number - b.number,
);
const BELIEFS = readIndex().filter(({ misconception }) => misconception !== undefined);

/** The scenario without its faults, or with the setting changed in every lane. */
function without({ without: change }: Row, scenario: Scenario): Scenario {
  if (change === 'its faults') return { ...scenario, faults: [] };
  const lanes = scenario.lanes.map((lane) => ({ ...lane, settings: { ...lane.settings, ...change } }));
  return { ...scenario, lanes };
}

describe.each(ROWS.map((row) => [row.number, row] as const))('misconception %i', (_, row) => {
  const scenario = readScenario(row.id);

  test(`${row.id}: ${row.visible}`, () => {
    row.shows(runLanes(scenario));
  });

  test(`${row.id} does not show it without ${JSON.stringify(row.without)}`, () => {
    expect(() => row.shows(runLanes(without(row, scenario)))).toThrow();
  });

  test(`${row.id} is a minimal experiment that ends quiet, meets all its faults and has nothing left to luck`, () => {
    const { lanes, records, network, crashes, faults } = scenario;
    expect(network).toMatchObject({ lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0 });
    expect(crashes.perMille).toBe(0);
    expect(lanes.length).toBeGreaterThanOrEqual(2);
    expect(lanes.length).toBeLessThanOrEqual(3);
    expect(records.count).toBeGreaterThanOrEqual(4);
    expect(records.count).toBeLessThanOrEqual(11);
    const run = runLanes(scenario);
    for (const { id } of lanes) expect(run(id).ended).toBe('quiet');
    const neverMet = faults.filter((__, index) => lanes.every(({ id }) => run(id).notMet.includes(index)));
    expect(neverMet).toEqual([]);
  });
});

describe('the catalogue', () => {
  test('has each sentence as the headline of one scenario, with a truth, and a row here that proves it', () => {
    expect(BELIEFS.map(({ misconception }) => misconception)).toEqual(Object.keys(SENTENCES).map(Number));
    expect(ROWS.map(({ number, id }) => [number, id])).toEqual(
      BELIEFS.map(({ misconception, id }) => [misconception, id]),
    );
  });

  test.each(BELIEFS.map((entry) => [entry.id, entry] as const))(
    '%s quotes the sentence and says what is true',
    (_, entry) => {
      expect(entry.headline).toBe(`“${SENTENCES[entry.misconception!]}”`);
      expect(entry.truth).toMatch(/^[A-Z].{8,}\.$/u);
      expect(entry.truth).not.toContain(SENTENCES[entry.misconception!]);
    },
  );
});
