import { describe, expect, test } from 'vitest';
import ts from 'typescript';
import { eachNode, importsOf, lineOf, sourceFiles, syntaxOf, type SourceFile } from './source';

/** Names that bring data, time or other actors into a chart, each with where that belongs. */
const FOREIGN: Readonly<Record<string, string>> = {
  assign: 'the plain record that actions change',
  invoke: 'the engine, or the session',
  spawn: 'the topology of the system',
  spawnChild: 'the topology of the system',
  after: 'a startTimer effect',
  always: 'a raise effect, or a guard on the event itself',
  context: 'the plain record that actions change',
};

/** One sentence for each thing in a chart that is not a name. */
function foreignIn(file: SourceFile): string[] {
  const found: string[] = [];
  eachNode(syntaxOf(file), (node) => {
    const where = `${file.path}:${lineOf(node)}`;
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) {
      found.push(`${where} holds a function; put its name here and the function into the role`);
    }
    if (ts.isIdentifier(node) && Object.hasOwn(FOREIGN, node.text)) {
      found.push(`${where} says ${node.text}; that belongs to ${FOREIGN[node.text] ?? ''}`);
    }
  });
  return found;
}

const machines = sourceFiles().filter(({ path }) => path.endsWith('.machine.ts'));

describe('charts hold control alone', () => {
  test('every machine is names: no functions, no data, no time, no other actors', () => {
    expect(machines.length).toBeGreaterThan(0);
    expect(machines.flatMap(foreignIn)).toEqual([]);
  });

  test('machines are made in *.machine.ts and nowhere else', () => {
    const makers = sourceFiles().filter((file) =>
      importsOf(file).some(
        ({ from, names }) => from === 'xstate' && (names.includes('createMachine') || names.includes('setup')),
      ),
    );
    expect(makers.map(({ path }) => path).filter((path) => !path.endsWith('.machine.ts'))).toEqual([]);
  });

  test.each([
    ['createMachine({ states: { a: { on: { b: { guard: ({ x }) => x > 1 } } } } })'],
    ['createMachine({ states: { a: { entry() { return 1; } } } })'],
    ['createMachine({ states: { a: { entry: assign({ n: 1 }) } } })'],
    ["createMachine({ states: { a: { after: { 10: 'b' } } } })"],
    ["createMachine({ states: { a: { invoke: { src: 'load' } } } })"],
    ["createMachine({ states: { a: { always: 'b' } } })"],
  ])('reports a planted %s', (text) => {
    expect(foreignIn({ path: 'src/machines/planted.machine.ts', text })).toHaveLength(1);
  });
});
