/** The list of scenarios that the page brings along. */

import type { Catalog } from '../scenario/catalog';

export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  /** The systems of its lanes, by their ids. */
  readonly systems: readonly string[];
  /** What it shows in a sentence; or, with a `truth`, a sentence that is often taught and wrong, in quotation marks. */
  readonly headline: string;
  /** What is true instead; '' when the headline is. */
  readonly truth: string;
}

const ENTRIES_AT_MOST = 500;

/** Reads the list; what is not as it should be is left out, since the page does without. */
export function readCatalogue(text: string | undefined): readonly CatalogueEntry[] {
  const list = parseList(text);
  return list.slice(0, ENTRIES_AT_MOST).flatMap((entry): readonly CatalogueEntry[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { id, title, systems, headline, truth } = entry as Readonly<Record<string, unknown>>;
    if (typeof id !== 'string' || typeof title !== 'string') return [];
    return [{ id, title, systems: textsOf(systems), headline: textOf(headline), truth: textOf(truth) }];
  });
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The entries that have every word of `words` in their texts, whatever the case, and a lane of `system`; '' takes any. */
export function searchCatalogue(
  entries: readonly CatalogueEntry[],
  words: string,
  system = '',
): readonly CatalogueEntry[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return entries.filter(({ id, title, systems, headline, truth }) => {
    if (system !== '' && !systems.includes(system)) return false;
    const text = `${id} ${title} ${systems.join(' ')} ${headline} ${truth}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** How many entries have a lane of each system, in the order in which the page knows the systems; those without any are left out. */
export function countBySystem(
  entries: readonly CatalogueEntry[],
  catalog: Catalog,
): readonly { readonly id: string; readonly title: string; readonly count: number }[] {
  return catalog
    .map(({ id, title }) => ({ id, title, count: entries.filter(({ systems }) => systems.includes(id)).length }))
    .filter(({ count }) => count > 0);
}

/** The belief that a scenario of this title answers; `undefined` when it answers none. */
export function beliefOf(entries: readonly CatalogueEntry[], title: string): CatalogueEntry | undefined {
  return entries.find((entry) => entry.truth !== '' && entry.title === title);
}

function parseList(text: string | undefined): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
