/** Keys and values of a fragment. What nobody understands is listed, and the rest is kept. */
import { note } from '../read/report';
import type { Report } from '../read/report';
import { show } from '../show';
import { CHECKSUM_CHARS, checksum } from './checksum';
import { KEYS, REPEATED } from './grammar';

const KNOWN: readonly string[] = Object.values(KEYS);
const SAFE = /^[A-Za-z0-9._~-]*$/u;

export interface Pairs {
  first(key: string): string | undefined;
  all(key: string): readonly string[];
}

/** Splits a fragment. Warns of unknown keys, keys given twice, and values with characters that no link of ours has. */
export function readPairs(report: Report, fragment: string): Pairs {
  const found = new Map<string, string[]>();
  for (const piece of fragment.split('&')) {
    const at = piece.indexOf('=');
    const key = at < 0 ? piece : piece.slice(0, at);
    if (isReadable(report, key, piece.slice(at + 1), at, found)) {
      found.set(key, [...(REPEATED.includes(key) ? (found.get(key) ?? []) : []), piece.slice(at + 1)]);
    }
  }
  return { first: (key) => found.get(key)?.[0], all: (key) => found.get(key) ?? [] };
}

function isReadable(
  report: Report,
  key: string,
  value: string,
  at: number,
  found: ReadonlyMap<string, unknown>,
): boolean {
  if (key === '' && value === '') return false;
  if (at < 0 || !KNOWN.includes(key)) return left(report, show(key), 'nothing in a link has this name');
  if (!SAFE.test(value)) return left(report, key, `${show(value)} holds characters that no link has`);
  if (found.has(key) && !REPEATED.includes(key))
    return left(report, key, 'it is given twice, and the first one counts');
  return true;
}

function left(report: Report, where: string, what: string): boolean {
  note(report, where, what, 'it was left out');
  return false;
}

/** Warns when the link did not arrive as it was made. */
export function checkWhole(report: Report, fragment: string): void {
  const mark = `&${KEYS.checksum}=`;
  const at = fragment.lastIndexOf(mark);
  const [written = ''] = at < 0 ? [] : fragment.slice(at + mark.length).split('&');
  const cut = at < 0 || written.length < CHECKSUM_CHARS;
  if (cut) note(report, KEYS.checksum, 'the link has no complete checksum at its end: it was cut off, or typed', COPY);
  else if (written !== checksum(fragment.slice(0, at))) {
    note(report, KEYS.checksum, 'the checksum does not fit: the link was cut off or mistyped', COPY);
  }
}

const COPY = 'look at what could be read, or copy the link again';
