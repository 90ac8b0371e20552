/**
 * Named parts of a link's values: `loss10`, `lat5-15`, `from-broker-1`, `oneway`. One table serves both directions, so that
 * what is written can be read.
 */
import { decodeText, encodeText } from './words';

export interface Tag {
  /** As it stands in links. Lower-case letters, for ever the same. */
  readonly tag: string;
  /** The key of it in a scenario file. */
  readonly key: string;
  readonly form: 'number' | 'range' | 'text' | 'flag';
}

type Values = Readonly<Record<string, unknown>>;

const isPair = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => a === b || (isPair(a) && isPair(b) && a[0] === b[0] && a[1] === b[1]);

function writeTag({ tag, form }: Tag, value: unknown): string {
  if (form === 'flag') return tag;
  if (form === 'text') return `${tag}-${encodeText(String(value))}`;
  return `${tag}${isPair(value) ? value.join('-') : String(value)}`;
}

/** The parts for those values that are there and are not the default. */
export function writeTags(tags: readonly Tag[], values: object, defaults: object): readonly string[] {
  const given = values as Values;
  const otherwise = defaults as Values;
  return tags
    .filter(({ key }) => given[key] !== undefined && !same(given[key], otherwise[key]))
    .map((tag) => writeTag(tag, given[tag.key]));
}

const NUMBERED = /^([a-z]+)(\d+)(?:-(\d+))?$/u;
const WORDED = /^([a-z]+)-(.+)$/u;

/** A number as a number, anything else as it stands, for the validation to name. */
export function readNumber(text: string | undefined): unknown {
  return text !== undefined && /^\d{1,16}$/u.test(text) ? Number(text) : text;
}

/** Key and value of one part, or undefined when no tag fits. */
export function readTag(tags: readonly Tag[], part: string): readonly [string, unknown] | undefined {
  for (const { tag, key, form } of tags) {
    const value = valueOf(form, tag, part);
    if (value !== undefined) return [key, value];
  }
  return undefined;
}

function valueOf(form: Tag['form'], tag: string, part: string): unknown {
  if (form === 'flag') return part === tag ? true : undefined;
  const match = (form === 'text' ? WORDED : NUMBERED).exec(part);
  if (match === null || match[1] !== tag) return undefined;
  if (form === 'text') return decodeText(match[2] ?? '');
  return form === 'range' ? [readNumber(match[2]), readNumber(match[3] ?? match[2])] : readNumber(match[2]);
}
