/** A link read as far as no unpacking is needed. `packed.ts` does the rest, and has the function to call. */
import type { Problem } from '../../terms/problem';
import { ENGINE_VERSION } from '../../terms/version';
import type { Catalog } from '../catalog';
import { newReport, note } from '../read/report';
import type { Report } from '../read/report';
import type { Scenario } from '../scenario';
import { show } from '../show';
import { validateScenario } from '../validate';
import { cleanLink } from './clean';
import { readFaultWords } from './faultWords';
import { CRASH_TAGS, KEYS, LIMIT_TAGS, NETWORK_TAGS, RECORD_TAGS, TELLING } from './grammar';
import { readLaneWords } from './laneWords';
import { LINK_LIMITS } from './limits';
import { LINK_VERSION, migrate } from './migrate';
import { checkWhole, readPairs } from './pairs';
import type { Pairs } from './pairs';
import { readNumber, readTag } from './tags';
import type { Tag } from './tags';
import { readView } from './view';
import type { LinkView } from './view';
import { decodeText } from './words';

export type LinkResult =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      readonly view: LinkView;
      /** What was left out or replaced, each with its place. */
      readonly warnings: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A link whose pairs are read, and whose scenario is not yet validated. */
export interface OpenedLink {
  readonly report: Report;
  readonly pairs: Pairs;
  readonly version: number;
  readonly view: LinkView;
}

export const refusedLink = (where: string, what: string, fix: string): LinkResult => ({
  ok: false,
  problems: [{ where, what, fix }],
});

/** Reads a fragment's pairs. Refuses a text above 16,384 characters, and one that has nothing of a link of ours. */
export function openLink(text: string): OpenedLink | LinkResult {
  if (text.length > LINK_LIMITS.rawChars) {
    const what = `it has ${text.length} characters, and ${LINK_LIMITS.rawChars} are the most`;
    return refusedLink('link', what, 'hand the scenario on as a file');
  }
  const fragment = cleanLink(text);
  const report = newReport('link');
  checkWhole(report, fragment);
  const pairs = readPairs(report, fragment);
  if (!TELLING.some((key) => pairs.first(key) !== undefined)) {
    return refusedLink('link', `${show(text)} holds no scenario`, 'copy the whole link, from v= to its end');
  }
  return { report, pairs, version: readVersions(report, pairs), view: readView(report, (key) => pairs.first(key)) };
}

function readVersions(report: Report, pairs: Pairs): number {
  const version = readNumber(pairs.first(KEYS.version) ?? String(LINK_VERSION));
  const engine = readNumber(pairs.first(KEYS.engine) ?? String(ENGINE_VERSION));
  if (engine !== ENGINE_VERSION) {
    const what = `the link was made with engine ${show(engine)}, and this is engine ${ENGINE_VERSION}`;
    note(report, KEYS.engine, what, 'expect that the run may differ');
  }
  if (typeof version === 'number' && version >= 1 && version <= LINK_VERSION) return version;
  const what = `${show(version)} is a version of links that this program does not know`;
  note(report, KEYS.version, what, 'look at the nearest scenario that could be read');
  return LINK_VERSION;
}

/** The scenario that stands in the readable keys, in the form of a file and not yet validated. */
export function readableScenario({ report, pairs }: OpenedLink, catalog: Catalog): object {
  const lanes = readLaneWords(pairs.all(KEYS.lane), pairs.all(KEYS.setting), catalog);
  for (const value of lanes.strange) note(report, KEYS.setting, `${show(value)} belongs to no lane`, 'it was left out');
  const entries: readonly (readonly [string, unknown])[] = [
    ['version', LINK_VERSION],
    ['title', word(pairs.first(KEYS.title))],
    ['seed', word(pairs.first(KEYS.seed))],
    ['records', readParts(report, KEYS.records, pairs.first(KEYS.records), RECORD_TAGS, 'count')],
    ['network', readParts(report, KEYS.network, pairs.first(KEYS.network), NETWORK_TAGS)],
    ['crashes', readParts(report, KEYS.crashes, pairs.first(KEYS.crashes), CRASH_TAGS, 'perMille')],
    ['faults', pairs.all(KEYS.fault).map((value) => readFault(report, value))],
    ['lanes', lanes.raw],
    ['limits', readParts(report, KEYS.limits, pairs.first(KEYS.limits), LIMIT_TAGS)],
  ];
  return Object.fromEntries(entries);
}

/** What cannot be decoded is no text, which the validation says. */
const word = (value: string | undefined): unknown => (value === undefined ? undefined : (decodeText(value) ?? null));

function readParts(
  report: Report,
  key: string,
  value: string | undefined,
  tags: readonly Tag[],
  first?: string,
): unknown {
  if (value === undefined) return undefined;
  const parts = value.split('.');
  const head = first === undefined ? [] : [[first, readNumber(parts.shift())] as const];
  const read = parts.map((part) => readTag(tags, part) ?? noteStrange(report, key, part));
  return Object.fromEntries([...head, ...read.filter((entry) => entry !== undefined)]);
}

function noteStrange(report: Report, where: string, part: string): undefined {
  return note(report, where, `${show(part)} means nothing here`, 'it was left out');
}

function readFault(report: Report, value: string): object {
  const { raw, strange } = readFaultWords(value);
  for (const part of strange) noteStrange(report, KEYS.fault, part);
  return raw;
}

/** Validates what a link held, in the generous way, and puts all warnings together. */
export function finishLink(opened: OpenedLink, raw: unknown, catalog: Catalog): LinkResult {
  const result = validateScenario(migrate(raw, opened.version), catalog, 'link');
  if (!result.ok) return { ok: false, problems: [...opened.report.problems, ...result.problems] };
  const warnings = [...opened.report.problems, ...result.warnings];
  return { ok: true, scenario: result.value, view: opened.view, warnings };
}
