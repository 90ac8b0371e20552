/** What a MODEL.md may not say twice, and which files it may name. */
import { posix } from 'node:path';
import type { SourceFile } from './source';

const HEADER_SEPARATOR = /^\|(?: *:?-+:? *\|)+$/;
const HEADING = /^## (.+)$/;
const BOLD_LEAD = /^\s*[-*] \*\*(.+?)\*\*/;
const CODE_FILE = /`([\w./-]+\.ts)`/g;

/** Second occurrences of what `keyOf` sees in a line, as `path:line says KEY again`. */
function saidAgain({ path, text }: SourceFile, keyOf: (line: string) => string | undefined): string[] {
  const seen = new Set<string>();
  return text.split('\n').flatMap((line, index) => {
    const key = keyOf(line);
    if (key === undefined) return [];
    const again = seen.has(key);
    seen.add(key);
    return again ? [`${path}:${index + 1} says "${key}" again`] : [];
  });
}

/** Headers that stand inside a table, below its own: what a merge leaves that kept both versions of it. */
function secondHeaders({ path, text }: SourceFile): string[] {
  let headers = 0;
  return text.split('\n').flatMap((line, index) => {
    headers = line.startsWith('|') ? headers + (HEADER_SEPARATOR.test(line) ? 1 : 0) : 0;
    return headers > 1 && HEADER_SEPARATOR.test(line) ? [`${path}:${index + 1} is a second header of its table`] : [];
  });
}

/** A lead with its own full stop or comma is the same as one without. */
const leadOf = (line: string): string | undefined => BOLD_LEAD.exec(line)?.[1]?.replace(/[.,:;]$/, '');

/** One sentence for each header, heading and bold lead of a list item that a document has twice. */
export const saidTwice = (model: SourceFile): string[] => [
  ...secondHeaders(model),
  ...saidAgain(model, (line) => HEADING.exec(line)?.[1]),
  ...saidAgain(model, leadOf),
];

/**
 * Where a file that is named in this document may be: from the root, `src`, `src/machines` or `src/systems`, in the system's
 * own folder, or seen from the folder of a file that the document has named with its path before.
 */
function placesOf(path: string, own: string, folders: ReadonlySet<string>): string[] {
  return ['', 'src', 'src/machines', 'src/systems', own, ...folders].map((folder) => posix.join(folder, path));
}

/** One sentence for each TypeScript file that a document names and nobody has. */
export function unknownFiles({ path, text }: SourceFile, files: ReadonlySet<string>): string[] {
  const folders = new Set<string>();
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(CODE_FILE)].flatMap(([, named = '']) => {
      const found = placesOf(named, posix.dirname(path), folders).find((place) => files.has(place));
      if (found === undefined) return [`${path}:${index + 1} names ${named}, which is nowhere`];
      folders.add(posix.dirname(found));
      return [];
    }),
  );
}
