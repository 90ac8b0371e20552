/** How far the log is written, replicated and stable: stepped lines under the leader's lifeline. */
import type { EventOf } from '../trace/event';
import type { WaterlineMark } from './marks';
import type { TimeAxis } from './timeAxis';

const GAUGE_HEIGHT_PX = 12;
const WHATS = ['logEnd', 'highWatermark', 'lastStable'] as const;

/** Three paths for one node's watermarks; none when it has none. The gauge fills as the log does. */
export function layWaterlines(
  watermarks: readonly EventOf<'watermark'>[],
  axis: TimeAxis,
  y: number,
): readonly WaterlineMark[] {
  const last = watermarks.at(-1);
  if (last === undefined) return [];
  const most = Math.max(1, ...watermarks.map(({ logEnd }) => logEnd));
  return WHATS.filter((what) => what === 'logEnd' || watermarks.some((mark) => mark[what] !== mark.logEnd)).map(
    (what) => {
      const points = watermarks.map((mark): [number, number] => [
        axis.x(mark.at),
        y - (mark[what] / most) * GAUGE_HEIGHT_PX,
      ]);
      const end: [number, number] = [axis.x(axis.folding.endMs), points.at(-1)?.[1] ?? y];
      return { key: `${last.node} ${what}`, what, path: stepsThrough([[axis.x(0), y], ...points, end]) };
    },
  );
}

/** A path that keeps each height until the next point. */
function stepsThrough(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, height], index) => (index === 0 ? `M${round(x)} ${round(height)}` : `H${round(x)}V${round(height)}`))
    .join('');
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
