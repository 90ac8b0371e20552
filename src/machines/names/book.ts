/**
 * The names that somebody has seen, and those that are being worked on: what a de-duplicating application asks before it
 * acts. Rules alone; where the book lies, and what it survives, is its holder's business. Sources: src/systems/ttl/MODEL.md;
 * AWS Lambda Powertools, idempotency (records in progress and completed).
 */
import { isKnown, newGuard, putDown, type GuardParameters, type NameGuard } from '../guard/attachment';

/** What may be asked of a book. `claim` says "I am at it"; `put` says "it is done". */
export const NAME_VERBS = ['lookUp', 'putIfAbsent', 'claim', 'put'] as const;
export type NameVerb = (typeof NAME_VERBS)[number];

/** `busy`: somebody else has claimed it, and the claim still stands. */
export type Standing = 'new' | 'known' | 'busy';

export interface BookParameters extends Omit<GuardParameters, 'anchor' | 'onDuplicate'> {
  /** From when the window counts: when the name was first seen, last seen, or when the event itself took place. */
  readonly anchor: 'firstSeen' | 'lastSeen' | 'eventTime';
  /** So long a claim keeps others away. */
  readonly claimMs: number;
}

export interface NameBook {
  readonly parameters: BookParameters;
  readonly guard: NameGuard;
  /** By name, until when it is claimed. */
  readonly claims: Map<string, number>;
}

/** Who is asked about: its name, and when the event took place. */
export interface Entry {
  readonly name: string;
  readonly bornMs: number;
}

export function newBook(parameters: BookParameters): NameBook {
  const anchor = parameters.anchor === 'lastSeen' ? 'lastSeen' : 'firstSeen';
  const guard = newGuard({ ...parameters, anchor, onDuplicate: 'dropAndAck' });
  return { parameters, guard, claims: new Map() };
}

/** How the name stands. With a window from the last sight, being asked is being seen. Changes `book` for that alone. */
export function standingOf(book: NameBook, { name, bornMs }: Entry, nowMs: number): Standing {
  if (isKnown(book.guard, name, nowMs)) {
    if (book.parameters.anchor === 'lastSeen') write(book, { name, bornMs }, nowMs);
    return 'known';
  }
  return (book.claims.get(name) ?? 0) > nowMs ? 'busy' : 'new';
}

/** Answers a question, and writes down what it says. Returns how the name stood before. */
export function ask(book: NameBook, verb: NameVerb, entry: Entry, nowMs: number): Standing {
  const standing = standingOf(book, entry, nowMs);
  if (verb === 'put' || (verb === 'putIfAbsent' && standing !== 'known')) write(book, entry, nowMs);
  if (verb === 'claim' && standing === 'new') book.claims.set(entry.name, nowMs + book.parameters.claimMs);
  return verb === 'put' ? 'new' : standing;
}

/** Puts a name down; its claim is over. */
function write({ guard, claims, parameters }: NameBook, { name, bornMs }: Entry, nowMs: number): void {
  claims.delete(name);
  putDown(guard, name, parameters.anchor === 'eventTime' ? bornMs : nowMs);
}

/** Whether this question leaves something behind when the name stood so. */
export const leavesMark = (verb: NameVerb, standing: Standing): boolean =>
  verb === 'put' || (verb === 'putIfAbsent' && standing === 'new');
