/** The worker's dealings with its book of names: which questions the steps become, and whom they are put to. */
import type { Effects } from '../../engine/contracts';
import { NAMES, SINK } from '../addresses';
import { requestOf, settleName, type NameAnswer, type NameBody } from '../names/asking';
import { newBook, type NameBook, type NameVerb } from '../names/book';
import type { Operation } from '../worker/operations';
import { pose } from './asking';
import { entryOf, type NamesUse, type Task } from './entry';
import type { HandlerMemory, HandlerParameters } from './memory';

/** The nodes that the worker must reach besides. */
export const holdersOf = (use: NamesUse | undefined): readonly string[] => (use?.keptBy === 'store' ? [NAMES] : []);

export const ownBook = (use: NamesUse | undefined): NameBook | undefined =>
  use?.keptBy === 'worker' ? newBook(use.book) : undefined;

/**
 * A step M by itself is a question to the book; one that shares its brackets with the effect is the sink's, and needs none
 * before it. What is checked first is checked before anything else, unless M is first and is the check itself.
 */
export function tasksOf(use: NamesUse | undefined, operations: readonly Operation[]): readonly Task[] {
  if (use === undefined) return operations;
  const tasks = operations.map((operation): Task =>
    isMark(operation) ? { ...operation, verb: markOf(use) } : operation,
  );
  const [first] = tasks;
  const checksItself =
    first === undefined || (first.verb ?? 'put') === 'putIfAbsent' || isAtomic(operations) || use.check === 'none';
  if (checksItself) return tasks;
  return [{ ...first, steps: [], via: 'sink', progress: undefined, verb: checkOf(use) }, ...tasks];
}

const isMark = ({ steps }: Operation): boolean => steps.length === 1 && steps[0] === 'remember';
const isAtomic = (operations: readonly Operation[]): boolean =>
  operations.some(({ steps }) => steps.length > 1 && steps.includes('remember'));
const markOf = ({ check }: NamesUse): NameVerb => (check === 'putIfAbsent' ? 'putIfAbsent' : 'put');
const checkOf = ({ check }: NamesUse): NameVerb => (check === 'inProgress' ? 'claim' : 'lookUp');

/** Asks whoever holds the book. Its own is asked in a turn of its own, so that a crash can fall before it. */
export function askName(v: HandlerMemory, p: HandlerParameters, verb: NameVerb): Effects {
  if (p.names?.keptBy === 'worker') return [{ do: 'raise', event: 'ownBookAsked' }];
  const { record, ...body } = questionOf(v, p, verb);
  return pose(v, p, {
    name: requestOf(verb),
    as: 'askName',
    peer: p.names?.keptBy === 'store' ? NAMES : SINK,
    body: { record, ...body },
    records: [record],
    about: 'name',
    says: body.name,
    call: false,
    relies: [`delivered ${record}`],
  });
}

function questionOf(v: HandlerMemory, p: HandlerParameters, verb: NameVerb): Omit<NameBody, 'correlation'> {
  const { record } = v.current!;
  return { record, verb, ...entryOf(p.names!, v.current!) };
}

/** The worker looks into its own book. */
export function askOwnBook(v: HandlerMemory, p: HandlerParameters, book: NameBook, now: number): Effects {
  const asked = questionOf(v, p, v.operations[v.at]!.verb!);
  const { standing, effects } = settleName(book, asked, now);
  const body: NameAnswer = { correlation: 0, record: asked.record, standing };
  return [...effects, { do: 'raise', event: 'ownAnswer', body }];
}
