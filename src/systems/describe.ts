/** How settings are described: one function for each type, and the shelf that says whose they are and where they stand. */
import type { SettingDescription } from '../scenario/catalog';

type Part = SettingDescription['of'];

/** What the descriptions of one part share: where its settings are documented. */
export interface Shelf {
  readonly of: Part;
  readonly source: string;
}

/** `Integer.MAX_VALUE`. Stands for `Long.MAX_VALUE` too, which no JavaScript number can hold. */
export const LARGEST_INT = 2_147_483_647;
export const FROM_ZERO: readonly [number, number] = [0, LARGEST_INT];
export const FROM_ONE: readonly [number, number] = [1, LARGEST_INT];

export const PROMINENT = { prominent: true } as const;
type More = { readonly prominent?: true; readonly source?: string };

export function toggle(
  shelf: Shelf,
  name: string,
  byDefault: boolean,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'boolean', default: byDefault, explains, ...more };
}

export function choice(
  shelf: Shelf,
  name: string,
  values: readonly (string | number)[],
  byDefault: string | number,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'choice', values, default: byDefault, explains, ...more };
}

export function number(
  shelf: Shelf,
  name: string,
  bounds: readonly [number, number],
  byDefault: number,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'number', bounds, default: byDefault, explains, ...more };
}

export function text(
  shelf: Shelf,
  name: string,
  byDefault: string,
  explains: string,
  more: More = {},
): SettingDescription {
  return { ...shelf, name, type: 'text', default: byDefault, explains, ...more };
}
