import { describe, expect, test } from 'vitest';
import { ASYNC_BORDER, brokenBans, PURE_FOLDERS } from './bans';
import { sourceFiles } from './source';

const isPure = ({ path }: { path: string }): boolean =>
  PURE_FOLDERS.some((folder) => path.startsWith(`src/${folder}/`));

const inEngine = (text: string): string[] => brokenBans({ path: 'src/engine/planted.ts', text });

describe('pure folders', () => {
  test('use nothing whose answer depends on when, where or in which browser it is asked', () => {
    const pure = sourceFiles().filter(isPure);
    expect(pure.length).toBeGreaterThan(0);
    expect(pure.flatMap(brokenBans)).toEqual([]);
  });

  test('hold no components', () => {
    expect(sourceFiles().filter((file) => isPure(file) && file.path.includes('.svelte'))).toEqual([]);
  });

  test.each([
    'const now = Date.now();',
    'const at: Date = given;',
    'performance.now();',
    'const x = Math.random();',
    'const x = Math.log(2) + 1;',
    'const { sin } = Math;',
    "const x = Math['pow'](2, 3);",
    'const x = 2 ** 3;',
    'x **= 2;',
    'const later = async () => 1;',
    'const x = await given;',
    'for await (const x of given) use(x);',
    'const x = Promise.resolve(1);',
    'function f(): Promise<number> { return given; }',
    'setTimeout(f, 10);',
    'queueMicrotask(f);',
    'const s = (1000).toLocaleString();',
    'names.sort((a, b) => a.localeCompare(b));',
    "new Intl.NumberFormat('en');",
    'names.sort();',
    'names.toSorted();',
    'for (const key in given) use(key);',
    'type Table = Record<number, string>;',
    'interface Table { [offset: number]: string }',
    "document.title = 'x';",
    'process.env;',
    "console.log('x');",
    'globalThis.x = 1;',
    "eval('1');",
    "new Function('return 1');",
    "fetch('x');",
    'crypto.randomUUID();',
  ])('a planted breach is reported with what to use instead: %s', (text) => {
    expect(inEngine(text)[0]).toMatch(/^src\/engine\/planted\.ts:1 uses .+; use .+/);
  });

  test.each([
    '// Date.now() would differ; await nothing',
    "const s = 'Math.random() and Date and document';",
    'const x = Math.floor(Math.max(1, 2) / 2);',
    'const x = event.process.window;',
    'const f = (location: string): string => location;',
    'const plan = { process: 1, self: 2 };',
    'names.sort((a, b) => a - b);',
    'type Table = Record<string, number>;',
  ])('what only looks like a breach is let through: %s', (text) => {
    expect(inEngine(text)).toEqual([]);
  });

  test('the async border may wait, and may do nothing else', () => {
    expect(brokenBans({ path: ASYNC_BORDER, text: 'const f = async (): Promise<number> => await given;' })).toEqual([]);
    expect(brokenBans({ path: ASYNC_BORDER, text: 'const f = async () => Date.now();' })).toHaveLength(1);
  });
});
