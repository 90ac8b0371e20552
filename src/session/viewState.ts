/** What the page shows of the run, apart from the run and the cursor: plain values that the session makes reactive. */
import { WHOLE, type Window } from '../layout/timeAxis';
import type { Problem } from '../terms/problem';
import type { Presentation } from './presentation';
import type { Guess } from './question';
import type { Selection } from './selection';

export type Dialog = 'none' | 'share' | 'keys' | 'open' | 'describe' | 'settings' | 'faults' | 'lane' | 'compare';

/** A node whose inside is shown. */
export interface Inspected {
  readonly lane: string;
  readonly node: string;
}

export interface ViewState {
  selection: Selection | undefined;
  focusLane: string;
  inspected: Inspected | undefined;
  /** The part of the run in view. */
  window: Window;
  /** Quiet stretches are as long as they are. */
  unfolded: boolean;
  dialog: Dialog;
  presentation: Presentation;
  /** What a link said that could not be followed. */
  problems: readonly Problem[];
  /** For the polite live region. */
  announcement: string;
  guess: Guess;
  questionClosed: boolean;
  /** Whether the run is the one that the link's maker saw. */
  sameRun: 'unknown' | 'same' | 'differs';
  /** Instants from which the reader jumped to a cause or an effect. */
  jumps: readonly number[];
}

/** A fresh view, with the first lane in focus. */
export function freshView(presentation: Presentation, focusLane: string): ViewState {
  return {
    selection: undefined,
    focusLane,
    inspected: undefined,
    window: WHOLE,
    unfolded: false,
    dialog: 'none',
    presentation,
    problems: [],
    announcement: '',
    guess: {},
    questionClosed: false,
    sameRun: 'unknown',
    jumps: [],
  };
}
