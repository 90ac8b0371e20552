/** The line between the nodes that the system's own guarantee covers and those past it. */
import type { BoundaryMark, Frame, RowMark } from './marks';
import { costOf, type Box, type Obstacles } from './obstacles';

export interface BoundaryGround {
  /** Nodes past the line. */
  readonly outside: readonly string[];
  /** Beside the line: `Kafka’s guarantee ends here`. */
  readonly says: string;
  /** Why, in a sentence. */
  readonly because: string;
}

const CHAR_SHARE = 0.56;
/** The words beside the line are a little smaller than others. */
const SMALLER_PX = 2;
const USUAL_TEXT_PX = 12;
/** Places for the words lie so far apart. */
const STEP_PX = 24;
const ABOVE_PX = 4;

/** Between the last row within and the first one past it; undefined when all rows, or none, lie within. */
export function layBoundary(
  rows: readonly RowMark[],
  ground: BoundaryGround | undefined,
  frame: Frame,
  obstacles: Obstacles = { lines: [], boxes: [] },
): { readonly mark: BoundaryMark; readonly box: Box } | undefined {
  const first = rows.findIndex(({ node }) => ground?.outside.includes(node) === true);
  const [above, below] = [rows[first - 1], rows[first]];
  if (ground === undefined || above === undefined || below === undefined) return undefined;
  const y = Math.round((above.y + below.y) / 2) + 2;
  const { box, textY } = placeWords(y, ground.says, frame, obstacles);
  return { mark: { y, text: ground.says, textX: box.x2, textY, title: ground.because }, box };
}

/** Along the line, under or over it, where the words cover least; of equal places the one furthest to the right, under it. */
function placeWords(y: number, says: string, frame: Frame, obstacles: Obstacles) {
  const textPx = (frame.textPx ?? USUAL_TEXT_PX) - SMALLER_PX;
  const width = says.length * textPx * CHAR_SHARE;
  const count = Math.max(1, Math.floor((frame.rightPx - frame.leftPx - width) / STEP_PX));
  const places = Array.from({ length: count }, (_, index) => frame.rightPx - index * STEP_PX).flatMap((x2) =>
    [y + textPx + 1, y - ABOVE_PX].map((textY) => ({
      textY,
      box: { x1: x2 - width, x2, y1: textY - textPx, y2: textY + SMALLER_PX },
    })),
  );
  const costs = places.map(({ box }) => costOf(box, obstacles));
  const best = places[costs.indexOf(Math.min(...costs))];
  return (
    best ?? { textY: y + textPx + 1, box: { x1: frame.rightPx - width, x2: frame.rightPx, y1: y, y2: y + textPx } }
  );
}
