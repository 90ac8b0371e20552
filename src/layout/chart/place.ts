/** Where the nodes of a layered chart lie: beneath their neighbours as far as their own neighbours leave room. */
import type { Layered, LayerNode } from './layers';

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const BOX_HEIGHT_PX = 24;
/** Room between two layers: a line of text stands there. */
export const LAYER_GAP_PX = 21;
const CHAR_PX = 6.7;
const PADDING_PX = 18;
const WAYPOINT_PX = 2;
/** Between two states there is room for a loop and for an arrow from anywhere. */
const STATES_APART_PX = 34;
const GAP_PX = 13;
/** Edges that pass a layer side by side. */
const WAYPOINTS_APART_PX = 6;
const ROUNDS = 24;
const STRAIGHT_PULL = 6;

const widthOf = ({ id, edge }: LayerNode): number =>
  edge === undefined ? Math.round(id.length * CHAR_PX + PADDING_PX) : WAYPOINT_PX;

/** Centres of all nodes, by id, in pixels of a drawing that begins at 0, 0 and whose least x is that of its widest part. */
export function placeNodes({ layers, routes }: Layered): ReadonlyMap<string, Placed> {
  const x = new Map<string, number>();
  for (const layer of layers) spread(layer, x, new Map());
  const links = linksOf(routes);
  for (let round = 0; round < ROUNDS; round += 1) {
    const inTurn = round % 2 === 0 ? layers : layers.toReversed();
    for (const layer of inTurn) {
      const wanted = new Map(layer.map(({ id }) => [id, meanX(links.get(id) ?? [], x, x.get(id) ?? 0)]));
      spread(layer, x, wanted);
    }
  }
  const all = layers.flatMap((layer, index) =>
    layer.map((node) => ({ node, y: index * (BOX_HEIGHT_PX + LAYER_GAP_PX) + BOX_HEIGHT_PX / 2 })),
  );
  const least = Math.min(0, ...all.map(({ node }) => (x.get(node.id) ?? 0) - widthOf(node) / 2));
  return new Map(
    all.map(({ node, y }) => [node.id, { x: Math.round((x.get(node.id) ?? 0) - least), y, width: widthOf(node) }]),
  );
}

/**
 * Puts a layer's nodes as near to where they want to be as their order and their widths let them: the least squares of
 * the distances, found by joining neighbours that would overlap into blocks (pool adjacent violators).
 */
function spread(layer: readonly LayerNode[], x: Map<string, number>, wanted: ReadonlyMap<string, number>): void {
  const blocks: { sum: number; count: number }[] = [];
  const offsets: number[] = [];
  layer.forEach((node, index) => {
    const before = layer[index - 1];
    const apart = before === undefined ? 0 : widthOf(before) / 2 + widthOf(node) / 2 + gapOf(before, node);
    offsets.push((offsets[index - 1] ?? 0) + apart);
    blocks.push({ sum: (wanted.get(node.id) ?? 0) - (offsets[index] ?? 0), count: 1 });
    joinOverlapping(blocks);
  });
  const places = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  layer.forEach(({ id }, index) => x.set(id, (places[index] ?? 0) + (offsets[index] ?? 0)));
}

function gapOf(a: LayerNode, b: LayerNode): number {
  const states = [a, b].filter(({ edge }) => edge === undefined).length;
  return [WAYPOINTS_APART_PX, GAP_PX, STATES_APART_PX][states] ?? GAP_PX;
}

function joinOverlapping(blocks: { sum: number; count: number }[]): void {
  for (;;) {
    const [before, last] = [blocks.at(-2), blocks.at(-1)];
    if (before === undefined || last === undefined) return;
    if (before.sum / before.count <= last.sum / last.count) return;
    blocks.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
  }
}

/** Neighbours along the edges; two waypoints of one edge pull at each other more, so that long edges run straight. */
function linksOf(routes: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, string[]>();
  const add = (id: string, other: string, times: number): void => {
    links.set(id, [...(links.get(id) ?? []), ...Array.from({ length: times }, () => other)]);
  };
  for (const route of routes) {
    const isWaypoint = (at: number): boolean => at > 0 && at < route.length - 1;
    route.slice(1).forEach((id, at) => {
      const before = route[at] ?? '';
      const pull = isWaypoint(at) && isWaypoint(at + 1) ? STRAIGHT_PULL : 1;
      add(id, before, pull);
      add(before, id, pull);
    });
  }
  return links;
}

function meanX(ids: readonly string[], x: ReadonlyMap<string, number>, otherwise: number): number {
  const places = ids.flatMap((id) => x.get(id) ?? []);
  return places.length === 0 ? otherwise : places.reduce((sum, place) => sum + place, 0) / places.length;
}
