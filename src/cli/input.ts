/** INPUT: a scenario file, `-` for standard input, a link, or the id of a scenario in the catalogue. */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SYSTEMS } from '../systems/registry';
import { decodeLink } from '../scenario/link';
import { parseSettingValue } from '../scenario/settingValue';
import type { Scenario } from '../scenario/scenario';
import { canonicalScenario } from '../scenario/canonical';
import { validateScenario } from '../scenario/validate';
import { findSystem } from '../scenario/catalog';
import type { Problem, Result } from '../terms/problem';
import type { Options } from './options';

/** A scenario file is some thousand characters long; whatever is larger is something else. */
export const INPUT_BYTES_MAX = 1024 * 1024;
/** Where the catalogue lies, wherever the command is called from. */
export const CATALOGUE = fileURLToPath(new URL('../../public/scenarios/', import.meta.url));

const CATALOGUE_ID = /^[a-z0-9][a-z0-9-]{0,63}$/u;
const STDIN = 0;

const fail = (where: string, what: string, fix: string): { ok: false; problems: Problem[] } => ({
  ok: false,
  problems: [{ where, what, fix }],
});

/**
 * The scenario that the input names, with `--seed` and `--set` put in. A link is read generously, and what was repaired or
 * left out is listed as a warning; with `--strict` such a link is refused.
 */
export async function readScenario(options: Options): Promise<Result<Scenario>> {
  const [word, ...more] = options.words;
  if (word === undefined)
    return fail('INPUT', 'nothing is given', 'give a scenario file, a link, a catalogue id, or - for standard input');
  if (more.length > 0) return fail('INPUT', `${more.length + 1} words are given`, 'give one scenario');
  const read = await readInput(word);
  if (!read.ok) return read;
  if (options.has('strict') && read.warnings.length > 0) return { ok: false, problems: [...read.warnings, NOT_WHOLE] };
  return change(read.value, options, read.warnings);
}

const NOT_WHOLE: Problem = {
  where: '--strict',
  what: 'the link cannot be taken as it stands, and is not played',
  fix: 'copy the whole link again, or leave --strict out to play what could be read',
};

async function readInput(word: string): Promise<Result<Scenario>> {
  if (word === '-') return scenarioOf(readDocument(word, SCENARIO_FIX));
  if (isLink(word)) {
    const link = await decodeLink(word, SYSTEMS);
    return link.ok ? { ok: true, value: link.scenario, warnings: link.warnings } : link;
  }
  const inCatalogue = `${CATALOGUE}${word}.json`;
  if (CATALOGUE_ID.test(word) && !existsSync(word) && existsSync(inCatalogue))
    return scenarioOf(readDocument(inCatalogue, SCENARIO_FIX));
  if (!existsSync(word))
    return fail(
      word.slice(0, 120),
      'there is no such file, and no scenario of this id in the catalogue',
      'see `ackward scenarios` for the ids',
    );
  return scenarioOf(readDocument(word, SCENARIO_FIX));
}

const SCENARIO_FIX = 'give a scenario as JSON, or a link';

const scenarioOf = (document: Result<unknown>): Result<Scenario> =>
  document.ok ? validateScenario(document.value, SYSTEMS, 'file') : document;

/** The JSON document in a file, or in standard input for `-`; `fix` says what should have been given. */
export function readDocument(word: string, fix: string): Result<unknown> {
  if (word === '-') return readBytes(word, STDIN, fix);
  if (!existsSync(word)) return fail(word.slice(0, 120), 'there is no such file', fix);
  return readFile(word, fix);
}

const isLink = (word: string): boolean =>
  /^https?:\/\//u.test(word) || (/(?:^|[#?&]|%23)v=/u.test(word) && !existsSync(word));

function readFile(path: string, fix: string): Result<unknown> {
  if (statSync(path).isDirectory()) return fail(path, 'is a folder', 'give a file');
  const file = openSync(path, 'r');
  try {
    return readBytes(path, file, fix);
  } finally {
    closeSync(file);
  }
}

/** Reads no more than the limit, however large the file is. */
function readBytes(where: string, file: number, fix: string): Result<unknown> {
  const bytes = file === STDIN ? readAllOfStdin() : readStart(file);
  if (bytes === undefined) return fail(where, `is larger than ${INPUT_BYTES_MAX} bytes`, 'give a file that is smaller');
  return parse(where, bytes.toString('utf8'), fix);
}

function readStart(file: number): Buffer | undefined {
  if (fstatSync(file).size > INPUT_BYTES_MAX) return undefined;
  const buffer = Buffer.alloc(INPUT_BYTES_MAX + 1);
  const length = readSync(file, buffer, 0, buffer.length, 0);
  return length > INPUT_BYTES_MAX ? undefined : buffer.subarray(0, length);
}

function readAllOfStdin(): Buffer | undefined {
  const bytes = readFileSync(STDIN);
  return bytes.length > INPUT_BYTES_MAX ? undefined : bytes;
}

function parse(where: string, text: string, fix: string): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown, warnings: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : 'it cannot be parsed';
    return fail(where, `is not JSON (${why})`, fix);
  }
}

/** Puts `--seed` and every `--set LANE.SETTING=VALUE` in, and validates the whole again. */
function change(scenario: Scenario, options: Options, warnings: readonly Problem[]): Result<Scenario> {
  const seed = options.text('seed');
  const sets = options.all('set');
  if (seed === undefined && sets.length === 0) return { ok: true, value: scenario, warnings };
  const raw = structuredClone(canonicalScenario(scenario)) as {
    seed: string;
    lanes: { id: string; system: string; settings?: Record<string, unknown> }[];
  };
  if (seed !== undefined) raw.seed = seed;
  for (const text of sets) {
    const problem = applySet(raw.lanes, text);
    if (problem !== undefined) return { ok: false, problems: [problem] };
  }
  const changed = validateScenario(raw, SYSTEMS, 'file');
  return changed.ok ? { ...changed, warnings: [...warnings, ...changed.warnings] } : changed;
}

function applySet(
  lanes: { id: string; system: string; settings?: Record<string, unknown> }[],
  text: string,
): Problem | undefined {
  const where = `--set ${text.slice(0, 80)}`;
  const match = /^([A-Za-z0-9_-]+)\.([^=]+)=(.*)$/su.exec(text);
  if (match === null)
    return { where, what: 'is not of the form LANE.SETTING=VALUE', fix: 'write for example alo.acks=1' };
  const [, id, name, value] = match as unknown as [string, string, string, string];
  const lane = lanes.find((one) => one.id === id);
  if (lane === undefined)
    return { where, what: `there is no lane ${id}`, fix: `the lanes are ${lanes.map((one) => one.id).join(', ')}` };
  const setting = findSystem(SYSTEMS, lane.system)?.settings.find((one) => one.name === name);
  if (setting === undefined)
    return { where, what: `${lane.system} has no setting ${name}`, fix: 'see `ackward systems` for the settings' };
  const parsed = parseSettingValue(setting, value);
  if (!parsed.ok) return { ...parsed.problems[0]!, where };
  lane.settings = { ...lane.settings, [name]: parsed.value };
  return undefined;
}
