/**
 * The table of step strings: what a crash in each gap does, by running, for every string and every preset of every system that
 * lets its worker's steps be chosen. A system that is new in the registry is held to it at once. Where one ends otherwise, its
 * MODEL.md says why, under its preset's name, and it stands here.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { System } from '../../src/engine/contracts';
import { SYSTEMS } from '../../src/systems/registry';
import { runGaps, STEP_TABLE, takes, usesSteps } from '../support/stepGaps';

const HEADING = '## Steps that end otherwise than the table of step strings';

/** By system and preset: the strings that end otherwise. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  'kafka defaults': ['P E', 'E P', 'M E P', 'E M P', '[M E] P'],
  'rabbitmq fire-and-forget': ['P E'],
  'rabbitmq trusting-the-flag': ['P E', 'E P', 'M E P', 'E M P', '[M E] P', 'X P'],
  'flink as-shipped': ['E P', 'M E P', 'E M P', '[M E] P', 'X P'],
  'flink read-uncommitted': ['e [T P] V'],
  'ttl with': ['M E P', 'E M P'],
  'ttl in-memory': ['M E P', 'E M P'],
  'mqtt qos0': ['P E'],
  'mqtt qos2': ['P E', 'E P', '[M E] P'],
  'mqtt qos2-clean-start': ['P E', 'E P', '[M E] P'],
  'database unique': ['E P'],
  'database versioned': ['P E', 'E P'],
  'database with-offset': ['P E', 'E P'],
  'database with-id': ['E P'],
  'temporal derived-key': ['E P', 'X P'],
  'temporal random-key': ['M E P', 'E M P', '[M E] P'],
  'temporal restate': ['E P', 'X P'],
  'dataflow calls-with-keys': ['X [M E P]'],
  'debezium read-uncommitted': ['e [P V]'],
  'pulsar-geo dedup': ['E P'],
  'pulsar-geo replicated-subscription': ['E P'],
  'pulsar-geo plain-subscription': ['E P'],
};

interface Told {
  readonly system: string;
  readonly preset: string;
  readonly steps: string;
  readonly says: string;
  readonly asTold: boolean;
}

const told: Told[] = [];

function judge(system: System): readonly Told[] {
  return system.presets.flatMap((preset) =>
    Object.entries(STEP_TABLE)
      .filter(([steps]) => takes(system, preset, steps))
      .map(([steps, table]): Told => {
        const names = { system: system.id, preset: preset.id, steps };
        const ran = runGaps(system, preset, steps);
        if (typeof ran === 'string') return { ...names, says: ran, asTold: false };
        const asTold = ran.every(
          ({ gap, left, met, ended }) =>
            met && ended === 'quiet' && JSON.stringify(left) === JSON.stringify(table[gap]),
        );
        return { ...names, says: JSON.stringify(ran), asTold };
      }),
  );
}

test.each(SYSTEMS.filter(usesSteps).map((system) => [system.id, system] as const))(
  '%s: each gap of each step string ends as the table says, or MODEL.md says why not',
  (id, system) => {
    const rows = judge(system);
    told.push(...rows);
    expect(rows.length, 'step strings that it takes').toBeGreaterThan(0);
    const found = rows.filter(({ asTold }) => !asTold);
    const listed = Object.entries(OTHERWISE).filter(([name]) => name.startsWith(`${id} `));
    const expected = listed.flatMap(([name, strings]) => strings.map((steps) => `${name} ${steps}`));
    const otherwise = found.map(({ preset, steps }) => `${id} ${preset} ${steps}`);
    const details = found.map(({ preset, steps, says }) => `${preset} ${steps}: ${says}`).join('\n');
    expect(otherwise.toSorted(inOrder), details).toEqual(expected.toSorted(inOrder));
    if (listed.length > 0) expectExplained(id, new Set(found.map(({ preset }) => preset)));
  },
);

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function expectExplained(id: string, presets: ReadonlySet<string>): void {
  const model = readFileSync(`src/systems/${id}/MODEL.md`, 'utf8');
  const section = model.split(HEADING)[1]?.split('\n## ')[0] ?? '';
  for (const preset of presets) expect(section, `${id}: why ${preset} ends otherwise`).toContain(`\`${preset}\``);
}

test('every string of the table is run by some system, and the counts are told', () => {
  const byString = Object.keys(STEP_TABLE).map((steps) => told.filter((one) => one.steps === steps && one.asTold));
  for (const [at, rows] of byString.entries()) expect(rows.length, Object.keys(STEP_TABLE)[at]).toBeGreaterThan(0);
  const bySystem = [...new Set(told.map(({ system }) => system))].map((id) => {
    const own = told.filter(({ system }) => system === id);
    return `${id}: ${own.filter(({ asTold }) => asTold).length} of ${own.length} as the table says`;
  });
  console.info(bySystem.join('\n'));
  expect(Object.keys(OTHERWISE).filter((name) => !told.some((one) => name === `${one.system} ${one.preset}`))).toEqual(
    [],
  );
});
