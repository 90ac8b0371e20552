/** What lies over the page or is told beside it: dialogs, problems, the way it is presented. */
import { carryWindow, unfold, type TimeFolding } from '../layout/timeAxis';
import type { LaneSpec } from '../scenario/scenario';
import type { Problem } from '../terms/problem';
import type { Playback } from './playback.svelte';
import type { Presentation } from './presentation';
import type { Dialog, ViewState } from './viewState';

export interface SurfaceGround {
  readonly view: ViewState;
  readonly playback: () => Playback;
  /** As it was run: with its quiet stretches folded. */
  readonly folding: () => TimeFolding;
  readonly lanes: () => readonly LaneSpec[];
  /** A lane's title and its answer. */
  readonly sayLane: (lane: string) => string;
  readonly announce: () => void;
}

/** Functions only; all state is in `view`. */
export function createSurface({ view, playback, folding, lanes, sayLane, announce }: SurfaceGround) {
  return {
    toggle(): void {
      playback().toggle();
      if (!playback().isPlaying) announce();
    },
    closeQuestion(): void {
      view.questionClosed = true;
      playback().touch();
    },
    focusOn(lane: string): void {
      view.focusLane = lane;
    },
    moveLane(by: 1 | -1): void {
      const all = lanes();
      const index = all.findIndex(({ id }) => id === view.focusLane);
      view.focusLane = all[Math.min(all.length - 1, Math.max(0, index + by))]?.id ?? view.focusLane;
      view.announcement = sayLane(view.focusLane);
    },
    show(next: Dialog): void {
      playback().pause();
      playback().touch();
      view.dialog = next;
    },
    /** A dialog first, then the choice, then the inspector. */
    close(): void {
      if (view.dialog !== 'none') view.dialog = 'none';
      else if (view.inspected !== undefined && view.selection?.what === 'node') {
        view.inspected = undefined;
        view.selection = undefined;
      } else if (view.selection !== undefined) view.selection = undefined;
      else view.inspected = undefined;
    },
    present(change: Partial<Presentation>): void {
      view.presentation = { ...view.presentation, ...change };
    },
    /** Folds quiet stretches, or unfolds them; the same instants stay in view. */
    foldQuiet(): void {
      const folded = folding();
      const [from, to] = view.unfolded ? [unfold(folded), folded] : [folded, unfold(folded)];
      view.window = carryWindow(view.window, from, to);
      view.unfolded = !view.unfolded;
      view.announcement = view.unfolded ? 'Quiet stretches are as long as they are.' : 'Quiet stretches are folded.';
    },
    report(found: readonly Problem[]): void {
      view.problems = [...view.problems, ...found];
    },
    dismissProblems(): void {
      view.problems = [];
    },
  };
}
