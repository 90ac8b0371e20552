/** Command line words into options; what is not understood is refused with the word itself. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Problem, Result } from '../terms/problem';

export interface Options {
  readonly words: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly all: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
}

type OptionTable = NonNullable<ParseArgsConfig['options']>;

export const JSON_OPTION: OptionTable = { json: { type: 'boolean' } };
export const STRICT_OPTION: OptionTable = { strict: { type: 'boolean' } };
export const CHANGE_OPTIONS: OptionTable = { seed: { type: 'string' }, set: { type: 'string', multiple: true } };

/**
 * Reads the words of a command. A single `-` is a word: standard input. Refuses, each with the option's name as the place, an
 * option that the command does not have, one without its value, and a value for one that has none.
 */
export function readOptions(args: readonly string[], options: OptionTable): Result<Options> {
  // Not strict: what is wrong is then found and said here, in sentences of ours.
  const table = { args: [...args], options, allowPositionals: true, strict: false, tokens: true } as const;
  const { values, positionals, tokens } = parseArgs(table);
  const problems = tokens.flatMap((token) => (token.kind === 'option' ? problemsOf(token, options) : []));
  if (problems.length > 0) return { ok: false, problems };
  const all = (name: string): readonly string[] => [values[name]].flat().filter((value) => typeof value === 'string');
  return {
    ok: true,
    warnings: [],
    value: { words: positionals, all, text: (name) => all(name)[0], has: (name) => values[name] === true },
  };
}

interface GivenOption {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** An option that stands where a value should; a number below zero is a value. */
const LOOKS_LIKE_OPTION = /^-[^\d]/u;

function problemsOf({ name, rawName, value, inlineValue }: GivenOption, options: OptionTable): readonly Problem[] {
  const where = rawName.slice(0, 40);
  if (!Object.hasOwn(options, name))
    return [{ where, what: 'the command has no such option', fix: sayOptions(options) }];
  if (options[name]?.type === 'boolean')
    return value === undefined
      ? []
      : [{ where, what: `"${value.slice(0, 40)}" is given, and it takes no value`, fix: `write ${where} alone` }];
  const fix = `write ${where}=VALUE`;
  if (value === undefined) return [{ where, what: 'no value is given', fix }];
  if (inlineValue === true || !LOOKS_LIKE_OPTION.test(value)) return [];
  return [{ where, what: `"${value.slice(0, 40)}" stands where its value should be`, fix }];
}

const sayOptions = (options: OptionTable): string =>
  `it has ${Object.keys(options)
    .map((name) => `--${name}`)
    .join(', ')}`;

/** A whole number within bounds, or a problem that names the option. */
export function readWhole(
  name: string,
  text: string | undefined,
  [least, most]: readonly [number, number],
): Result<number> {
  const value = text !== undefined && /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return { ok: true, value, warnings: [] };
  const given = text === undefined ? 'nothing is given' : `"${text.slice(0, 40)}" is given`;
  return {
    ok: false,
    problems: [{ where: `--${name}`, what: given, fix: `give a whole number from ${least} to ${most}` }],
  };
}
