/** A walk over unknown data before anybody reads it: without recursion, so that no depth can exhaust the stack. */
import type { Problem } from '../../terms/problem';

/** A scenario needs five levels: scenario, faults, a fault, its `between`, a name. */
const DEEPEST = 8;
/** The largest scenario that the limits allow has some 10,000 values. */
const MOST_VALUES = 50_000;

interface Place {
  readonly value: unknown;
  readonly where: string;
  readonly depth: number;
}

function children(place: Place): readonly Place[] {
  const { value, where, depth } = place;
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const name = Array.isArray(value) ? (key: string) => `${where}[${key}]` : (key: string) => inside(where, key);
  return entries.map(([key, child]) => ({ value: child, where: name(key), depth: depth + 1 }));
}

const LONGEST_KEY_SHOWN = 40;
/** `network` in the scenario itself, `network.lossPerMille` below. */
export function inside(where: string, key: string): string {
  const short = key.length > LONGEST_KEY_SHOWN ? `${key.slice(0, LONGEST_KEY_SHOWN)}…` : key;
  const name = /^[\w.-]*…?$/u.test(short) ? short : JSON.stringify(short).replace(/[^\x20-\x7e]/gu, '?');
  return where === '' ? name : `${where}.${name}`;
}

function size(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** Undefined when the data is small and flat enough to be read. Refuses more than 8 levels or 50,000 values. */
export function shapeProblem(root: unknown): Problem | undefined {
  const waiting: Place[] = [{ value: root, where: '', depth: 0 }];
  let seen = 1;
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const where = place.where === '' ? 'scenario' : place.where;
    const inIt = size(place.value);
    seen += inIt;
    if (seen > MOST_VALUES) return tooMany(where, inIt);
    if (inIt > 0 && place.depth >= DEEPEST) return tooDeep(where);
    waiting.push(...children(place));
  }
  return undefined;
}

const tooMany = (where: string, inIt: number): Problem => ({
  where,
  what: `it holds ${inIt} values, which makes more than ${MOST_VALUES} in all`,
  fix: 'make the scenario smaller',
});

const tooDeep = (where: string): Problem => ({
  where,
  what: `it is nested more than ${DEEPEST} levels deep`,
  fix: 'write the scenario as the contract shows it',
});
