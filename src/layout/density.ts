/** Bars of activity: where a run is too busy to be drawn message by message, and for the minimap. */
import { bin, max } from 'd3';
import type { Flight } from './flights';
import type { DensityMark, Frame } from './marks';
import type { TimeAxis } from './timeAxis';

const BAR_PX = 4;
const BAR_SHARE = 0.6;

/** One bar for every few pixels of the frame, as high as the number of messages sent there. */
export function layDensity(flights: readonly Flight[], axis: TimeAxis, frame: Frame): readonly DensityMark[] {
  const places = flights.map(({ sentMs }) => axis.x(sentMs));
  const highest = (frame.bottomPx - frame.topPx) * BAR_SHARE;
  return layBars(places, frame.leftPx, frame.rightPx, BAR_PX, highest);
}

/** Counts `places` (pixels) into bars of `barPx` between two pixels; the fullest bar is `highestPx` high. */
export function layBars(
  places: readonly number[],
  leftPx: number,
  rightPx: number,
  barPx: number,
  highestPx: number,
): readonly DensityMark[] {
  const count = Math.max(1, Math.floor((rightPx - leftPx) / barPx));
  const edges = Array.from({ length: count - 1 }, (_, index) => leftPx + (index + 1) * barPx);
  const bins = bin().domain([leftPx, rightPx]).thresholds(edges)([...places]);
  const fullest = Math.max(1, max(bins, (group) => group.length) ?? 1);
  return bins
    .map((group) => ({ x: group.x0 ?? leftPx, width: barPx - 1, height: (group.length / fullest) * highestPx }))
    .filter(({ height }) => height > 0);
}
