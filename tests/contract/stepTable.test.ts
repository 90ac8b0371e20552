/**
 * The table of step strings: what a crash in each gap does, by running, for every string and every preset of every system that
 * lets its worker's steps be chosen. A system that is new in the registry is held to it at once. Where one ends otherwise, what
 * is left stands in tests/support/stepsOtherwise.ts, to the last effect, and its MODEL.md says why, under its preset's name.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { System } from '../../src/engine/contracts';
import { SYSTEMS } from '../../src/systems/registry';
import { runGaps, STEP_TABLE, takes, usesSteps, type Left } from '../support/stepGaps';
import { OTHERWISE } from '../support/stepsOtherwise';

const HEADING = '## Steps that end otherwise than the table of step strings';
const RUNS_TAKE_MS = 120_000;

const CHOOSING = SYSTEMS.filter(usesSteps);
const nameOf = (system: string, preset: string): string => `${system} ${preset}`;

interface Row {
  readonly system: string;
  readonly preset: string;
  readonly steps: string;
  readonly found: readonly Left[] | string;
}

let rows: readonly Row[] = [];
const rowsOf = (id: string): readonly Row[] => rows.filter(({ system }) => system === id);
const titleOf = ({ preset, steps }: Row): string => `${preset}: ${steps}`;
const isAsTable = ({ steps, found }: Row): boolean => JSON.stringify(found) === JSON.stringify(STEP_TABLE[steps]);

const rowsFrom = (system: System): readonly Row[] =>
  system.presets.flatMap((preset) =>
    Object.keys(STEP_TABLE)
      .filter((steps) => takes(system, preset, steps))
      .map((steps) => ({ system: system.id, preset: preset.id, steps, found: runGaps(system, preset, steps) })),
  );

beforeAll(() => {
  rows = CHOOSING.flatMap(rowsFrom);
}, RUNS_TAKE_MS);

const ids = CHOOSING.map(({ id }) => id);

test.each(ids)('%s: each gap of each step string leaves what the table says, or its exception', (id) => {
  const own = rowsOf(id);
  expect(own.length, 'step strings that it takes').toBeGreaterThan(0);
  const expected = own.map((row) => [
    titleOf(row),
    OTHERWISE[nameOf(id, row.preset)]?.[row.steps] ?? STEP_TABLE[row.steps],
  ]);
  expect(Object.fromEntries(own.map((row) => [titleOf(row), row.found]))).toEqual(Object.fromEntries(expected));
});

test.each(ids)('%s: its MODEL.md explains the presets that end otherwise, and no other', (id) => {
  const model = readFileSync(`src/systems/${id}/MODEL.md`, 'utf8');
  const section = model.split(HEADING)[1]?.split('\n## ')[0] ?? '';
  const headings = [...section.matchAll(/^- \*\*(.+?):\*\*/gm)].map(([, heading]) => heading!).join();
  const presets = SYSTEMS.find((system) => system.id === id)!.presets.map((preset) => preset.id);
  const explained = presets.filter((preset) => headings.includes(`\`${preset}\``));
  const otherwise = new Set(rowsOf(id).flatMap((row) => (isAsTable(row) ? [] : [row.preset])));
  expect(explained).toEqual(presets.filter((preset) => otherwise.has(preset)));
});

test('every exception belongs to a string that is taken, and differs from the table', () => {
  const differing = rows
    .filter((row) => !isAsTable(row))
    .map((row) => `${nameOf(row.system, row.preset)} ${row.steps}`);
  const listed = Object.entries(OTHERWISE).flatMap(([name, strings]) =>
    Object.keys(strings).map((steps) => `${name} ${steps}`),
  );
  expect(listed.filter((one) => !differing.includes(one))).toEqual([]);
});

test.each(Object.keys(STEP_TABLE))('some system ends as the table says for %s', (steps) => {
  expect(rows.filter((row) => row.steps === steps && isAsTable(row)).length).toBeGreaterThan(0);
});
