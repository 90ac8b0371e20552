/** The scenario under work: its history, its run, and what the last change did to the outcome. */
import type { System } from '../engine/contracts';
import type { Scenario } from '../scenario/scenario';
import type { Problem, Result } from '../terms/problem';
import { begin, put, redo, undo, type History } from './history';
import { diffOutcomes, type JudgedVerdict, type OutcomeChange } from './outcomeDiff';
import { makeRun, type Run } from './run';

export interface LastChange {
  /** What was done: `acks = 0`, `the 2nd fault taken away`. */
  readonly what: string;
  readonly changes: readonly OutcomeChange[];
}

export interface WorkbenchGround {
  readonly systems: readonly System[];
  /** Says what a scenario contradicts, or that it may run. */
  validate(scenario: Scenario): Result<Scenario>;
  /** Told after every new run. */
  changed(): void;
}

export type Workbench = ReturnType<typeof createWorkbench>;

/** Starts from a valid scenario. */
export function createWorkbench(first: Scenario, ground: WorkbenchGround) {
  let history = $state.raw<History<Scenario>>(begin(first));
  let run = $state.raw<Run>(makeRun(first, ground.systems));
  let lastChange = $state.raw<LastChange | undefined>(undefined);
  let refusals = $state.raw<readonly Problem[]>([]);

  function show(next: History<Scenario>, what: string): void {
    const before = verdictsOf(run);
    const fresh = makeRun(next.present, ground.systems);
    history = next;
    run = fresh;
    refusals = [];
    lastChange = what === '' ? undefined : { what, changes: diffOutcomes(before, verdictsOf(fresh)) };
    ground.changed();
  }

  return {
    get scenario(): Scenario {
      return history.present;
    },
    get run(): Run {
      return run;
    },
    get lastChange(): LastChange | undefined {
      return lastChange;
    },
    /** Why the last edit was not done; empty after one that was. */
    get refusals(): readonly Problem[] {
      return refusals;
    },
    get canUndo(): boolean {
      return history.past.length > 0;
    },
    get canRedo(): boolean {
      return history.future.length > 0;
    },
    /** Changes the scenario and runs it again; a scenario that the validation refuses changes nothing but `refusals`. */
    edit(next: Scenario, what: string): boolean {
      const valid = ground.validate(next);
      if (!valid.ok) {
        refusals = valid.problems;
        return false;
      }
      show(put(history, valid.value), what);
      return true;
    },
    /** Another scenario altogether, already valid. */
    open(scenario: Scenario): void {
      show(begin(scenario), '');
    },
    undo(): void {
      if (history.past.length > 0) show(undo(history), 'undone');
    },
    redo(): void {
      if (history.future.length > 0) show(redo(history), 'done again');
    },
    dismiss(): void {
      lastChange = undefined;
      refusals = [];
    },
  };
}

const verdictsOf = (run: Run): readonly JudgedVerdict[] =>
  run.lanes.map(({ lane, verdict }) => ({ lane: lane.id, verdict }));
