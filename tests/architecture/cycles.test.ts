import { expect, test } from 'vitest';
import { cyclesOf, valueGraph } from './cycles';
import { sourceFiles } from './source';

const file = (path: string, text: string) => ({ path, text });

test('no file needs, by whatever way, a file that needs it to start', () => {
  const graph = valueGraph(sourceFiles());
  expect([...graph.values()].flat().length).toBeGreaterThan(0);
  expect(cyclesOf(graph).map((cycle) => cycle.join(' → '))).toEqual([]);
});

test('finds a planted cycle over three files, through an index', () => {
  const graph = valueGraph([
    file('src/a.ts', "import { b } from './b';"),
    file('src/b.ts', "export * from './c';"),
    file('src/c/index.ts', "import { a } from '../a';"),
  ]);
  expect(cyclesOf(graph)).toEqual([['src/a.ts', 'src/b.ts', 'src/c/index.ts', 'src/a.ts']]);
});

test('a component counts, and a type alone does not close a cycle', () => {
  const component = file('src/A.svelte', '<script lang="ts">import { b } from \'./b\';</script>');
  expect(cyclesOf(valueGraph([component, file('src/b.ts', "import A from './A.svelte';")]))).toHaveLength(1);
  expect(cyclesOf(valueGraph([component, file('src/b.ts', "import type A from './A.svelte';")]))).toEqual([]);
});
