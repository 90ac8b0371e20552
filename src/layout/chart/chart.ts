/** A statechart becomes boxes and curves; the live part of it, the present state and the edges just taken, is laid over. */
import type { TakenEdge } from '../../trace/history/edges';
import { layLayers } from './layers';
import { BOX_HEIGHT_PX, placeNodes, type Placed } from './place';
import { outermost, type ChartPlan } from './plan';

export interface StateBox {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface EdgeCurve {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly path: string;
  /** The tip of its arrow, and the way that it points: -1 up, 1 down, 0 to the left. */
  readonly tip: { readonly x: number; readonly y: number; readonly dy: -1 | 0 | 1 };
  /** Where a word beside it stands. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' };
}

export interface ChartLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly states: readonly StateBox[];
  readonly edges: readonly EdgeCurve[];
  readonly loops: readonly EdgeCurve[];
  /** Boxes with a short arrow from nowhere: the chart may come here from any state. */
  readonly fromAnywhere: readonly StateBox[];
  /** A dot with an arrow to the box where the chart begins. */
  readonly start: StateBox | undefined;
}

/** An edge that was just taken, with its event as its word. */
export interface LiveEdge extends EdgeCurve {
  readonly word: string;
}

const MARGIN_PX = 26;
const PORT_SHARE = 0.64;
const LOOP_PX = 15;
/** Room for a word beneath the lowest box. */
const WORD_PX = 18;
const WORD_APART_PX = 6;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Lays a chart out; the same plan gives the same picture, whatever its nodes are doing. */
export function layChart(plan: ChartPlan): ChartLayout {
  const layered = layLayers(plan);
  const placed = placeNodes(layered);
  const shifted = new Map([...placed].map(([id, place]) => [id, { ...place, x: place.x + MARGIN_PX, y: place.y + 8 }]));
  const states = plan.states.map((name) => boxOf(name, shifted));
  const ports = portsOf(layered.routes, shifted);
  const right = Math.max(0, ...[...shifted.values()].map(({ x, width }) => x + width / 2));
  const bottom = Math.max(0, ...[...shifted.values()].map(({ y }) => y + BOX_HEIGHT_PX / 2));
  return {
    widthPx: Math.ceil(right + MARGIN_PX),
    heightPx: Math.ceil(bottom + WORD_PX),
    states,
    edges: plan.edges.map(({ from, to, on }, index) => {
      const route = layered.routes[index] ?? [];
      const points = route.map((id, at) => pointOf(id, at, route.length, index, ports, shifted));
      return curveThrough({ from, to, title: `${from} → ${to} on ${on.join(', ')}` }, points);
    }),
    loops: states.filter(({ name }) => plan.loops.includes(name)).map(loopAt),
    fromAnywhere: states.filter(({ name }) => plan.fromAnywhere.includes(name)),
    start: states[0],
  };
}

function boxOf(name: string, placed: ReadonlyMap<string, Placed>): StateBox {
  const { x, y, width } = placed.get(name) ?? { x: 0, y: 0, width: 0 };
  return { name, x: x - width / 2, y: y - BOX_HEIGHT_PX / 2, width, height: BOX_HEIGHT_PX };
}

/** Where each edge leaves and enters a state: side by side, in the order of where they go, so that none covers another. */
function portsOf(
  routes: readonly (readonly string[])[],
  placed: ReadonlyMap<string, Placed>,
): ReadonlyMap<string, number> {
  const sides = new Map<string, { readonly end: string; readonly towards: number }[]>();
  const add = (state: string, beside: string, end: string): void => {
    const [here, there] = [placed.get(state), placed.get(beside)];
    if (here === undefined || there === undefined) return;
    const side = `${state} ${there.y > here.y ? 'below' : 'above'}`;
    sides.set(side, [...(sides.get(side) ?? []), { end, towards: there.x }]);
  };
  routes.forEach((route, index) => {
    add(route[0] ?? '', route[1] ?? '', `${index} from`);
    add(route.at(-1) ?? '', route.at(-2) ?? '', `${index} to`);
  });
  const ports = new Map<string, number>();
  for (const [side, ends] of sides) {
    const { x, width } = placed.get(side.slice(0, side.lastIndexOf(' '))) ?? { x: 0, width: 0 };
    const sorted = ends.toSorted((a, b) => a.towards - b.towards || (a.end < b.end ? -1 : 1));
    sorted.forEach(({ end }, at) => ports.set(end, x + ((at + 1) / (sorted.length + 1) - 0.5) * width * PORT_SHARE));
  }
  return ports;
}

function pointOf(
  id: string,
  at: number,
  length: number,
  edge: number,
  ports: ReadonlyMap<string, number>,
  placed: ReadonlyMap<string, Placed>,
): Point {
  const { x, y } = placed.get(id) ?? { x: 0, y: 0 };
  if (at === 0) return { x: ports.get(`${edge} from`) ?? x, y };
  return at === length - 1 ? { x: ports.get(`${edge} to`) ?? x, y } : { x, y };
}

/**
 * A curve that is upright at every point, from the edge of the first box to the edge of the last. It bends only between
 * layers, and passes each layer straight, so that it leads through no box.
 */
function curveThrough(names: Pick<EdgeCurve, 'from' | 'to' | 'title'>, centres: readonly Point[]): EdgeCurve {
  const dy = (centres.at(-1)?.y ?? 0) > (centres[0]?.y ?? 0) ? 1 : -1;
  const half = (BOX_HEIGHT_PX / 2) * dy;
  const gates = centres.map(({ x, y }) => ({ in: { x, y: y - half }, out: { x, y: y + half } }));
  const bends = gates.slice(1).map(({ in: to, out }, index) => {
    const from = gates[index]?.out ?? to;
    const middle = round((from.y + to.y) / 2);
    const bend = `C${round(from.x)} ${middle} ${round(to.x)} ${middle} ${round(to.x)} ${round(to.y)}`;
    return index === gates.length - 2 ? bend : `${bend}V${round(out.y)}`;
  });
  const [first, second] = [gates[0]?.out ?? { x: 0, y: 0 }, gates[1]?.in ?? { x: 0, y: 0 }];
  const tip = gates.at(-1)?.in ?? first;
  return {
    ...names,
    key: `${names.from} ${names.to}`,
    path: `M${round(first.x)} ${round(first.y)}${bends.join('')}`,
    tip: { x: tip.x, y: tip.y, dy },
    label: beside((first.x + second.x) / 2, (first.y + second.y) / 2 + 4, second.x < first.x),
  };
}

/** A word on the side from which the curve bends away. */
const beside = (x: number, y: number, bendsLeft: boolean): EdgeCurve['label'] =>
  bendsLeft ? { x: x + WORD_APART_PX, y, anchor: 'start' } : { x: x - WORD_APART_PX, y, anchor: 'end' };

function loopAt(box: StateBox): EdgeCurve {
  const [x, y] = [box.x + box.width, box.y + box.height / 2];
  const out = x + LOOP_PX;
  return {
    key: `${box.name} ${box.name}`,
    from: box.name,
    to: box.name,
    title: `${box.name}: stays`,
    path: `M${round(x)} ${y - 6}C${round(out)} ${y - 13} ${round(out)} ${y + 13} ${round(x)} ${y + 6}`,
    tip: { x, y: y + 6, dy: 0 },
    label: { x: box.x + box.width / 2, y: box.y + box.height + 12, anchor: 'middle' },
  };
}

/** The edges that were just taken, in order; one that the plan does not draw (from anywhere) is led around on the right. */
export function liveEdges(layout: ChartLayout, taken: readonly TakenEdge[]): readonly LiveEdge[] {
  return taken.flatMap(({ edge }) => {
    const [from, to] = [outermost(edge.from), outermost(edge.to)];
    const drawn = [...layout.edges, ...layout.loops].find((one) => one.from === from && one.to === to);
    const curve = drawn ?? aroundCurve(layout, from, to);
    return curve === undefined ? [] : [{ ...curve, word: edge.on }];
  });
}

function aroundCurve({ states }: ChartLayout, from: string, to: string): EdgeCurve | undefined {
  const [here, there] = [from, to].map((name) => states.find((box) => box.name === name));
  if (here === undefined || there === undefined) return undefined;
  if (here === there) return loopAt(here);
  const [x1, y1] = [here.x + here.width, here.y + here.height / 2];
  const [x2, y2] = [there.x + there.width, there.y + there.height / 2];
  const out = Math.max(x1, x2) + LOOP_PX + 6;
  return {
    key: `${from} ${to}`,
    from,
    to,
    title: `${from} → ${to}, as from any state`,
    path: `M${round(x1)} ${y1}C${round(out)} ${y1} ${round(out)} ${y2} ${round(x2)} ${y2}`,
    tip: { x: x2, y: y2, dy: 0 },
    label: { x: out - 4, y: (y1 + y2) / 2 + 4, anchor: 'end' },
  };
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
