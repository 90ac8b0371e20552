import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './source';

const LIMIT_MS = 240_000;

const FILES: Readonly<Record<string, string>> = {
  'tsconfig.json': JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), include: ['src'] }),
  'src/sound.ts': 'export const records: readonly number[] = [1, 2, 3];\n',
  'src/planted.ts': "import { records } from './sound';\nexport const first: number = records[0];\n",
  'src/Planted.svelte':
    '<script lang="ts">\n  let { records }: { records: number } = $props();\n  const shout: string = records;\n</script>\n\n<p>{shout}</p>\n',
  'src/Misused.svelte':
    '<script lang="ts">\n  import Planted from \'./Planted.svelte\';\n</script>\n\n<Planted records="three" />\n',
  'pure/tsconfig.json': JSON.stringify({ extends: join(ROOT, '.config/tsconfig.pure.json'), include: ['.'] }),
  'pure/planted.ts': 'export const width = (): number => document.body.clientWidth;\n',
};

/** The checks that `npm run types` makes, over a project with planted errors. */
describe('the type check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackward-planted-'));
  let told = '';

  beforeAll(() => {
    for (const [path, text] of Object.entries(FILES)) write(join(folder, path), text);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    const { stdout, status } = run('svelte-check', [
      '--workspace',
      folder,
      '--tsconfig',
      join(folder, 'tsconfig.json'),
      '--output',
      'machine',
    ]);
    expect(status).toBe(1);
    told = stdout;
  }, LIMIT_MS);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('reports an unchecked index in a module, so strictness reaches it', () => {
    expect(told).toMatch(/ERROR "src\/planted\.ts" 2:14 /);
  });

  test('reports a wrong type in the script of a component', () => {
    expect(told).toMatch(/ERROR "src\/Planted\.svelte" 3:9 /);
  });

  test('reports a wrong property in the markup of a component', () => {
    expect(told).toMatch(/ERROR "src\/Misused\.svelte" 5:10 /);
  });

  test('reports nothing in a sound file', () => {
    expect(told).not.toContain('sound.ts');
  });

  test('knows no page in a pure folder', () => {
    const { stdout, status } = run('tsc', ['-p', join(folder, 'pure', 'tsconfig.json')]);
    expect(status).not.toBe(0);
    expect(stdout).toMatch(/planted\.ts\(1,\d+\): error TS\d+: Cannot find name 'document'/);
  });
});

describe(
  'the linter',
  () => {
    const lint = (path: string, text: string): string => {
      const { stdout } = spawnSync(
        join(ROOT, 'node_modules/.bin/eslint'),
        ['-c', '.config/eslint.config.js', '--stdin', '--stdin-filename', path, '--format', 'json'],
        { cwd: ROOT, input: text, encoding: 'utf8' },
      );
      return stdout;
    };

    test('reports planted breaches in a pure folder, and cannot be told to look away', () => {
      const told = lint(
        'src/engine/draw.ts',
        '/* eslint-' + 'disable */\nexport const now = Date.now();\nexport const x = Math.sin(now);\n[3].sort();\n',
      );
      expect(told).toContain('virtual time');
      expect(told).toContain('integer arithmetic');
      expect(told).toContain('comparator');
    });

    test('reports the page touched outside main.ts', () => {
      expect(lint('src/session/lanes.ts', 'export const title = document.title;\n')).toContain(
        'Only src/main.ts touches the page',
      );
    });
  },
  LIMIT_MS,
);

test('the formatter reports a planted untidy file', () => {
  expect(() =>
    execFileSync(join(ROOT, 'node_modules/.bin/prettier'), ['--check', '--stdin-filepath', 'src/a.ts'], {
      cwd: ROOT,
      input: 'const a = "1"\n',
      stdio: ['pipe', 'ignore', 'ignore'],
    }),
  ).toThrow();
});

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

function run(tool: string, args: readonly string[]): { stdout: string; status: number | null } {
  return spawnSync(join(ROOT, 'node_modules/.bin', tool), [...args], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LIMIT_MS,
  });
}
