/** The charts of a lane's nodes, as plain data for the drawing: learned from the system's plan, never from a running engine. */
import type { AnyStateMachine } from 'xstate';
import type { LanePlan } from '../engine/contracts';
import type { ChartEdge, ChartPlan } from '../layout/chart';

/** The chart of each part of a node, by the part's name, in the order of the plan; empty for an unknown node. */
export function chartsOf(plan: LanePlan, node: string): ReadonlyMap<string, ChartPlan> {
  const role = plan.nodes.find(({ id }) => id === node)?.role;
  return new Map(Object.entries(role?.parts ?? {}).map(([name, { chart }]) => [name, readChart(chart)]));
}

/** Reads a chart's outermost states and the edges between them. */
export function readChart(chart: AnyStateMachine): ChartPlan {
  const children = Object.values(chart.root.states);
  const first = chart.root.initial.target?.[0];
  const states = [...children].sort((a, b) => Number(b === first) - Number(a === first) || a.order - b.order);
  const edges = states.flatMap((state) => edgesFrom(state));
  return {
    states: states.map(({ key }) => key),
    edges: edges.filter(({ from, to }) => from !== to),
    loops: states.filter((state) => doesSomething(state)).map(({ key }) => key),
    fromAnywhere: [...new Set(edgesFrom(chart.root).map(({ to }) => to))],
  };
}

type StateNode = AnyStateMachine['root'];

function edgesFrom(state: StateNode): readonly ChartEdge[] {
  const byTarget = new Map<string, string[]>();
  for (const [event, transitions] of state.transitions) {
    for (const { target } of transitions) {
      const to = target?.[0]?.path[0];
      if (to === undefined) continue;
      const known = byTarget.get(to) ?? [];
      byTarget.set(to, known.includes(event) ? known : [...known, event]);
    }
  }
  return [...byTarget].map(([to, on]) => ({ from: state.path[0] ?? '', to, on }));
}

/** Whether some event makes it act and stay. */
function doesSomething(state: StateNode): boolean {
  return [...state.transitions.values()]
    .flat()
    .some(({ target, actions }) => target === undefined && actions.length > 0);
}
