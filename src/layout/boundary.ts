/** The line between the nodes that the system's own guarantee covers and those past it. */
import type { Box } from './labels';
import type { BoundaryMark, Frame, RowMark } from './marks';

export interface BoundaryGround {
  /** Nodes past the line. */
  readonly outside: readonly string[];
  /** Beside the line: `Kafka’s guarantee ends here`. */
  readonly says: string;
  /** Why, in a sentence. */
  readonly because: string;
}

const CHAR_PX = 5.9;
const LINE_PX = 12;

/** Between the last row within and the first one past it; undefined when all rows, or none, lie within. */
export function layBoundary(
  rows: readonly RowMark[],
  ground: BoundaryGround | undefined,
  frame: Frame,
): { readonly mark: BoundaryMark; readonly box: Box } | undefined {
  const first = rows.findIndex(({ node }) => ground?.outside.includes(node) === true);
  const [above, below] = [rows[first - 1], rows[first]];
  if (ground === undefined || above === undefined || below === undefined) return undefined;
  const y = Math.round((above.y + below.y) / 2) + 2;
  const x2 = frame.rightPx;
  const box = { x1: x2 - ground.says.length * CHAR_PX, x2, y1: y, y2: y + LINE_PX };
  return { mark: { y, text: ground.says, title: ground.because }, box };
}
