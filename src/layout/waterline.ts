/**
 * How far what is replicated and what is stable lie behind what is written: lines over the leader's lifeline that sink as
 * they fall behind, and between the two what readers of committed records do not see yet. Of several partitions on one
 * node the furthest behind is drawn.
 */
import type { EventOf } from '../trace/event';
import type { HeldMark, WaterlineMark } from './marks';
import type { TimeAxis } from './timeAxis';

const TOP_PX = 14;
/** How far a line sinks by the offsets that it lies behind: the first one counts most, and beyond the last no more. */
const DEPTHS_PX = [0, 6, 8, 10] as const;

/** How many offsets each line lies behind the log's end, from an event on. */
interface Lag {
  readonly atMs: number;
  readonly seq: number;
  readonly lastStable: number;
  readonly highWatermark: number;
  /** The last stable offset of the partition that is held back. */
  readonly stableAt: number;
  readonly partition: number;
}

export interface Water {
  readonly waterlines: readonly WaterlineMark[];
  readonly held: readonly HeldMark[];
}

export interface WaterGround {
  readonly axis: TimeAxis;
  /** Of the leader's lifeline. */
  readonly y: number;
  /** Whether the transaction that begins at this offset is worth colour. */
  readonly isTouched: (partition: number, offset: number) => boolean;
}

/** The lines of one node, and the stretches during which something is held back. A line that never sinks is not drawn. */
export function layWater(watermarks: readonly EventOf<'watermark'>[], ground: WaterGround): Water {
  const { axis, y } = ground;
  const last = watermarks.at(-1);
  if (last === undefined) return { waterlines: [], held: [] };
  const lags = lagsOf(watermarks);
  const endX = axis.x(axis.folding.endMs);
  const lines = (['highWatermark', 'lastStable'] as const).filter((what) => lags.some((lag) => lag[what] > 0));
  return {
    waterlines: lines.map((what) => ({
      key: `${last.node} ${what}`,
      what,
      path: stepsThrough([
        [axis.x(0), heightOf(0, y)],
        ...lags.map((lag): [number, number] => [axis.x(lag.atMs), heightOf(lag[what], y)]),
        [endX, heightOf(lags.at(-1)?.[what] ?? 0, y)],
      ]),
    })),
    held: lags.flatMap((lag, index) => {
      const until = lags[index + 1]?.atMs ?? axis.folding.endMs;
      return lag.lastStable <= lag.highWatermark || until === lag.atMs ? [] : [toHeld(last.node, lag, until, ground)];
    }),
  };
}

function lagsOf(watermarks: readonly EventOf<'watermark'>[]): readonly Lag[] {
  const now = new Map<number, EventOf<'watermark'>>();
  return watermarks.map((mark) => {
    now.set(mark.partition, mark);
    const all = [...now.values()];
    const furthest = all.reduce((most, one) => (behind(one) > behind(most) ? one : most), mark);
    return {
      atMs: mark.at,
      seq: mark.seq,
      lastStable: behind(furthest),
      highWatermark: Math.max(...all.map(({ logEnd, highWatermark }) => logEnd - highWatermark)),
      stableAt: furthest.lastStable,
      partition: furthest.partition,
    };
  });
}

const behind = ({ logEnd, lastStable }: EventOf<'watermark'>): number => logEnd - lastStable;

const heightOf = (offsets: number, y: number): number =>
  y - TOP_PX + (DEPTHS_PX[Math.min(offsets, DEPTHS_PX.length - 1)] ?? 0);

function toHeld(node: string, lag: Lag, untilMs: number, { axis, y, isTouched }: WaterGround): HeldMark {
  return {
    key: `h${node} ${lag.seq}`,
    seqs: [lag.seq],
    atMs: lag.atMs,
    what: 'log',
    tone: isTouched(lag.partition, lag.stableAt) ? 'open' : 'quiet',
    title: `${node}: last stable offset ${lag.stableAt}; ${lag.lastStable} written after it are held back from readers of committed records`,
    word: `last stable ${lag.stableAt}`,
    x1: axis.x(lag.atMs),
    x2: axis.x(untilMs),
    y1: heightOf(lag.highWatermark, y),
    y2: heightOf(lag.lastStable, y),
  };
}

/** A path that keeps each height until the next point. */
function stepsThrough(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, height], index) => (index === 0 ? `M${round(x)} ${round(height)}` : `H${round(x)}V${round(height)}`))
    .join('');
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
