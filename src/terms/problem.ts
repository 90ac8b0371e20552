/**
 * What is wrong with something that somebody gave us, said so that they can mend it.
 *
 * Bad input is expected trouble: it is a value, never an exception. `where` is the place in the input (`faults[2].atMs`),
 * `what` is what stands there and why it cannot be, `fix` is what to do.
 */
export interface Problem {
  readonly where: string;
  readonly what: string;
  readonly fix: string;
}

/** Either a value, or the problems that kept us from making one. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One sentence: where, what, and what to do. */
export function sentenceOf(problem: Problem): string {
  return `${problem.where}: ${problem.what}; ${problem.fix}.`;
}
