/**
 * Start here: a lane's reading, the shared time axis and a frame become marks. Arithmetic only; it knows neither the
 * cursor nor the page, so it is done again only when the run, the window or the size changes.
 */
import { arrowWishes, deedWishes, spanWishes } from './wishes';
import { toArrow, typicalFlightMs } from './arrows';
import { layDensity } from './density';
import { detailFor, isInView, isKept } from './detail';
import { toneOfDeed, type Deed } from './deeds';
import { placeLabels } from './labels';
import type { DeedMark, Frame, LaneMarks, RowMark, SpanMark, StateMark } from './marks';
import type { LaneReading } from './reading';
import { layRows } from './rows';
import { restingState } from './spans';
import type { TimeAxis } from './timeAxis';
import { lookAt } from './tones';
import { layWaterlines } from './waterline';
import { saySpan, sayDeed } from './words';

export interface LaneGround {
  readonly axis: TimeAxis;
  readonly frame: Frame;
  /** Records that have colour, in this lane or in another. */
  readonly touched: ReadonlySet<number>;
  /** What a record is called: `payment`. */
  readonly kind: string;
}

/** All marks of one lane for the part of the run in view. */
export function drawLane(reading: LaneReading, ground: LaneGround): LaneMarks {
  const { axis, frame, touched, kind } = ground;
  const rows = layRows(reading.trace.nodes, reading.minor, frame);
  const yOf = new Map(rows.map(({ node, y }) => [node, y]));
  const looked = lookAt(reading, touched).filter(({ flight }) => isInView(flight.sentMs, flight.endMs, axis));
  const detail = detailFor(looked.length);
  const typicalMs = typicalFlightMs(reading.flights);
  const arrows = looked
    .filter((look) => isKept(look, detail))
    .flatMap((look) => toArrow(look, { axis, yOf, typicalMs, kind }) ?? []);
  const deeds = reading.deeds
    .filter(({ atMs }) => isInView(atMs, atMs, axis))
    .flatMap((deed) => toDeedMark(deed, ground, yOf));
  const spans = toSpanMarks(reading, axis, yOf);
  const wishes = [
    ...deedWishes(deeds, reading.deeds),
    ...spanWishes(spans),
    ...arrowWishes(arrows, reading, detail, frame.topPx),
  ];
  return {
    lane: reading.trace.lane,
    detail,
    rows,
    states: detail === 'density' ? [] : toStateMarks(reading, axis, rows),
    spans,
    arrows: detail === 'density' ? arrows.filter(({ tone }) => tone === 'lost') : arrows,
    deeds:
      detail === 'full' || detail === 'shapes'
        ? deeds
        : deeds.filter(({ what }) => what === 'again' || what === 'absent'),
    labels: placeLabels(wishes, frame),
    waterlines: detail === 'full' || detail === 'shapes' ? waterlinesOf(reading, axis, yOf) : [],
    density: detail === 'density' ? layDensity(reading.flights, axis, frame) : [],
  };
}

function toDeedMark(
  deed: Deed,
  { axis, touched, kind }: LaneGround,
  yOf: ReadonlyMap<string, number>,
): readonly DeedMark[] {
  const y = yOf.get(deed.node);
  if (y === undefined) return [];
  const { what, atMs, seqs, record } = deed;
  const key = `d${what} ${record} ${seqs.join('.')}`;
  return [
    { key, seqs, atMs, title: sayDeed(deed, kind), what, tone: toneOfDeed(deed, touched), x: axis.x(atMs), y, record },
  ];
}

function toSpanMarks(reading: LaneReading, axis: TimeAxis, yOf: ReadonlyMap<string, number>): readonly SpanMark[] {
  return reading.spans
    .filter(({ fromMs, toMs }) => isInView(fromMs, toMs, axis))
    .flatMap((span) => {
      const ys = span.nodes.flatMap((node) => yOf.get(node) ?? []);
      if (ys.length === 0) return [];
      const head = {
        key: `s${span.seqs.join('.')}`,
        seqs: span.seqs,
        atMs: span.fromMs,
        title: saySpan(span),
        what: span.what,
      };
      const x1 = axis.x(span.fromMs);
      return [{ ...head, x1, x2: Math.max(x1 + 4, axis.x(span.toMs)), y1: Math.min(...ys), y2: Math.max(...ys) }];
    });
}

function toStateMarks(reading: LaneReading, axis: TimeAxis, rows: readonly RowMark[]): readonly StateMark[] {
  return rows.flatMap(({ node, y }) => {
    const charts = [...reading.stretches.values()].filter(([first]) => first?.node === node);
    // Of several charts on one line none could be told from the others.
    const stretches = charts.length === 1 ? (charts[0] ?? []) : [];
    const resting = restingState(stretches);
    return stretches
      .filter(({ fromMs, toMs, state }) => state !== resting && isInView(fromMs, toMs, axis))
      .map(({ state, fromMs, toMs, seq }): StateMark => {
        const head = { key: `${node} ${seq}`, seqs: [seq], atMs: fromMs, title: `${node}: ${state}` };
        return { ...head, node, state, x1: axis.x(fromMs), x2: axis.x(toMs), y, busy: true };
      });
  });
}

function waterlinesOf(reading: LaneReading, axis: TimeAxis, yOf: ReadonlyMap<string, number>): LaneMarks['waterlines'] {
  const nodes = [...new Set(reading.watermarks.map(({ node }) => node))].filter((node) => !reading.minor.has(node));
  return nodes.flatMap((node) =>
    layWaterlines(
      reading.watermarks.filter((mark) => mark.node === node),
      axis,
      yOf.get(node) ?? 0,
    ),
  );
}
