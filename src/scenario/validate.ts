/** The door through which every scenario comes in, whether from a file, a link or an editor. */
import { LIMITS } from '../terms/limits';
import type { Result } from '../terms/problem';
import type { Catalog } from './catalog';
import { DEFAULT_SEED, DEFAULT_TITLE } from './defaults';
import { readFaults } from './read/faults';
import { openFields } from './read/fields';
import type { Fields } from './read/fields';
import { readLanes } from './read/lanes';
import { newReport, note } from './read/report';
import type { Mode, Report } from './read/report';
import { shapeProblem } from './read/shape';
import { targetsOf } from './read/targets';
import { readText } from './read/values';
import { readCrashes, readLimits, readNetwork, readRecords } from './read/world';
import type { Scenario } from './scenario';
import { show } from './show';

export type { Mode } from './read/report';

const KEYS = ['version', 'title', 'seed', 'records', 'network', 'crashes', 'faults', 'lanes', 'limits'] as const;

/**
 * Makes a complete, frozen scenario of unknown data in the form that `scenario.ts` describes. Nothing of the input is kept: values are
 * copied by the list of names that are allowed.
 *
 * `file`: unknown keys and values that cannot be are problems, each with its place (`faults[2].atMs`).
 * `link`: they are left out or replaced by defaults, and listed as warnings; refused is only what is no object, is nested
 * too deep or too large, or leaves no lane that could run. Texts stand for numbers and switches in settings there.
 */
export function validateScenario(raw: unknown, catalog: Catalog, mode: Mode): Result<Scenario> {
  const shape = shapeProblem(raw);
  if (shape !== undefined) return { ok: false, problems: [shape] };
  const report = newReport(mode);
  const fields = openFields(report, raw, '', KEYS);
  if (fields === undefined) return { ok: false, problems: report.problems };
  const scenario = readScenario(report, fields, catalog);
  const refused = mode === 'file' ? report.problems.length > 0 : scenario.lanes.length === 0;
  if (refused) return { ok: false, problems: report.problems };
  return { ok: true, value: scenario, warnings: report.problems };
}

function readScenario(report: Report, fields: Fields, catalog: Catalog): Scenario {
  readVersion(report, fields);
  const records = readRecords(report, fields.take('records'));
  const lanes = Object.freeze(readLanes(report, fields.take('lanes'), catalog));
  return Object.freeze({
    version: 1,
    title: readTitle(report, fields),
    seed: readSeed(report, fields),
    records,
    network: readNetwork(report, fields.take('network')),
    crashes: readCrashes(report, fields.take('crashes')),
    faults: readFaults(report, fields.take('faults'), targetsOf(lanes, catalog, records.count)),
    lanes,
    limits: readLimits(report, fields.take('limits'), records),
  });
}

function readVersion(report: Report, fields: Fields): void {
  const version = fields.take('version');
  if (version === 1) return;
  note(report, 'version', `${show(version)} is not a version that this program reads`, 'write "version": 1');
}

function readTitle(report: Report, fields: Fields): string {
  const title = fields.take('title');
  if (title === undefined) return DEFAULT_TITLE;
  return readText(report, title, 'title', [1, LIMITS.titleChars]) ?? DEFAULT_TITLE;
}

function readSeed(report: Report, fields: Fields): string {
  return readText(report, fields.take('seed'), 'seed', [1, LIMITS.seedChars]) ?? DEFAULT_SEED;
}
