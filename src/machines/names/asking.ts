/** What a holder of a name book is asked over the wire, and how it answers and writes that down. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { namesIn } from '../guard/attachment';
import { bodyOf, type Correlated, type WriteBody } from '../messages';
import { ask, leavesMark, type Entry, type NameBook, type NameVerb, type Standing } from './book';

export interface NameBody extends Correlated, Entry {
  readonly record: number;
  readonly verb: NameVerb;
}
export interface NameAnswer extends Correlated {
  readonly record: number;
  readonly standing: Standing;
}

/** A write that says by what name the receiver may know it again. */
export interface NamedWriteBody extends WriteBody {
  readonly called: Entry;
}

const CALLS: Readonly<Record<NameVerb, string>> = {
  lookUp: 'LookUp',
  putIfAbsent: 'PutIfAbsent',
  claim: 'Claim',
  put: 'Put',
};
export const requestOf = (verb: NameVerb): string => `${CALLS[verb]}Request`;
export const responseOf = (verb: NameVerb): string => `${CALLS[verb]}Response`;
/** Every message that asks for a name, and its answer. */
export const NAME_MESSAGES: readonly string[] = Object.values(CALLS).flatMap((call) => [
  `${call}Request`,
  `${call}Response`,
]);

/** What was asked is done in the book and written down. */
export function settleName(
  book: NameBook,
  { verb, record, name, bornMs }: Omit<NameBody, 'correlation'>,
  now: number,
): { readonly standing: Standing; readonly effects: Effects } {
  const standing = ask(book, verb, { name, bornMs }, now);
  const effects: Effect[] = [];
  if (standing === 'known')
    effects.push(note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [`remembered ${name}`] }));
  if (leavesMark(verb, standing))
    effects.push(
      note({ kind: 'remember', record, names: namesIn(book.guard) }, { as: `remembered ${name}`, durable: true }),
    );
  return { standing, effects };
}

/** Asked by message: the answer goes back over the connection that brought the question. */
export function answerName(book: NameBook, event: NodeEvent, now: number): Effects {
  const asked = bodyOf<NameBody>(event);
  const { standing, effects } = settleName(book, asked, now);
  const body: NameAnswer = { correlation: asked.correlation, record: asked.record, standing };
  return [
    ...effects,
    {
      do: 'send',
      message: {
        name: responseOf(asked.verb),
        as: 'nameAnswer',
        to: event.from,
        body,
        records: event.records,
        about: event.about,
        says: asked.verb === 'put' ? 'put down' : standing,
        answers: event,
      },
    },
  ];
}
