/** Which node's inside is shown, and where its charts come from. */
import type { LanePlan, System } from '../engine/contracts';
import type { LaneReading } from '../layout/reading';
import type { LaneCard } from './lanes';
import type { Inspected, ViewState } from './viewState';
import type { Workbench } from './workbench.svelte';

export interface InspectingGround {
  readonly view: ViewState;
  readonly bench: Workbench;
  readonly systems: readonly System[];
  readonly cards: () => readonly LaneCard[];
  readonly readingOf: (lane: string) => LaneReading | undefined;
  readonly touched: () => void;
}

/** Functions only; all state is in `view`. */
export function createInspecting({ view, bench, systems, cards, readingOf, touched }: InspectingGround) {
  return {
    /** Shows the inside of a node; undefined shows none. */
    inspect(next: Inspected | undefined): void {
      touched();
      view.inspected = next === undefined ? undefined : { lane: next.lane, node: next.node };
      view.selection = view.inspected === undefined ? undefined : { what: 'node', ...view.inspected };
      if (next !== undefined) view.focusLane = next.lane;
    },
    /** After a new run: closes the inspector when its node is gone. */
    keepInspected(): void {
      const { inspected } = view;
      if (inspected === undefined) return;
      const isThere = readingOf(inspected.lane)?.trace.nodes.includes(inspected.node) === true;
      if (!isThere) view.inspected = undefined;
    },
    /** How the lane was laid out: its nodes with their charts. */
    planOf(lane: string): LanePlan | undefined {
      const card = cards().find(({ id }) => id === lane);
      const system = systems.find(({ id }) => id === card?.system.id);
      return card === undefined ? undefined : system?.plan(card.settings, bench.scenario.records);
    },
  };
}
