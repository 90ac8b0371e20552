/** Single values, each read under its exact place. A value that cannot be taken gives undefined and a problem. */
import { hasUnseen, list, sayNot, show } from '../show';
import type { Range } from '../scenario';
import { note } from './report';
import type { Report } from './report';

export type Bounds = readonly [number, number];

/** A whole number within bounds, both included. */
export function readWhole(report: Report, value: unknown, where: string, [low, high]: Bounds): number | undefined {
  if (Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high) {
    // Minus zero is zero to us, and must not come back as something else.
    return (value as number) + 0;
  }
  return note(report, where, sayNot(value, `whole number from ${low} to ${high}`), 'write one');
}

export function readText(report: Report, value: unknown, where: string, [low, high]: Bounds): string | undefined {
  if (typeof value !== 'string') return noteNoText(report, value, where);
  if (value.length < low || value.length > high) {
    return note(report, where, `the text has ${value.length} characters`, `use ${low} to ${high}`);
  }
  if (hasUnseen(value)) {
    const what = `${show(value)} holds a character that cannot be seen or turns the direction of writing`;
    return note(report, where, what, 'remove it');
  }
  return value;
}

/** In a link all is text, and what is none could not be decoded. */
function noteNoText(report: Report, value: unknown, where: string): undefined {
  if (report.mode === 'link') return note(report, where, 'what stands there cannot be read', 'it was left out');
  return note(report, where, sayNot(value, 'string'), 'write one in quotes');
}

export function readFlag(report: Report, value: unknown, where: string): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return note(report, where, sayNot(value, 'switch'), 'write true or false');
}

/** One of the names that there are; `what` says what they name. */
export function readName<T extends string>(
  report: Report,
  value: unknown,
  where: string,
  known: readonly T[],
  what: string,
): T | undefined {
  const found = known.find((name) => name === value);
  if (found !== undefined) return found;
  const fix = known.length === 0 ? 'leave it out' : `use one of ${list(known)}`;
  return note(report, where, sayNot(value, what), fix);
}

export function readList(
  report: Report,
  value: unknown,
  where: string,
  [low, high]: Bounds,
): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return note(report, where, sayNot(value, 'list'), 'write [ … ]');
  const items: readonly unknown[] = value;
  if (items.length >= low && items.length <= high) return items;
  note(report, where, `a list of ${items.length}`, low === high ? `give exactly ${low}` : `give ${low} to ${high}`);
  return report.mode === 'link' && items.length > high && low !== high ? items.slice(0, high) : undefined;
}

/** `[from, to]` in whole numbers within bounds, the smaller first. */
export function readRange(report: Report, value: unknown, where: string, bounds: Bounds): Range | undefined {
  const pair = readList(report, value, where, [2, 2]);
  if (pair === undefined) return undefined;
  const low = readWhole(report, pair[0], `${where}[0]`, bounds);
  const high = readWhole(report, pair[1], `${where}[1]`, bounds);
  if (low === undefined || high === undefined) return undefined;
  if (low <= high) return Object.freeze([low, high] as const);
  return note(report, where, `it runs from ${low} down to ${high}`, 'put the smaller number first');
}

/** What `read` makes of a value that is there; `otherwise` when there is none. */
export function orElse<T>(value: unknown, otherwise: T, read: (value: unknown) => T | undefined): T | undefined {
  return value === undefined ? otherwise : read(value);
}
