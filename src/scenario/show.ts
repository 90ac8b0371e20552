/** How a value that somebody gave us is shown in a sentence: short, on one line, and never able to disturb the line. */

const LONGEST_SHOWN = 40;

/** Controls, line and paragraph separators, marks that turn the direction of writing, and halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** True when a text holds a character that a reader cannot see, or that changes how the rest is shown. */
export function hasUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

function shownText(text: string): string {
  const short = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return `"${short.replace(new RegExp(UNSEEN, 'gu'), escaped)}"`;
}

/** A value in words: `"ack"`, `12`, `true`, `a list of 3`, `an object`, `nothing`. */
export function show(value: unknown): string {
  if (typeof value === 'string') return shownText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Why a value is not what it must be: `"lanes" is not a node`, or `no node is given`. */
export function sayNot(value: unknown, what: string): string {
  if (value === undefined) return `no ${what} is given`;
  return `${show(value)} is not ${/^[aeiou]/iu.test(what) ? 'an' : 'a'} ${what}`;
}

/** Names for a sentence: `a, b, c`, and how many more there are. */
export function list(names: readonly string[], most = 40): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
