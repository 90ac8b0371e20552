/** Finds files that need each other to start. */
import { importsOf, targetOf, type SourceFile } from './source';

type Graph = ReadonlyMap<string, readonly string[]>;

/** Each file's path and the files that it needs when it runs; imports of types alone do not count. */
export function valueGraph(files: readonly SourceFile[]): Graph {
  const paths = new Set(files.map(({ path }) => path));
  return new Map(files.map((file) => [file.path, neededBy(file, paths)]));
}

function neededBy(file: SourceFile, paths: ReadonlySet<string>): string[] {
  return importsOf(file).flatMap(({ from, value }) => {
    const target = value ? targetOf(file, from) : undefined;
    if (target === undefined) return [];
    return [target, `${target}.ts`, `${target}/index.ts`].filter((path) => paths.has(path));
  });
}

/** Every cycle that a walk from each file meets first, as paths in order; empty when there is none. */
export function cyclesOf(graph: Graph): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push([...trail.slice(at), path]);
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}
