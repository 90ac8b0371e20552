/** Values of settings: from JSON, from a link, and from the command line's `--set`. */
import type { Problem, Result } from '../terms/problem';
import type { SettingDescription } from './catalog';
import type { SettingValue } from './scenario';
import { hasUnseen, list, sayNot, show } from './show';

/** No setting that is a text needs more. */
export const LONGEST_SETTING_CHARS = 200;

const INTEGER = /^-?\d{1,16}$/u;

const taken = (value: SettingValue): Result<SettingValue> => ({ ok: true, value, warnings: [] });

function refused(setting: SettingDescription, what: string, fix: string): Result<SettingValue> {
  const problem: Problem = { where: setting.name, what, fix };
  return { ok: false, problems: [problem] };
}

/**
 * A value for a setting, out of unknown data. A choice is found by how its value is written, so that `acks` may be 0 as
 * well as '0'; Kafka reads -1 as all. Refuses other types, numbers out of bounds or not whole, texts above 200 characters
 * or with unseen characters. The place of a problem is the setting's name.
 */
export function checkSettingValue(setting: SettingDescription, value: unknown): Result<SettingValue> {
  switch (setting.type) {
    case 'boolean':
      return typeof value === 'boolean' ? taken(value) : refused(setting, sayNot(value, 'switch'), 'use true or false');
    case 'number':
      return checkNumber(setting, value);
    case 'choice':
      return checkChoice(setting, value);
    case 'text':
      return checkText(setting, value);
  }
}

function checkNumber(setting: SettingDescription, value: unknown): Result<SettingValue> {
  const [low, high] = setting.bounds ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const fits = Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;
  if (fits) return taken((value as number) + 0);
  return refused(setting, sayNot(value, `whole number from ${low} to ${high}`), 'write one');
}

const isPlain = (value: unknown): value is SettingValue => ['string', 'number', 'boolean'].includes(typeof value);

function checkChoice(setting: SettingDescription, value: unknown): Result<SettingValue> {
  const choices = setting.values ?? [];
  const written = isPlain(value) ? String(value) : undefined;
  const name = setting.name === 'acks' && written === '-1' ? 'all' : written;
  const found = choices.find((choice) => String(choice) === name);
  if (found !== undefined) return taken(found);
  return refused(setting, `${show(value)} is not one of its values`, `use one of ${list(choices.map(String))}`);
}

function checkText(setting: SettingDescription, value: unknown): Result<SettingValue> {
  if (typeof value !== 'string') return refused(setting, sayNot(value, 'string'), 'write one in quotes');
  if (value.length > LONGEST_SETTING_CHARS) {
    return refused(setting, `the text has ${value.length} characters`, `use at most ${LONGEST_SETTING_CHARS}`);
  }
  if (hasUnseen(value)) return refused(setting, `${show(value)} holds a character that cannot be seen`, 'remove it');
  return taken(value);
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/**
 * A setting's value as people write it: `5`, `true`, `all`, `[E P]`. Refuses, with the setting's name as the place, what
 * `checkSettingValue` refuses.
 */
export function parseSettingValue(setting: SettingDescription, text: string): Result<SettingValue> {
  if (setting.type === 'number' && INTEGER.test(text)) return checkSettingValue(setting, Number(text));
  if (setting.type === 'boolean') return checkSettingValue(setting, FLAGS.get(text) ?? text);
  return checkSettingValue(setting, text);
}
