/** What the pure folders do without, found in the syntax tree: comments and strings cannot fool it. */
import ts from 'typescript';
import { eachNode, lineOf, syntaxOf, type SourceFile } from './source';

/** Folders that must give the same answer everywhere, always. */
export const PURE_FOLDERS = [
  'terms',
  'scenario',
  'trace',
  'engine',
  'machines',
  'systems',
  'faults',
  'checker',
  'explorer',
  'layout',
  'lessons',
  'text',
] as const;

/** Where the packed form of a link meets the platform's compression, which answers later. Nothing else waits. */
export const ASYNC_BORDER = 'src/scenario/link/packed.ts';

interface Ban {
  readonly what: string;
  readonly instead: string;
  /** True: the async border may. */
  readonly waiting?: boolean;
  isBroken(node: ts.Node): boolean;
}

const VIRTUAL_TIME = 'virtual time: whole milliseconds that you are given';
const TAKE_IT = 'an argument: whoever calls you lends it';
const NO_WAITING = 'the value itself; only the page and the command line wait';

const global = (what: string, instead: string, waiting = false): Ban => ({
  what,
  instead,
  waiting,
  isBroken: (node) => ts.isIdentifier(node) && node.text === what && standsForGlobal(node),
});

const GLOBALS: readonly Ban[] = [
  ...['Date', 'performance'].map((name) => global(name, VIRTUAL_TIME)),
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) =>
    global(name, 'a startTimer or raise effect'),
  ),
  ...['requestAnimationFrame', 'requestIdleCallback'].map((name) => global(name, 'a cursor that the session moves')),
  ...['Promise', 'CompressionStream', 'DecompressionStream', 'Response'].map((name) => global(name, NO_WAITING, true)),
  ...['document', 'window', 'self', 'location', 'navigator', 'localStorage', 'Worker'].map((name) =>
    global(name, TAKE_IT),
  ),
  ...['globalThis'].map((name) => global(name, TAKE_IT, true)),
  ...['process', 'console', 'fetch', 'require'].map((name) => global(name, TAKE_IT)),
  ...['crypto'].map((name) => global(name, 'draw(seed, about)')),
  ...['Intl'].map((name) => global(name, 'codes that text/ puts into words')),
  ...['eval', 'Function'].map((name) => global(name, 'a table of functions')),
  ...['WeakRef', 'FinalizationRegistry'].map((name) => global(name, 'a Map with a named bound')),
];

const HARMLESS_MATH = ['abs', 'ceil', 'clz32', 'floor', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];
const INTEGERS = 'integer arithmetic or a table: browsers disagree on the rest; chance comes from draw(seed, about)';

const FORMS: readonly Ban[] = [
  {
    what: `Math other than ${HARMLESS_MATH.join(', ')}`,
    instead: INTEGERS,
    isBroken: (node) =>
      ts.isIdentifier(node) && node.text === 'Math' && standsForGlobal(node) && !isHarmlessMath(node.parent),
  },
  {
    what: '**',
    instead: INTEGERS,
    isBroken: ({ kind }) =>
      kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken,
  },
  {
    what: 'async and await',
    instead: NO_WAITING,
    waiting: true,
    isBroken: ({ kind }) =>
      kind === ts.SyntaxKind.AsyncKeyword ||
      kind === ts.SyntaxKind.AwaitKeyword ||
      kind === ts.SyntaxKind.AwaitExpression,
  },
  {
    what: 'words of the locale (toLocale…, localeCompare)',
    instead: 'comparison with < and >, and text/ for words',
    isBroken: (node) => ts.isPropertyAccessExpression(node) && /^(toLocale|localeCompare$)/.test(node.name.text),
  },
  {
    what: 'sort without a comparator',
    instead: 'a comparator that answers 0 for the same thing alone',
    isBroken: (node) =>
      ts.isCallExpression(node) && node.arguments.length === 0 && isCallOf(node, ['sort', 'toSorted']),
  },
  { what: 'for … in', instead: 'Object.entries, a Map or an array', isBroken: (node) => ts.isForInStatement(node) },
  {
    what: 'objects keyed by numbers',
    instead: 'a Map or an array: such objects reorder their keys',
    isBroken: (node) => isRecordOfNumbers(node) || isNumberIndexed(node),
  },
];

/** One sentence for each breach in a file of a pure folder. */
export function brokenBans(file: SourceFile): string[] {
  const tree = syntaxOf(file);
  const bans = [...GLOBALS, ...FORMS].filter((ban) => !(ban.waiting === true && file.path === ASYNC_BORDER));
  const found: string[] = [];
  eachNode(tree, (node) => {
    for (const ban of bans) {
      if (ban.isBroken(node)) found.push(`${file.path}:${lineOf(node)} uses ${ban.what}; use ${ban.instead}`);
    }
  });
  return found;
}

/** One sentence for each use of one of these globals. */
export function globalsUsed(file: SourceFile, names: readonly string[]): string[] {
  const found: string[] = [];
  eachNode(syntaxOf(file), (node) => {
    if (ts.isIdentifier(node) && names.includes(node.text) && standsForGlobal(node)) {
      found.push(`${file.path}:${lineOf(node)} uses ${node.text}`);
    }
  });
  return found;
}

/** Neither the name of a property nor something that the file itself declares. */
function standsForGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isQualifiedName(parent) && parent.right === node) return false;
  if (isMemberName(parent) && parent.name === node) return false;
  return !declaredNames(node.getSourceFile()).has(node.text);
}

const isMemberName = (node: ts.Node): node is ts.Node & { name?: ts.Node } =>
  ts.isPropertyAssignment(node) ||
  ts.isPropertySignature(node) ||
  ts.isMethodSignature(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isPropertyDeclaration(node);

const declared = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

function declaredNames(file: ts.SourceFile): ReadonlySet<string> {
  const known = declared.get(file) ?? collectDeclared(file);
  declared.set(file, known);
  return known;
}

function collectDeclared(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  eachNode(file, (node) => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}

const isHarmlessMath = (parent: ts.Node): boolean =>
  ts.isPropertyAccessExpression(parent) && HARMLESS_MATH.includes(parent.name.text);

const isCallOf = (node: ts.CallExpression, names: readonly string[]): boolean =>
  ts.isPropertyAccessExpression(node.expression) && names.includes(node.expression.name.text);

const isRecordOfNumbers = (node: ts.Node): boolean =>
  ts.isTypeReferenceNode(node) &&
  node.typeName.getText() === 'Record' &&
  node.typeArguments?.[0]?.kind === ts.SyntaxKind.NumberKeyword;

const isNumberIndexed = (node: ts.Node): boolean =>
  ts.isIndexSignatureDeclaration(node) && node.parameters[0]?.type?.kind === ts.SyntaxKind.NumberKeyword;
