/** "Before you look": which record to ask about, and whether the guess was right. */
import type { Verdict } from '../checker/verdict';

export interface Question {
  readonly record: number;
  /** The lanes to guess for, with the true number of effects. */
  readonly answers: readonly { readonly lane: string; readonly effects: number }[];
}

interface Judged {
  readonly lane: string;
  readonly verdict: Verdict;
}

/**
 * Asks about the last record whose fate differs from lane to lane: the earlier ones tell the reader how to think about
 * it. Undefined when no record is worth asking about.
 */
export function questionOf(lanes: readonly Judged[]): Question | undefined {
  const count = Math.max(0, ...lanes.map(({ verdict }) => verdict.records.length));
  for (let record = count; record >= 1; record -= 1) {
    const answers = lanes.map(({ lane, verdict }) => ({ lane, effects: verdict.records[record - 1]?.effects ?? 0 }));
    if (new Set(answers.map(({ effects }) => effects)).size > 1) return { record, answers };
  }
  return undefined;
}

export type Guess = Readonly<Record<string, number>>;

/** How many lanes were guessed right. */
export function rightGuesses(question: Question, guess: Guess): number {
  return question.answers.filter(({ lane, effects }) => guess[lane] === effects).length;
}
