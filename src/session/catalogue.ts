/** The list of scenarios that the page brings along. */

export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
}

const ENTRIES_AT_MOST = 500;

/** Reads the list; what is not as it should be is left out, since the page does without. */
export function readCatalogue(text: string | undefined): readonly CatalogueEntry[] {
  const list = parseList(text);
  return list.slice(0, ENTRIES_AT_MOST).flatMap((entry): readonly CatalogueEntry[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { id, title } = entry as { readonly id?: unknown; readonly title?: unknown };
    return typeof id === 'string' && typeof title === 'string' ? [{ id, title }] : [];
  });
}

function parseList(text: string | undefined): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
