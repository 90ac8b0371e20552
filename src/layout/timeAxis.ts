/**
 * The one time axis of all lanes. Stretches in which no lane does anything are folded: they keep a small fixed width and
 * a mark of their own, so that a second of work and a minute of waiting fit into one picture.
 *
 * Three measures of time: `ms`, virtual milliseconds; `units`, milliseconds with the folds taken in (playback moves
 * evenly in these); `px`, pixels.
 */
import { bisectRight, ticks } from 'd3';
import { sayDuration } from './durations';

/**
 * A gap is folded when it is this many times the typical gap, and at least `FOLD_LEAST_MS` long. Where so many gaps are long
 * that they seem typical (a record every ten seconds), the middle gap says what is long.
 */
const FOLD_TIMES = 12;
const FOLD_TIMES_MIDDLE = 150;
const FOLD_LEAST_MS = 240;
const TYPICAL_QUANTILE = 0.9;
/** No narrower part of the run can be looked at. */
const LEAST_WINDOW = 0.002;
/** A fold is as wide as this share of all unfolded time. */
const FOLD_SHARE = 0.035;

export interface Fold {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TimeFolding {
  readonly endMs: number;
  readonly endUnits: number;
  readonly folds: readonly Fold[];
  toUnits(ms: number): number;
  toMs(units: number): number;
}

/** Makes the folding for runs whose events lie at `instants` (any order) and end at `endMs`. */
export function foldTime(instants: readonly number[], endMs: number): TimeFolding {
  const points = [...new Set([0, ...instants, endMs])].filter((at) => at >= 0 && at <= endMs).sort((a, b) => a - b);
  const gaps = points.slice(1).map((to, index) => ({ fromMs: points[index] ?? 0, toMs: to }));
  const folds = gaps.filter(isFoldable(gaps));
  const foldedMs = sum(folds.map(lengthOf));
  const busyMs = Math.max(1, endMs - foldedMs);
  const foldUnits = Math.max(1, Math.round(busyMs * FOLD_SHARE));
  return assemble(folds, foldUnits, endMs);
}

/** The same run with every stretch as long as it is. */
export const unfold = ({ endMs }: TimeFolding): TimeFolding => assemble([], 1, endMs);

/** The window on `to` that shows the instants which `window` shows on `from`. */
export function carryWindow(window: Window, from: TimeFolding, to: TimeFolding): Window {
  if (window.from <= 0 && window.to >= 1) return WHOLE;
  const place = (share: number): number => to.toUnits(from.toMs(share * from.endUnits)) / to.endUnits;
  const [start, end] = [place(window.from), place(window.to)];
  // A window inside a fold would have no width on the other axis.
  const width = Math.max(LEAST_WINDOW, end - start);
  const left = Math.min(start, 1 - width);
  return { from: left, to: left + width };
}

function isFoldable(gaps: readonly Fold[]): (gap: Fold) => boolean {
  const sorted = gaps.map(lengthOf).sort((a, b) => a - b);
  const at = (quantile: number): number => sorted[Math.floor((sorted.length - 1) * quantile)] ?? 0;
  const leastMs = Math.max(FOLD_LEAST_MS, Math.min(at(TYPICAL_QUANTILE) * FOLD_TIMES, at(0.5) * FOLD_TIMES_MIDDLE));
  return (gap) => lengthOf(gap) > leastMs;
}

const lengthOf = ({ fromMs, toMs }: Fold): number => toMs - fromMs;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function assemble(folds: readonly Fold[], foldUnits: number, endMs: number): TimeFolding {
  const ms = [0];
  const units = [0];
  for (const { fromMs, toMs } of folds) {
    const before = (units.at(-1) ?? 0) + fromMs - (ms.at(-1) ?? 0);
    ms.push(fromMs, toMs);
    units.push(before, before + foldUnits);
  }
  const endUnits = Math.max(1, (units.at(-1) ?? 0) + endMs - (ms.at(-1) ?? 0));
  ms.push(Math.max(1, endMs));
  units.push(endUnits);
  return { endMs, endUnits, folds, toUnits: interpolate(ms, units), toMs: interpolate(units, ms) };
}

/** Piecewise linear, clamped to both ends. */
function interpolate(from: readonly number[], to: readonly number[]): (value: number) => number {
  return (value) => {
    const right = Math.min(from.length - 1, Math.max(1, bisectRight(from, value)));
    const [a, b] = [from[right - 1] ?? 0, from[right] ?? 1];
    const [c, d] = [to[right - 1] ?? 0, to[right] ?? 1];
    if (b === a) return d;
    return Math.min(Math.max(c + ((value - a) / (b - a)) * (d - c), to[0] ?? 0), to.at(-1) ?? 0);
  };
}

export interface Tick {
  readonly x: number;
  readonly ms: number;
  readonly label: string;
}

export interface FoldMark extends Fold {
  readonly x1: number;
  readonly x2: number;
  /** Its length in words. */
  readonly says: string;
  /** The same, where there is room for it beside the others; otherwise empty. */
  readonly label: string;
}

export interface TimeAxis {
  readonly folding: TimeFolding;
  /** The part of the run in view, in virtual milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly ticks: readonly Tick[];
  readonly folds: readonly FoldMark[];
  x(ms: number): number;
  msAt(x: number): number;
}

/** Part of the run that is in view: 0 to 1 is all of it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export const WHOLE: Window = { from: 0, to: 1 };
const TICK_EVERY_PX = 90;
const FOLD_LABELS_APART_PX = 58;

/** Lays the axis over the pixels `leftPx` to `rightPx`. */
export function layTimeAxis(folding: TimeFolding, window: Window, leftPx: number, rightPx: number): TimeAxis {
  const fromUnits = window.from * folding.endUnits;
  const toUnits = window.to * folding.endUnits;
  const pxPerUnit = (rightPx - leftPx) / (toUnits - fromUnits);
  const x = (ms: number): number => leftPx + (folding.toUnits(ms) - fromUnits) * pxPerUnit;
  const msAt = (px: number): number => folding.toMs(fromUnits + (px - leftPx) / pxPerUnit);
  const fromMs = folding.toMs(fromUnits);
  const toMs = folding.toMs(toUnits);
  const folds = folding.folds
    .map((fold) => ({ ...fold, x1: x(fold.fromMs), x2: x(fold.toMs), says: sayShort(lengthOf(fold)) }))
    .filter((fold) => fold.x2 > leftPx && fold.x1 < rightPx);
  return {
    folding,
    fromMs,
    toMs,
    x,
    msAt,
    folds: labelled(folds),
    ticks: ticksOf(folding, [fromUnits, toUnits], rightPx - leftPx, x),
  };
}

/** The longest folds are labelled first, and none that would touch a label that stands already. */
function labelled(folds: readonly Omit<FoldMark, 'label'>[]): readonly FoldMark[] {
  const middleOf = ({ x1, x2 }: Omit<FoldMark, 'label'>): number => (x1 + x2) / 2;
  const taken: number[] = [];
  for (const fold of folds.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    if (taken.every((x) => Math.abs(x - middleOf(fold)) >= FOLD_LABELS_APART_PX)) taken.push(middleOf(fold));
  }
  return folds.map((fold) => ({ ...fold, label: taken.includes(middleOf(fold)) ? fold.says : '' }));
}

/** `28 s`, `4.9 s`, `1 min 8 s`: from a second on without milliseconds. */
const sayShort = (ms: number): string =>
  ms >= 1_000 && ms < 10_000 ? `${Math.round(ms / 100) / 10} s` : sayDuration(ms);

function ticksOf(
  folding: TimeFolding,
  [from, to]: readonly [number, number],
  widthPx: number,
  x: (ms: number) => number,
): readonly Tick[] {
  const count = Math.max(2, Math.floor(widthPx / TICK_EVERY_PX));
  const units = ticks(from, to, count).filter(Number.isInteger);
  const shiftMs = folding.folds.length === 0 ? 1 : Math.max(1, (units[1] ?? 1) - (units[0] ?? 0));
  const all = units.map((unit) => roundTo(folding.toMs(unit), shiftMs)).filter((ms) => !isInside(folding.folds, ms));
  const marks = [...new Set(all)].map((ms) => ({ ms, x: x(ms), label: sayDuration(ms) }));
  return marks.filter((mark, index) => index === 0 || mark.x - (marks[index - 1]?.x ?? 0) > TICK_EVERY_PX / 2);
}

const roundTo = (value: number, step: number): number => Math.round(value / step) * step;
const isInside = (folds: readonly Fold[], ms: number): boolean =>
  folds.some(({ fromMs, toMs }) => ms > fromMs && ms < toMs);
