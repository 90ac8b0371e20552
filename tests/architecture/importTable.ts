/** Who may import whom (src/README.md), and the test of one file against it. */
import { importsOf, packageOf, targetOf, type Import, type SourceFile } from './source';

interface Row {
  /** Parts whose files it may import, types too. Its own part goes without saying. */
  readonly parts: readonly string[];
  readonly packages: readonly string[];
}

const BELOW_LAYOUT = [
  'terms',
  'scenario',
  'trace',
  'engine',
  'contracts',
  'machines',
  'systems',
  'faults',
  'checker',
  'explorer',
];
const ALL_BUT_THE_PAGE = [...BELOW_LAYOUT, 'lessons', 'text'];

/** A part is a folder of src; `contracts` is src/engine/contracts, which others may import without the engine. */
export const IMPORT_TABLE: Readonly<Record<string, Row>> = {
  terms: { parts: [], packages: [] },
  scenario: { parts: ['terms'], packages: [] },
  trace: { parts: ['terms'], packages: [] },
  contracts: { parts: ['terms', 'scenario', 'trace'], packages: ['xstate'] },
  engine: { parts: ['terms', 'scenario', 'trace', 'contracts'], packages: ['xstate', 'seedrandom'] },
  machines: { parts: ['terms', 'contracts'], packages: ['xstate'] },
  systems: { parts: ['terms', 'scenario', 'machines', 'contracts'], packages: [] },
  faults: { parts: ['terms', 'scenario', 'contracts', 'trace'], packages: [] },
  checker: { parts: ['terms', 'trace'], packages: [] },
  explorer: { parts: ['scenario', 'terms', 'engine', 'contracts', 'trace', 'checker'], packages: [] },
  layout: { parts: ['terms', 'trace', 'checker'], packages: ['d3'] },
  lessons: { parts: ['terms', 'scenario'], packages: [] },
  text: { parts: ['terms'], packages: [] },
  session: { parts: [...BELOW_LAYOUT, 'layout', 'text'], packages: ['svelte', 'xstate'] },
  views: { parts: ['layout', 'session', 'text', 'terms'], packages: ['svelte', 'd3'] },
  cli: { parts: ALL_BUT_THE_PAGE, packages: ['node:'] },
  'index.ts': { parts: ALL_BUT_THE_PAGE, packages: [] },
  'main.ts': { parts: [...ALL_BUT_THE_PAGE, 'layout', 'session', 'views'], packages: ['svelte'] },
};

/** The part that a path from the root belongs to; undefined outside src. `app.css` at the top of src belongs to main.ts. */
export function partOf(path: string): string | undefined {
  const [top, part, inner] = path.split('/');
  if (top !== 'src' || part === undefined) return undefined;
  if (part === 'engine' && inner === 'contracts') return 'contracts';
  return part.endsWith('.css') ? 'main.ts' : part;
}

/** One sentence for each import of the file that the table does not allow. */
export function forbiddenImports(file: SourceFile): string[] {
  const part = partOf(file.path) ?? '';
  const row = IMPORT_TABLE[part];
  if (row === undefined) return [`${file.path} lies in no part of the import table: put it into one`];
  return importsOf(file)
    .filter((one) => !isAllowed(file, part, row, one))
    .map(({ from }) => `${file.path} (${part}) imports ${from}, but ${part} may import only ${listOf(row)}`);
}

function isAllowed(file: SourceFile, part: string, row: Row, { from }: Import): boolean {
  const target = targetOf(file, from);
  if (target === undefined) return row.packages.some((name) => isPackage(name, from));
  const aimed = partOf(target);
  return aimed !== undefined && (aimed === part || row.parts.includes(aimed));
}

/** `node:` stands for all that Node itself brings. */
const isPackage = (name: string, from: string): boolean =>
  name === 'node:' ? from.startsWith(name) : packageOf(from) === name;

function listOf({ parts, packages }: Row): string {
  const names = [...parts, ...packages];
  return names.length === 0 ? 'itself' : names.join(', ');
}
