/** The whole run in one strip: how busy it was, what went wrong and where, and what was away. */
import { layBars } from './density';
import type { DensityMark } from './marks';
import type { LaneReading } from './reading';
import type { TimeAxis } from './timeAxis';

export interface FlagMark {
  readonly key: string;
  readonly x: number;
  readonly atMs: number;
  readonly what: 'fault' | 'lost' | 'duplicated' | 'reordered';
  readonly lane: string;
  readonly title: string;
}

export interface Minimap {
  readonly bars: readonly DensityMark[];
  readonly flags: readonly FlagMark[];
  readonly away: readonly { readonly key: string; readonly x: number; readonly width: number }[];
}

const BAR_PX = 5;
const FLAGS_AT_MOST = 400;

/** `axis` must show the whole run over `leftPx` to `rightPx`. */
export function layMinimap(
  readings: readonly LaneReading[],
  axis: TimeAxis,
  leftPx: number,
  rightPx: number,
  heightPx: number,
): Minimap {
  const sent = readings.flatMap(({ flights }) => flights.map(({ sentMs }) => axis.x(sentMs)));
  return {
    bars: layBars(sent, leftPx, rightPx, BAR_PX, heightPx),
    flags: flagsOf(readings, axis),
    away: awayOf(readings, axis),
  };
}

/** One flag a pixel and kind: findings before faults. */
function flagsOf(readings: readonly LaneReading[], axis: TimeAxis): readonly FlagMark[] {
  const flags = new Map<string, FlagMark>();
  for (const { stops } of readings) {
    for (const { atMs, what, kind, lane, record } of stops) {
      const x = Math.round(axis.x(atMs));
      const named = what === 'fault' ? 'fault' : (kind as FlagMark['what']);
      const key = `${named} ${x}`;
      const title = what === 'fault' ? `${kind}${record > 0 ? ` ${record}` : ''}` : `${lane}: ${record} ${kind}`;
      if (!flags.has(key)) flags.set(key, { key, x, atMs, what: named, lane, title });
    }
  }
  return [...flags.values()]
    .sort((a, b) => Number(a.what === 'fault') - Number(b.what === 'fault') || a.x - b.x)
    .slice(0, FLAGS_AT_MOST);
}

function awayOf(readings: readonly LaneReading[], axis: TimeAxis): Minimap['away'] {
  const spans = readings.flatMap(({ spans: own }) =>
    own.map(({ fromMs, toMs }) => ({ x: Math.round(axis.x(fromMs)), to: Math.round(axis.x(toMs)) })),
  );
  const unique = new Map(spans.map((span) => [`${span.x} ${span.to}`, span]));
  return [...unique].map(([key, { x, to }]) => ({ key, x, width: Math.max(2, to - x) }));
}
