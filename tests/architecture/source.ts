/** The project's own source as data, for the tests that hold it to its rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A file by its path from the project's root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** As written: `../terms/claim`, `d3`. */
  readonly from: string;
  /** False for `import type`, `export type` and `import('…').Name` as a type: nothing is left of them when it runs. */
  readonly value: boolean;
  /** `{ max }` gives `max`; `* as d3` gives `*`; a default import gives `default`; none for a bare import. */
  readonly names: readonly string[];
}

/** Every file below `folder` (from the root) whose name ends in one of `endings`; none when there is no such folder. */
export function filesBelow(folder: string, endings: readonly string[]): SourceFile[] {
  return pathsBelow(join(ROOT, folder))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** All code of the project proper. */
export const sourceFiles = (): SourceFile[] => filesBelow('src', ['.ts', '.svelte']);

export const readRootFile = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pathsBelow(path) : [path];
  });
}

/** The syntax tree of a TypeScript file, or of all scripts of a Svelte file together. */
export function syntaxOf({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(
    path,
    path.endsWith('.svelte') ? scriptsOf(text) : text,
    ts.ScriptTarget.ES2023,
    true,
    ts.ScriptKind.TS,
  );
}

function scriptsOf(svelte: string): string {
  return [...svelte.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}

/** Calls `visit` with every node, from the top down. */
export function eachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    eachNode(child, visit);
  });
}

/** 1-based line of a node, for messages. In a Svelte file it counts within the scripts. */
export const lineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** Every import and re-export of a file, those of types too. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  eachNode(syntaxOf(file), (node) => {
    const one = importIn(node);
    if (one !== undefined) found.push(one);
  });
  return found;
}

function importIn(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    const { importClause: clause } = node;
    return {
      from: textOf(node.moduleSpecifier),
      value: clause === undefined || isValueClause(clause),
      names: namesOf(clause),
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { from: textOf(node.moduleSpecifier), value: isValueExport(node), names: [] };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { from: textOf(node.argument.literal), value: false, names: [] };
  }
  if (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword &&
    node.arguments[0] !== undefined
  ) {
    return { from: textOf(node.arguments[0]), value: true, names: ['*'] };
  }
  return undefined;
}

const textOf = (node: ts.Node): string => (ts.isStringLiteralLike(node) ? node.text : node.getText());

function isValueClause(clause: ts.ImportClause): boolean {
  if (clause.isTypeOnly) return false;
  if (clause.name !== undefined || clause.namedBindings === undefined) return true;
  if (ts.isNamespaceImport(clause.namedBindings)) return true;
  const { elements } = clause.namedBindings;
  return elements.length === 0 || elements.some((element) => !element.isTypeOnly);
}

function isValueExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return false;
  if (node.exportClause === undefined || !ts.isNamedExports(node.exportClause)) return true;
  return node.exportClause.elements.some((element) => !element.isTypeOnly);
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named =
    bindings === undefined
      ? []
      : ts.isNamespaceImport(bindings)
        ? ['*']
        : bindings.elements.map((one) => one.name.text);
  return clause?.name === undefined ? named : ['default', ...named];
}

/**
 * The path (from the root) that a relative import means, without its ending: `src/engine/draw`. Undefined for packages.
 */
export function targetOf(file: SourceFile, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined;
  return posix.normalize(posix.join(dirname(file.path), from));
}

/** The package that a bare import names: `d3`, `@sveltejs/kit`, `node:fs`. Undefined for relative imports. */
export function packageOf(from: string): string | undefined {
  if (from.startsWith('.')) return undefined;
  const parts = from.split('/');
  return from.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}
