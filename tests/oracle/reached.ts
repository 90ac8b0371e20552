/** The scenarios that reach the possible cells: one file for each configuration, one line for each cell. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { canonicalScenario } from '../../src/scenario/canonical';
import type { Scenario } from '../../src/scenario/scenario';
import { validateScenario } from '../../src/scenario/validate';
import { SYSTEMS } from '../../src/systems/registry';

const FOLDER = fileURLToPath(new URL('reached/', import.meta.url));

const reachedFile = v.array(v.object({ fault: v.string(), code: v.string(), scenario: v.unknown() }));

export interface Reached {
  readonly fault: string;
  readonly code: string;
  readonly scenario: Scenario;
}

/** What reaches the cells of a configuration, in the order of the table. Throws what is wrong with a scenario. */
export function readReached(configuration: string): readonly Reached[] {
  const path = `${FOLDER}${configuration}.json`;
  if (!existsSync(path)) return [];
  return v.parse(reachedFile, JSON.parse(readFileSync(path, 'utf8'))).map(({ fault, code, scenario }) => {
    const read = validateScenario(scenario, SYSTEMS, 'file');
    if (!read.ok) throw new Error(`${configuration} ${fault} ${code}: ${JSON.stringify(read.problems)}`);
    return { fault, code, scenario: read.value };
  });
}

export function writeReached(configuration: string, reached: readonly Reached[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const lines = reached.map(({ fault, code, scenario }) =>
    JSON.stringify({ fault, code, scenario: canonicalScenario(scenario) }),
  );
  writeFileSync(`${FOLDER}${configuration}.json`, `[\n${lines.join(',\n')}\n]\n`);
}
