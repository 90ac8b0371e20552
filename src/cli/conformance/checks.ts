/** Reading JSON of which nothing is known: each check names the place and says what to do. */
import type { Problem } from '../../terms/problem';
import type { Fields } from './caseFile';

/** Collects what is wrong, so that one reading names all of it. */
export class Findings {
  readonly problems: Problem[] = [];

  add(where: string, what: string, fix: string): void {
    this.problems.push({ where, what, fix });
  }
}

/** As in an error: short, and of one line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** The object at this place; an empty one, with a finding, when it is none. `undefined` counts as empty. */
export function objectAt(found: Findings, where: string, value: unknown): Fields {
  if (value === undefined) return {};
  if (isObject(value)) return value;
  found.add(where, `${shown(value)} is no object`, 'write { … }');
  return {};
}

/** Names a key that means nothing here. */
export function onlyKeys(found: Findings, where: string, value: Fields, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key))
      found.add(where, `${shown(key)} means nothing here`, `the fields are ${known.join(', ')}`);
  }
}

/** A whole number from `least` to `most`; `byDefault` when absent, and, with a finding, when it is none. */
export function wholeAt(
  found: Findings,
  where: string,
  value: unknown,
  byDefault: number,
  [least, most]: readonly [number, number] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
): number {
  if (value === undefined) return byDefault;
  if (isWhole(value) && value >= least && value <= most) return value;
  const bounds = least === Number.MIN_SAFE_INTEGER ? 'a whole number' : `a whole number from ${least} to ${most}`;
  found.add(where, `${shown(value)} does not fit`, `give ${bounds}`);
  return byDefault;
}

/** One of these words; the first of them when absent or, with a finding, when it is none. */
export function wordAt<T extends string | boolean | number>(
  found: Findings,
  where: string,
  value: unknown,
  words: readonly [T, ...T[]],
): T {
  if (value === undefined) return words[0];
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  found.add(where, `${shown(value)} does not fit`, `give one of ${words.map(shown).join(', ')}`);
  return words[0];
}

/** An object whose keys are whole numbers, each with what `read` makes of its value. */
export function byNumber<T>(
  found: Findings,
  where: string,
  value: unknown,
  read: (where: string, value: unknown) => T,
): Map<number, T> {
  const result = new Map<number, T>();
  for (const [key, each] of Object.entries(objectAt(found, where, value))) {
    if (/^\d{1,15}$/u.test(key)) result.set(Number(key), read(`${where}.${key}`, each));
    else found.add(where, `${shown(key)} is no number`, 'write the number as the key');
  }
  return result;
}

/** A list of whole numbers of at least `least`. */
export function wholesAt(found: Findings, where: string, value: unknown, least: number): number[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((one) => isWhole(one) && one >= least)) return value as number[];
  found.add(where, `${shown(value)} does not fit`, `give a list of whole numbers from ${least} on`);
  return [];
}
