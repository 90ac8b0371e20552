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
const WAYPOINT_PX = 8;
const GAP_PX = 12;
const ROUNDS = 12;

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

/** Puts a layer's nodes as near to where they want to be as their order and their widths let them. */
function spread(layer: readonly LayerNode[], x: Map<string, number>, wanted: ReadonlyMap<string, number>): void {
  const widths = layer.map(widthOf);
  const half = (index: number): number => (widths[index] ?? 0) / 2;
  const apart = (index: number): number => half(index - 1) + half(index) + GAP_PX;
  const places: number[] = [];
  layer.forEach(({ id }, index) => {
    const free = index === 0 ? -Infinity : (places[index - 1] ?? 0) + apart(index);
    places.push(Math.max(free, wanted.get(id) ?? 0));
  });
  // What was pushed to the right moves half of the way back, together with what it leans on.
  const shift = layer.reduce((sum, { id }, index) => sum + ((wanted.get(id) ?? 0) - (places[index] ?? 0)), 0);
  const by = shift / Math.max(1, layer.length);
  layer.forEach(({ id }, index) => x.set(id, (places[index] ?? 0) + by));
}

function linksOf(routes: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, string[]>();
  for (const route of routes) {
    route.forEach((id, index) => {
      const beside = [route[index - 1], route[index + 1]].filter((other) => other !== undefined);
      links.set(id, [...(links.get(id) ?? []), ...beside]);
    });
  }
  return links;
}

function meanX(ids: readonly string[], x: ReadonlyMap<string, number>, otherwise: number): number {
  const places = ids.flatMap((id) => x.get(id) ?? []);
  return places.length === 0 ? otherwise : places.reduce((sum, place) => sum + place, 0) / places.length;
}
