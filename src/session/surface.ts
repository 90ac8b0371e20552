/** What lies over the page or is told beside it: dialogs, problems, the way it is presented. */
import type { Problem } from '../terms/problem';
import type { Playback } from './playback.svelte';
import type { Presentation } from './presentation';
import type { Dialog, ViewState } from './viewState';

export interface SurfaceGround {
  readonly view: ViewState;
  readonly playback: () => Playback;
}

/** Functions only; all state is in `view`. */
export function createSurface({ view, playback }: SurfaceGround) {
  return {
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
    report(found: readonly Problem[]): void {
      view.problems = [...view.problems, ...found];
    },
    dismissProblems(): void {
      view.problems = [];
    },
  };
}
