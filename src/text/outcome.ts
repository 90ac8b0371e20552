/** The words for how a record ended: beside a shape, never a colour alone. */

export interface OutcomeWords {
  /** In a ledger cell. */
  readonly short: string;
  /** In a sentence: "payment 3 was charged twice". */
  readonly long: string;
  readonly glyph: string;
}

const WORDS: Readonly<Record<string, OutcomeWords>> = {
  once: { short: 'once', long: 'landed once', glyph: '✓' },
  lost: { short: 'lost', long: 'was lost', glyph: '✕' },
  failed: { short: 'failed', long: 'failed, and its sender was never told that it had succeeded', glyph: '–' },
  unknown: { short: 'open', long: 'is undecided: the run was cut off', glyph: '?' },
};

const TIMES = ['no time', 'once', 'twice', 'three times', 'four times'];

/** Words for an outcome; a repeat is counted: `twice ×2`. */
export function outcomeWords(outcome: string, effects: number): OutcomeWords {
  const known = WORDS[outcome];
  if (known !== undefined) return known;
  const times = TIMES[effects] ?? `${effects} times`;
  return { short: `${times} ×${effects}`, long: `took effect ${times}`, glyph: '◆' };
}
