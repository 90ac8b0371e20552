/** The comparison of systems: each cell has a run, and that run shows what the cell says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { validateScenario } from '../../../src/scenario/validate';
import { COLUMNS, comparisonRows, countRun } from '../../../src/session/comparison';
import { SYSTEMS } from '../../../src/systems/registry';

const ROWS = comparisonRows(SYSTEMS);

function scenarioOf(id: string) {
  const read = validateScenario(JSON.parse(readFileSync(`public/scenarios/${id}.json`, 'utf8')), SYSTEMS, 'file');
  if (!read.ok) throw new Error(`${id}: ${JSON.stringify(read.problems)}`);
  return read.value;
}

test('there is a row for each memory that a system names, with every cell filled', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(12);
  for (const { cells, memory } of ROWS) {
    expect(cells.map(({ column }) => column)).toEqual(COLUMNS.map(({ id }) => id));
    for (const { says } of cells) expect(says).not.toBe('');
    expect(memory.source).not.toBe('');
  }
  expect(new Set(ROWS.map(({ key }) => key)).size).toBe(ROWS.length);
});

test.each(ROWS.map((row) => [row.key, row] as const))('%s: every cell’s run has a lane of the system', (_, row) => {
  for (const { shownBy } of row.cells)
    expect(scenarioOf(shownBy).lanes.map(({ system }) => system)).toContain(row.system);
});

test.each(ROWS.map((row) => [row.key, row] as const))('%s: what breaks it breaks it in the run', (_, row) => {
  expect(countRun(scenarioOf(row.memory.brokenBy.shownBy), row.system, SYSTEMS)?.worst).toMatch(/lost|twice/u);
});

test('counts are those of the system’s own lanes, the worst and the dearest of them', () => {
  const five = scenarioOf('one-lost-answer');
  expect(countRun(five, 'pubsub', SYSTEMS)?.worst).toBe('1 twice of 6');
  expect(countRun(five, 'sqs', SYSTEMS)?.worst).toBe('all 6 once');
  expect(countRun(five, 'sqs', SYSTEMS)?.price).toMatch(/^6 names kept, [\d.]+ messages for each record$/u);
  expect(countRun(five, 'mqtt', SYSTEMS)).toBeUndefined();
  expect(countRun(scenarioOf('five-minutes-and-one-second'), 'sqs', SYSTEMS)?.worst).toBe('1 lost, 1 twice of 7');
});

test('a system that says nothing of its memories has no row', () => {
  const { memories: _, ...silent } = SYSTEMS[0]!;
  expect(comparisonRows([silent])).toEqual([]);
});
