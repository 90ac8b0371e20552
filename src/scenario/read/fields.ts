/** An object that somebody gave us, opened: only own keys that are allowed are ever read from it. */
import { list, sayNot } from '../show';
import { note } from './report';
import type { Report } from './report';
import { inside } from './shape';

export interface Fields {
  readonly where: string;
  /** What stands under a key; undefined when the object itself has nothing there. */
  take(key: string): unknown;
  /** The exact place of a key: `faults[2].atMs`. */
  at(key: string): string;
}

/** Nobody needs more than these to see what went wrong. */
const MOST_UNKNOWN_SHOWN = 10;

/**
 * Opens an object for reading under `keys`. Lists every other key as unknown (an error in a file, a warning in a link).
 * Undefined, with a problem, when it is no object.
 */
export function openFields(report: Report, value: unknown, where: string, keys: readonly string[]): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return note(report, where || 'scenario', sayNot(value, 'object'), `write { … } with ${list(keys)}`);
  }
  noteUnknown(report, value, where, keys);
  return {
    where,
    at: (key) => inside(where, key),
    take: (key) => (Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined),
  };
}

function noteUnknown(report: Report, value: object, where: string, keys: readonly string[]): void {
  const unknown = Object.keys(value).filter((key) => !keys.includes(key));
  for (const key of unknown.slice(0, MOST_UNKNOWN_SHOWN)) {
    note(report, inside(where, key), 'nothing has this name here', `remove it, or use one of ${list(keys)}`);
  }
}
