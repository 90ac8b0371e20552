/**
 * A story is the why of one record, as data: the causal chain that ends in its outcome. `text/` makes sentences of it.
 * A step's `code` says which sentence; `params` fills its gaps.
 */
export interface StoryStep {
  /** The trace event that this step tells. */
  readonly seq: number;
  readonly at: number;
  readonly node: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Story {
  readonly record: number;
  readonly outcome: string;
  readonly steps: readonly StoryStep[];
  /** Code of the sentence that says what would have saved it; empty when nothing went wrong. */
  readonly remedy: string;
}
