/** What the browser must have before the page works, and how much that is. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Compressed with gzip. */
export const FIRST_LOAD_MOST_KB = 120;
const BYTES_PER_KB = 1_000;
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

export interface LoadedFile {
  readonly path: string;
  readonly kb: number;
}

/** Paths that a built page names: scripts, their preloads, styles. */
export function namedFiles(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith('<script') || /rel="(?:modulepreload|stylesheet)"/.test(tag))
    .flatMap((tag) => /(?:src|href)="\.\/([^"]+)"/.exec(tag)?.[1] ?? []);
}

/** The page itself and what it names, as they lie in dist/. Refuses by throwing when there is no built site. */
export function firstLoad(): readonly LoadedFile[] {
  const html = readFileSync(`${DIST}index.html`, 'utf8');
  return ['index.html', ...namedFiles(html)].map((path) => ({ path, kb: compressedKb(path) }));
}

/** The system of the opening scenario, which the page asks for as soon as its frame stands. */
export function openingSystem(): LoadedFile {
  const file = readdirSync(`${DIST}assets`).find((name) => /^kafka-[\w-]{8}\.js$/.test(name));
  if (file === undefined) throw new Error('the built site has no file for the system of the opening scenario');
  return { path: `assets/${file}`, kb: compressedKb(`assets/${file}`) };
}

export const totalKb = (files: readonly LoadedFile[]): number => files.reduce((sum, { kb }) => sum + kb, 0);

const compressedKb = (path: string): number => gzipSync(readFileSync(DIST + path), { level: 9 }).length / BYTES_PER_KB;
