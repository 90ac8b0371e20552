/**
 * Walks an XState chart at the speed of a table.
 *
 * The chart stays the one specification: the first time that a (state, event, answers of the guards) is met, XState
 * itself works out the transition, and the answer is kept. Charts hold names only, so that a transition depends on
 * nothing else. `tests/property/stepMachine.test.ts` walks charts both ways and compares.
 */
import { initialTransition, transition, type AnyStateMachine, type StateValue } from 'xstate';
import { invariant } from '../terms/invariant';
import type { Edge } from '../trace/event';

/** Where the chart is after an event, and the names of the actions to take, in order. */
export interface Step {
  readonly state: string;
  /** The edge that was taken; `undefined` when the state does not know the event, or no guard let it pass. */
  readonly edge: Edge | undefined;
  readonly actions: readonly string[];
}

export interface Stepper {
  readonly start: Step;
  /** `ask` answers a guard of this chart. An event that the state does not know changes nothing. */
  step(state: string, event: string, ask: (guard: string) => boolean): Step;
}

interface Row {
  readonly guards: readonly string[];
  readonly byAnswers: Map<number, Step>;
}

const steppers = new WeakMap<AnyStateMachine, Stepper>();

/** The stepper of a chart; made once per chart. */
export function stepperOf(chart: AnyStateMachine): Stepper {
  const known = steppers.get(chart);
  if (known !== undefined) return known;
  const made = tableStepper(chart);
  steppers.set(chart, made);
  return made;
}

/** Asks XState at every step: the slow, obvious way that the table is compared with. */
export function directStepper(chart: AnyStateMachine): Stepper {
  const walk = walker(chart);
  return {
    start: walk.start,
    step: (state, event, ask) => walk.step(state, event, guardsOf(walk.machine, state, event).filter(ask)),
  };
}

function tableStepper(chart: AnyStateMachine): Stepper {
  const walk = walker(chart);
  const rows = new Map<string, Map<string, Row>>();
  return {
    start: walk.start,
    step(state, event, ask) {
      const row = rowOf(rows, walk.machine, state, event);
      let answers = 0;
      row.guards.forEach((guard, bit) => {
        if (ask(guard)) answers |= 1 << bit;
      });
      const known = row.byAnswers.get(answers);
      if (known !== undefined) return known;
      const step = walk.step(
        state,
        event,
        row.guards.filter((_, bit) => (answers & (1 << bit)) !== 0),
      );
      row.byAnswers.set(answers, step);
      return step;
    },
  };
}

function rowOf(rows: Map<string, Map<string, Row>>, machine: AnyStateMachine, state: string, event: string): Row {
  const ofState = rows.get(state) ?? new Map<string, Row>();
  rows.set(state, ofState);
  const known = ofState.get(event);
  if (known !== undefined) return known;
  const row: Row = { guards: guardsOf(machine, state, event), byAnswers: new Map() };
  ofState.set(event, row);
  return row;
}

interface Walker {
  readonly machine: AnyStateMachine;
  readonly start: Step;
  step(state: string, event: string, holding: readonly string[]): Step;
}

function walker(chart: AnyStateMachine): Walker {
  let holding: ReadonlySet<string> = new Set();
  const names = guardNames(chart);
  const guards = Object.fromEntries(names.map((name) => [name, () => holding.has(name)]));
  const machine: AnyStateMachine = chart.provide({ guards });
  return {
    machine,
    start: { ...toStep(initialTransition(machine)), edge: undefined },
    step(state, event, held) {
      holding = new Set(held);
      const from = machine.resolveState({ value: parseState(state), context: {} });
      const [chosen] = machine.getTransitionData(from, { type: event });
      const step = toStep(transition(machine, from, { type: event }));
      if (chosen === undefined) return { ...step, edge: undefined };
      const guard = guardName(chosen.guard) ?? '';
      return { ...step, edge: { on: event, from: state, to: step.state, guard } };
    },
  };
}

function toStep([snapshot, actions]: readonly [{ value: unknown }, readonly { type: string }[]]): Omit<Step, 'edge'> {
  return { state: printState(snapshot.value), actions: actions.map((action) => action.type) };
}

const printState = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const parseState = (state: string): StateValue => (state.startsWith('{') ? (JSON.parse(state) as StateValue) : state);

/** The guards that some transition of this state on this event asks, each once, in document order. */
function guardsOf(machine: AnyStateMachine, state: string, event: string): readonly string[] {
  const { _nodes: active } = machine.resolveState({ value: parseState(state), context: {} });
  const names = new Set<string>();
  for (const node of active) {
    for (const one of node.transitions.get(event) ?? []) collectGuard(one.guard, names);
  }
  invariant(names.size < 31, `state ${state} asks more than 30 guards on ${event}`);
  return [...names];
}

function guardNames(chart: AnyStateMachine): readonly string[] {
  const names = new Set<string>();
  const visit = (node: AnyStateMachine['root']): void => {
    for (const transitions of node.transitions.values()) transitions.forEach((one) => collectGuard(one.guard, names));
    Object.values(node.states).forEach((child) => visit(child));
  };
  visit(chart.root);
  return [...names];
}

function collectGuard(guard: unknown, names: Set<string>): void {
  const name = guardName(guard);
  if (name !== undefined) names.add(name);
}

function guardName(guard: unknown): string | undefined {
  if (guard === undefined) return undefined;
  const name = typeof guard === 'string' ? guard : (guard as { type?: string }).type;
  invariant(typeof name === 'string' && !name.startsWith('xstate.'), 'guards of a chart are plain names');
  return name;
}
