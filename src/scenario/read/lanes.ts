/** The lanes: a system, a preset of it, and settings that change it. */
import { LIMITS } from '../../terms/limits';
import { effectiveSettings, findPreset, findSystem } from '../catalog';
import type { Catalog, PresetDescription, SettingDescription, SystemDescription } from '../catalog';
import { REFERENCE_LANES } from '../defaults';
import type { LaneSpec, Settings, SettingValue } from '../scenario';
import { checkSettingValue, parseSettingValue } from '../settingValue';
import { list, sayNot, show } from '../show';
import { compareText, frozenSettings } from '../canonical';
import { openFields } from './fields';
import type { Fields } from './fields';
import { note } from './report';
import type { Report } from './report';
import { inside } from './shape';
import { readList, readName } from './values';

const LANE_KEYS = ['id', 'system', 'preset', 'settings'] as const;
const LANE_ID = /^[A-Za-z0-9_-]{1,32}$/u;

/** The three references, as far as the catalogue has them. */
export function referenceLanes(catalog: Catalog): readonly LaneSpec[] {
  return REFERENCE_LANES.filter((lane) => {
    const system = findSystem(catalog, lane.system);
    return system !== undefined && findPreset(system, lane.preset) !== undefined;
  });
}

/** Reads one to six lanes. A link that names none, or none that can be run, gets the three references. */
export function readLanes(report: Report, value: unknown, catalog: Catalog): readonly LaneSpec[] {
  if (value === undefined && report.mode === 'link') return referenceLanes(catalog);
  const items = readList(report, value, 'lanes', [1, LIMITS.lanes]) ?? [];
  const lanes: LaneSpec[] = [];
  items.forEach((item, index) => {
    const lane = readLane(report, item, `lanes[${index}]`, catalog);
    if (lane !== undefined && isNewId(report, lane, index, lanes)) lanes.push(lane);
  });
  if (lanes.length > 0 || report.mode === 'file') return lanes;
  note(report, 'lanes', 'none of them can be run', 'look at the three reference lanes instead');
  return referenceLanes(catalog);
}

function isNewId(report: Report, lane: LaneSpec, index: number, before: readonly LaneSpec[]): boolean {
  if (before.every((other) => other.id !== lane.id)) return true;
  note(report, `lanes[${index}].id`, `another lane is called ${show(lane.id)} too`, 'give each lane a name of its own');
  return false;
}

function readLane(report: Report, value: unknown, where: string, catalog: Catalog): LaneSpec | undefined {
  const fields = openFields(report, value, where, LANE_KEYS);
  if (fields === undefined) return undefined;
  const id = readId(report, fields);
  const system = readSystem(report, fields, catalog);
  const preset = system && readPreset(report, fields, system);
  if (system === undefined || preset === undefined) return undefined;
  const own = readSettings(report, fields, system);
  const settings = agreeing(report, fields, system, preset, own);
  if (id === undefined || settings === undefined) return undefined;
  return Object.freeze({ id, system: system.id, preset: preset.id, settings });
}

function readId(report: Report, fields: Fields): string | undefined {
  const id = fields.take('id');
  if (typeof id === 'string' && LANE_ID.test(id)) return id;
  const fix = 'use 1 to 32 letters, digits, - and _';
  return note(report, fields.at('id'), sayNot(id, 'name of a lane'), fix);
}

function readSystem(report: Report, fields: Fields, catalog: Catalog): SystemDescription | undefined {
  const known = catalog.map((system) => system.id);
  const id = readName(report, fields.take('system'), fields.at('system'), known, 'system');
  return id === undefined ? undefined : findSystem(catalog, id);
}

function readPreset(report: Report, fields: Fields, system: SystemDescription): PresetDescription | undefined {
  const known = system.presets.map((preset) => preset.id);
  const id = readName(report, fields.take('preset'), fields.at('preset'), known, `preset of ${system.id}`);
  return id === undefined ? undefined : findPreset(system, id);
}

function readSettings(report: Report, fields: Fields, system: SystemDescription): Settings {
  const value = fields.take('settings');
  if (value === undefined) return frozenSettings([]);
  const known = new Map(system.settings.map((setting) => [setting.name, setting]));
  const own = openFields(report, value, fields.at('settings'), [...known.keys()]);
  if (own === undefined) return frozenSettings([]);
  const given = [...known.values()].filter((setting) => own.take(setting.name) !== undefined);
  const read = given.map((setting) => [setting.name, readSetting(report, own, setting)] as const);
  return frozenSettings(read.filter((entry): entry is readonly [string, SettingValue] => entry[1] !== undefined));
}

/** In a link everything is written as text, so numbers and switches are read from it. */
function readSetting(report: Report, own: Fields, setting: SettingDescription): SettingValue | undefined {
  const value = own.take(setting.name);
  const spelled = report.mode === 'link' && typeof value === 'string';
  const result = spelled ? parseSettingValue(setting, value) : checkSettingValue(setting, value);
  if (result.ok) return result.value;
  for (const problem of result.problems) note(report, own.at(setting.name), problem.what, problem.fix);
  return undefined;
}

/**
 * The lane's settings if the system can be made with them. In a link what the system complains of is left out, and then all
 * of the lane's own settings, before the lane itself is given up.
 */
function agreeing(
  report: Report,
  fields: Fields,
  system: SystemDescription,
  preset: PresetDescription,
  own: Settings,
): Settings | undefined {
  const problems = complaints(system, preset, own);
  for (const { where, what, fix } of problems) note(report, inside(fields.at('settings'), where), what, fix);
  if (problems.length === 0 || report.mode === 'file') return own;
  const blamed = new Set(problems.map((problem) => problem.where));
  const fewer = frozenSettings(Object.entries(own).filter(([name]) => !blamed.has(name)));
  const left = [fewer, frozenSettings([])].find((settings) => complaints(system, preset, settings).length === 0);
  if (left !== undefined) noteLeftOut(report, fields, own, left);
  return left;
}

function complaints(system: SystemDescription, preset: PresetDescription, own: Settings) {
  const explicit = new Set([...Object.keys(preset.settings), ...Object.keys(own)]);
  return system.refuse(effectiveSettings(system, preset, own), explicit);
}

function noteLeftOut(report: Report, fields: Fields, own: Settings, left: Settings): void {
  const gone = Object.keys(own).filter((name) => !Object.hasOwn(left, name));
  const names = list([...gone].sort(compareText));
  note(report, fields.at('settings'), `left out, since they contradict: ${names}`, 'set them again one by one');
}
