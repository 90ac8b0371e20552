/** A statechart as plain data: what the drawing of a live chart is made from. */

export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  /** The events on which it may be taken, in the order of the chart. */
  readonly on: readonly string[];
}

export interface ChartPlan {
  /** In the order of the chart; the first one is where it begins. */
  readonly states: readonly string[];
  /** One for each pair of different states. */
  readonly edges: readonly ChartEdge[];
  /** States that do something on an event and stay where they are. */
  readonly loops: readonly string[];
  /** States that the chart may enter from any other one. */
  readonly fromAnywhere: readonly string[];
}

/** The part of a state's name that the drawing knows: a nested state is drawn as its outermost one. */
export function outermost(state: string): string {
  return /^\{"([^"]+)"/.exec(state)?.[1] ?? state;
}
