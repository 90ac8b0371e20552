/**
 * States in layers: every edge that is not a way back leads downwards, by the longest way from the beginning. Edges that
 * pass several layers get a waypoint in each, so that they are led around the states between. (The layered drawing of
 * Sugiyama, Tagawa and Toda.)
 */
import type { ChartEdge, ChartPlan } from './plan';

export interface LayerNode {
  /** A state's name, or the name of a waypoint. */
  readonly id: string;
  /** Undefined for a state; the index of its edge for a waypoint. */
  readonly edge: number | undefined;
}

export interface Layered {
  readonly layers: readonly (readonly LayerNode[])[];
  /** For each edge of the plan, the nodes that it passes, from its source to its target. */
  readonly routes: readonly (readonly string[])[];
}

const SWEEPS = 6;

/** Layers of states and waypoints, each ordered so that few edges cross. */
export function layLayers(plan: ChartPlan): Layered {
  const depth = depthsOf(plan);
  const count = Math.max(0, ...depth.values()) + 1;
  const layers: LayerNode[][] = Array.from({ length: count }, () => []);
  for (const id of plan.states) layers[depth.get(id) ?? 0]?.push({ id, edge: undefined });
  const routes = plan.edges.map((edge, index) => addWaypoints(layers, depth, edge, index));
  return { layers: order(layers, routes), routes };
}

/** How deep each state lies: the longest way from the first state along edges that do not lead back. */
function depthsOf({ states, edges }: ChartPlan): ReadonlyMap<string, number> {
  const backwards = waysBack(states, edges);
  const forward = edges.filter((edge) => !backwards.has(edge));
  const depth = new Map(states.map((state) => [state, 0]));
  for (let round = 0; round < states.length; round += 1) {
    for (const { from, to } of forward)
      depth.set(to, Math.max(depth.get(to) ?? 0, Math.min(states.length, (depth.get(from) ?? 0) + 1)));
  }
  return depth;
}

/** Edges that lead to a state from which their source was reached: found by walking in the order of the chart. */
function waysBack(states: readonly string[], edges: readonly ChartEdge[]): ReadonlySet<ChartEdge> {
  const found = new Set<ChartEdge>();
  const open = new Set<string>();
  const done = new Set<string>();
  const walk = (state: string): void => {
    if (done.has(state)) return;
    open.add(state);
    for (const edge of edges) {
      if (edge.from !== state) continue;
      if (open.has(edge.to)) found.add(edge);
      else walk(edge.to);
    }
    open.delete(state);
    done.add(state);
  };
  states.forEach(walk);
  return found;
}

function addWaypoints(
  layers: LayerNode[][],
  depth: ReadonlyMap<string, number>,
  { from, to }: ChartEdge,
  index: number,
): readonly string[] {
  const [start, end] = [depth.get(from) ?? 0, depth.get(to) ?? 0];
  const step = start < end ? 1 : -1;
  const route = [from];
  for (let layer = start + step; layer !== end && start !== end; layer += step) {
    const id = `${index}/${layer}`;
    layers[layer]?.push({ id, edge: index });
    route.push(id);
  }
  return [...route, to];
}

/** Each node goes to the mean place of its neighbours in the layer before, then in the layer after, a few times. */
function order(
  layers: readonly (readonly LayerNode[])[],
  routes: readonly (readonly string[])[],
): readonly (readonly LayerNode[])[] {
  const neighbours = neighboursOf(routes);
  const sorted = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const indices = sorted.map((_, index) => (sweep % 2 === 0 ? index : sorted.length - 1 - index));
    for (const index of indices) {
      const beside = sorted[sweep % 2 === 0 ? index - 1 : index + 1];
      const layer = sorted[index];
      if (beside === undefined || layer === undefined) continue;
      const place = new Map(beside.map(({ id }, at) => [id, at / Math.max(1, beside.length - 1)]));
      const wanted = layer.map((node, at) => ({ node, at, mean: meanPlace(neighbours.get(node.id) ?? [], place, at) }));
      wanted.sort((a, b) => a.mean - b.mean || a.at - b.at);
      sorted[index] = wanted.map(({ node }) => node);
    }
  }
  return sorted;
}

function neighboursOf(routes: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (a: string, b: string): void => {
    neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  };
  for (const route of routes) {
    route.slice(1).forEach((id, index) => {
      const before = route[index] ?? '';
      add(id, before);
      add(before, id);
    });
  }
  return neighbours;
}

function meanPlace(neighbours: readonly string[], place: ReadonlyMap<string, number>, otherwise: number): number {
  const places = neighbours.flatMap((id) => place.get(id) ?? []);
  return places.length === 0 ? otherwise / 10 : places.reduce((sum, at) => sum + at, 0) / places.length;
}
