/** The registry as it is once a system has been added by its folder and its line, without touching a file of src. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../fixtures/toy', import.meta.url));

/** What stands in the registry for a system: an import and an entry. Refuses by throwing when the registry has another shape. */
export function withToy(registry: string): string {
  const entries = 'export const SYSTEMS: readonly System[] = [\n';
  if (!registry.includes(entries)) throw new Error('The registry no longer lists its systems one to a line.');
  const imported = `import { toySystem } from ${JSON.stringify(FOLDER)};\n`;
  return imported + registry.replace(entries, `${entries}  toySystem,\n`);
}

export const REGISTRY = fileURLToPath(new URL('../../src/systems/registry.ts', import.meta.url));
export const readRegistry = (): string => readFileSync(REGISTRY, 'utf8');

/** For the bundler: it reads the registry with the toy's lines in it. */
export const addToy = {
  name: 'add-the-toy-to-the-registry',
  enforce: 'pre' as const,
  transform: (code: string, id: string): string | undefined =>
    id.split('?')[0] === REGISTRY ? withToy(code) : undefined,
};
