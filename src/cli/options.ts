/** Command line words into options; what is not understood is refused with the word itself. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Result } from '../terms/problem';

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

/** Reads the words of a command. A single `-` is a word: standard input. */
export function readOptions(args: readonly string[], options: OptionTable): Result<Options> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const all = (name: string): readonly string[] => [values[name]].flat().filter((value) => typeof value === 'string');
    return {
      ok: true,
      warnings: [],
      value: { words: positionals, all, text: (name) => all(name)[0], has: (name) => values[name] === true },
    };
  } catch (error) {
    const what = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'the words cannot be read';
    return {
      ok: false,
      problems: [
        {
          where: 'command line',
          what: what.replace(/\.?\s*$/u, ''),
          fix: 'see `ackward help` for what a command takes',
        },
      ],
    };
  }
}

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
