import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { forbiddenWords } from './words';
import { filesBelow, importsOf, packageOf, readRootFile, ROOT, sourceFiles } from './source';

const LINES_MAX = 300;
const FOLDER_README_LINES_MAX = 40;
const MAP_LINES_MAX = 80;

/** Apart from names that begin with a dot. node_modules and dist are made, not kept. */
const TOP_LEVEL = [
  'index.html',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'README.md',
  'LICENSE',
  'public',
  'src',
  'tests',
];
const MADE = ['node_modules', 'dist'];

const RUNTIME_DEPENDENCIES = ['d3', 'seedrandom', 'svelte', 'xstate'];

const versions = v.record(v.string(), v.string());
const manifest = v.parse(
  v.object({ license: v.string(), scripts: versions, dependencies: versions, devDependencies: versions }),
  JSON.parse(readRootFile('package.json')),
);

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

describe('the tree', () => {
  test('has nothing at the top but what design and tools need there', () => {
    const extra = readdirSync(ROOT).filter(
      (name) => !name.startsWith('.') && !TOP_LEVEL.includes(name) && !MADE.includes(name),
    );
    expect(extra).toEqual([]);
    expect(TOP_LEVEL.filter((name) => !readdirSync(ROOT).includes(name))).toEqual([]);
  });

  test(`no source file is longer than ${LINES_MAX} lines`, () => {
    const long = sourceFiles().filter(({ text }) => linesOf(text) > LINES_MAX);
    expect(long.map(({ path, text }) => `${path}: ${linesOf(text)}`)).toEqual([]);
  });

  test('folder READMEs can be read in a minute, the map in two', () => {
    const limitOf = (path: string): number => (path === 'src/README.md' ? MAP_LINES_MAX : FOLDER_README_LINES_MAX);
    const readmes = filesBelow('src', ['README.md']);
    expect(readmes.map(({ path }) => path)).toContain('src/README.md');
    expect(readmes.filter(({ path, text }) => linesOf(text) > limitOf(path)).map(({ path }) => path)).toEqual([]);
  });

  test('no file holds words that do not belong into it', () => {
    const files = [
      ...filesBelow('src', ['']),
      ...filesBelow('tests', ['']),
      ...filesBelow('public', ['']),
      ...filesBelow('.config', ['']),
      ...filesBelow('.ci', ['']),
      ...['README.md', 'index.html', 'package.json', 'vite.config.ts', 'tsconfig.json'].map((path) => ({
        path,
        text: readRootFile(path),
      })),
    ];
    expect(files.flatMap(forbiddenWords)).toEqual([]);
  });

  // In two pieces, so that this file may say them.
  test.each([
    ['src/a.ts', '// TO' + 'DO: later'],
    ['src/a.ts', '// FIX' + 'ME'],
    ['src/a.ts', '// @ts-' + 'ignore'],
    ['src/a.ts', '// @ts-' + 'expect-error'],
    ['src/a.ts', '// eslint-' + 'disable-next-line'],
    ['src/a.svelte', '<!-- svelte-' + 'ignore a11y -->'],
    ['src/a.ts', 'given as ' + 'any'],
    ['src/a.ts', '// Source: syst' + 'ems.md 3'],
    ['tests/a.json', '"source": "kaf' + 'ka.md 1.2"'],
    ['tests/a.test.ts', 'test.' + "only('x')"],
    ['tests/a.test.ts', 'describe.' + "skip('x')"],
    ['tests/a.test.ts', 'test.' + "fixme('x')"],
    ['src/a.ts', "const log = '/ho" + "me/someone/x'"],
    ['README.md', 'see https://regi' + 'stry.example.org/x'],
  ])('finds a planted one in %s: %s', (path, text) => {
    expect(forbiddenWords({ path, text })).toHaveLength(1);
  });

  test('finds no forbidden word in sound text', () => {
    const text =
      "registry.ts lists systems; MODEL.md; src/systems/kafka/MODEL.md; '../home/x'; work/main; the only one; skipped; Map<string, anyone>";
    expect(forbiddenWords({ path: 'src/a.ts', text })).toEqual([]);
  });
});

describe('packages', () => {
  test('every version is exact', () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('what ships with the page is these five and no more', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(RUNTIME_DEPENDENCIES);
  });

  test('each of them is used', () => {
    const used = new Set(sourceFiles().flatMap((file) => importsOf(file).map(({ from }) => packageOf(from))));
    // Components compile to calls of svelte, whether or not a file names it.
    if (sourceFiles().some(({ path }) => path.endsWith('.svelte'))) used.add('svelte');
    expect(RUNTIME_DEPENDENCIES.filter((name) => !used.has(name))).toEqual([]);
  });

  test('the lock file names no place to load from', () => {
    expect(readRootFile('package-lock.json')).not.toMatch(/"resolved": "http/);
  });

  test('installing runs no script of ours', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?(install|prepare)/.test(name))).toEqual([]);
  });

  test('the licence is MIT, in name and in text', () => {
    expect(manifest.license).toBe('MIT');
    expect(readRootFile('LICENSE')).toMatch(/^MIT License/);
  });
});

test('the README shows the two commands that a newcomer needs', () => {
  const readme = readRootFile('README.md');
  expect(readme).toContain('npm ci && npm start');
  expect(readme).toContain('npm ci && npm test');
});
