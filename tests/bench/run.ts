/** `npm run bench`: measures and writes RESULTS.md beside this file. Exits with 1 when a limit is missed. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { engineChapter, growthChapter } from './engine';
import { pageText, type Chapter } from './figure';
import { layoutChapter } from './layout';
import { pageChapter } from './page';

const CHAPTERS: readonly (() => Chapter | Promise<Chapter>)[] = [
  engineChapter,
  growthChapter,
  layoutChapter,
  pageChapter,
];

const chapters: Chapter[] = [];
for (const measure of CHAPTERS) chapters.push(await measure());

const [major = ''] = process.versions.node.split('.');
const text = pageText(`${availableParallelism()} cores, Node ${major}`, chapters);
writeFileSync(new URL('RESULTS.md', import.meta.url), text);
console.log(text);

const missed = chapters.flatMap(({ figures }) => figures.filter(({ kept }) => kept === false));
process.exitCode = missed.length === 0 ? 0 : 1;
