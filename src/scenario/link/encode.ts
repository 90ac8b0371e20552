/** A scenario as a readable link: only what differs from the defaults, in characters that survive everywhere. */
import { ENGINE_VERSION } from '../../terms/version';
import type { Catalog } from '../catalog';
import { DEFAULT_CRASHES, DEFAULT_NETWORK, DEFAULT_RECORDS, DEFAULT_TITLE, defaultLimits } from '../defaults';
import type { CrashWeather, Scenario, Workload } from '../scenario';
import { checksum } from './checksum';
import { writeFault } from './faultWords';
import { CRASH_TAGS, KEYS, LIMIT_TAGS, NETWORK_TAGS, RECORD_TAGS } from './grammar';
import { writeLanes, writeSettings } from './laneWords';
import { LINK_VERSION } from './migrate';
import { writeTags } from './tags';
import type { LinkView } from './view';
import { writeView } from './view';
import { encodeText } from './words';

export type Pair = readonly [string, string];

/**
 * The fragment of a link that opens this scenario (without `#`). Equal scenarios with equal views give equal links. Expects
 * a valid scenario and refuses none; one that is too large for any link gives a text that `decodeLink` refuses, and belongs
 * into a file.
 */
export function encodeLink(scenario: Scenario, catalog: Catalog, view: LinkView = {}): string {
  return writeLink(scenarioPairs(scenario, catalog), view);
}

/** Puts version and engine before the pairs, the view and the checksum after them. */
export function writeLink(pairs: readonly Pair[], view: LinkView): string {
  const head: readonly Pair[] = [
    [KEYS.version, String(LINK_VERSION)],
    [KEYS.engine, String(ENGINE_VERSION)],
  ];
  const body = [...head, ...pairs, ...writeView(view)].map(([key, value]) => `${key}=${value}`).join('&');
  return `${body}&${KEYS.checksum}=${checksum(body)}`;
}

function scenarioPairs(scenario: Scenario, catalog: Catalog): readonly Pair[] {
  const { title, seed, records, network, lanes, limits } = scenario;
  return [
    ...(title === DEFAULT_TITLE ? [] : [pair(KEYS.title, encodeText(title))]),
    pair(KEYS.seed, encodeText(seed)),
    ...writeRecords(records),
    ...some(KEYS.network, writeTags(NETWORK_TAGS, network, DEFAULT_NETWORK)),
    ...writeCrashes(scenario.crashes),
    ...writeLanes(lanes, catalog).map((value) => pair(KEYS.lane, value)),
    ...writeSettings(lanes).map((value) => pair(KEYS.setting, value)),
    ...scenario.faults.map((fault) => pair(KEYS.fault, writeFault(fault))),
    ...some(KEYS.limits, writeTags(LIMIT_TAGS, limits, defaultLimits(records))),
  ];
}

const pair = (key: string, value: string): Pair => [key, value];

const some = (key: string, parts: readonly string[]): readonly Pair[] =>
  parts.length === 0 ? [] : [pair(key, parts.join('.'))];

function writeRecords(records: Workload): readonly Pair[] {
  const tags = writeTags(RECORD_TAGS, records, DEFAULT_RECORDS);
  const isDefault = records.count === DEFAULT_RECORDS.count && tags.length === 0;
  return isDefault ? [] : [pair(KEYS.records, [String(records.count), ...tags].join('.'))];
}

function writeCrashes(crashes: CrashWeather): readonly Pair[] {
  const tags = writeTags(CRASH_TAGS, crashes, DEFAULT_CRASHES);
  const isDefault = crashes.perMille === DEFAULT_CRASHES.perMille && tags.length === 0;
  return isDefault ? [] : [pair(KEYS.crashes, [String(crashes.perMille), ...tags].join('.'))];
}
