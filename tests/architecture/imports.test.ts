import { describe, expect, test } from 'vitest';
import { forbiddenImports, IMPORT_TABLE, partOf } from './importTable';
import { importsOf, packageOf, sourceFiles, type SourceFile } from './source';

const planted = (path: string, text: string): SourceFile => ({ path, text });

describe('the import table', () => {
  test('every import of every file, types too, is one that the table allows', () => {
    expect(sourceFiles().flatMap(forbiddenImports)).toEqual([]);
  });

  test('has a row for every folder of src that holds code', () => {
    const parts = new Set(sourceFiles().map(({ path }) => partOf(path)));
    expect([...parts].filter((part) => IMPORT_TABLE[part ?? ''] === undefined)).toEqual([]);
  });

  test.each([
    ['a type from a part above', 'src/terms/a.ts', "import type { Trace } from '../trace/event';"],
    ['a value from a part above', 'src/checker/a.ts', "import { simulate } from '../engine/simulate';"],
    [
      'the engine where only its contracts are allowed',
      'src/machines/log/a.ts',
      "import { draw } from '../../engine/draw';",
    ],
    ['a re-export', 'src/text/en/a.ts', "export * from '../../session/lanes';"],
    ['a type named in place', 'src/layout/a.ts', "type A = import('../engine/world').World;"],
    ['an import that waits', 'src/views/a.ts', "const a = import('../engine/simulate');"],
    ['a path out of src', 'src/engine/a.ts', "import { a } from '../../tests/support/a';"],
    ['a package that is not for this part', 'src/engine/a.ts', "import { max } from 'd3';"],
    ['something of Node', 'src/scenario/a.ts', "import { readFileSync } from 'node:fs';"],
    [
      'a script of a component',
      'src/views/A.svelte',
      '<script lang="ts">\nimport { check } from "../checker/check";\n</script>',
    ],
    [
      'a second script of a component',
      'src/views/A.svelte',
      '<script module>import "../engine/a";</script><script></script>',
    ],
  ])('reports %s', (_what, path, text) => {
    expect(forbiddenImports(planted(path, text))).toHaveLength(1);
  });

  test.each([
    ['engine/contracts for machines', 'src/machines/log/a.ts', "import { note } from '../../engine/contracts';"],
    ['a neighbour', 'src/terms/a.ts', "import { hex8 } from './hash';"],
    [
      'text that merely looks like an import',
      'src/terms/a.ts',
      '// import { a } from "../engine/a"\nconst b = "import x from \'../engine\'";',
    ],
  ])('allows %s', (_what, path, text) => {
    expect(forbiddenImports(planted(path, text))).toEqual([]);
  });

  test('reports a file that lies in no part', () => {
    expect(forbiddenImports(planted('src/helpers/a.ts', ''))).toHaveLength(1);
  });
});

describe('packages', () => {
  const imports = sourceFiles().flatMap((file) => importsOf(file).map((one) => ({ path: file.path, ...one })));

  test('d3 is taken by name, so that only what is used is loaded', () => {
    const whole = imports.filter(
      ({ from, names }) =>
        packageOf(from)?.startsWith('d3') &&
        (from !== 'd3' || names.some((name) => name === '*' || name === 'default')),
    );
    expect(whole).toEqual([]);
  });

  test('walks over machines come from xstate/graph, not from its deprecated forerunner', () => {
    expect(imports.filter(({ from }) => from.startsWith('@xstate/'))).toEqual([]);
  });
});
