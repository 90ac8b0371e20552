/** Where each node's lifeline lies. */
import type { Frame, RowMark } from './marks';

/** A minor row takes this share of a full one. */
const MINOR_SHARE = 0.55;

/** Rows from top to bottom, in the order of `nodes`. The gap below a row is as wide as the wider of its neighbours asks. */
export function layRows(nodes: readonly string[], minor: ReadonlySet<string>, frame: Frame): readonly RowMark[] {
  const weight = (node: string | undefined): number => (node !== undefined && minor.has(node) ? MINOR_SHARE : 1);
  const gaps = nodes.slice(1).map((node, index) => (weight(nodes[index]) + weight(node)) / 2);
  const total = Math.max(
    1,
    gaps.reduce((sum, gap) => sum + gap, 0),
  );
  const heightPx = frame.bottomPx - frame.topPx;
  let passed = 0;
  return nodes.map((node, index) => {
    if (index > 0) passed += gaps[index - 1] ?? 0;
    return { node, y: Math.round(frame.topPx + (passed / total) * heightPx), minor: minor.has(node) };
  });
}
