/**
 * Start here: a lane's reading, the shared time axis and a frame become marks. Arithmetic only; it knows neither the
 * cursor nor the page, so it is done again only when the run, the window or the size changes.
 */
import { arrowWishes, deedWishes, heldWishes, spanWishes, stampWishes } from './wishes';
import { toArrow, typicalFlightMs } from './arrows';
import { layDensity } from './density';
import { detailFor, isInView, isKept } from './detail';
import { toneOfDeed, type Deed } from './deeds';
import { placeLabels } from './labels';
import type { ArrowMark, DeedMark, Frame, HeldMark, LaneMarks, RowMark, SpanMark, StateMark } from './marks';
import type { LaneReading } from './reading';
import { layRows } from './rows';
import { restingState } from './spans';
import type { TimeAxis } from './timeAxis';
import { lookAt } from './tones';
import { layBoundary, type BoundaryGround } from './boundary';
import type { Obstacles } from './obstacles';
import { layWater, type Water } from './waterline';
import { callWait, longestWord, saySpan, sayDeed, sayWait } from './words';
import type { Hold } from './holds';

/** Up to so many messages in view each batch bears its stamp. */
const STAMPED_AT_MOST = 60;

export interface LaneGround {
  readonly axis: TimeAxis;
  readonly frame: Frame;
  /** Records that have colour, in this lane or in another. */
  readonly touched: ReadonlySet<number>;
  /** What a record is called: `payment`. */
  readonly kind: string;
  /** Where the system's own guarantee ends. */
  readonly boundary?: BoundaryGround | undefined;
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
  const isRich = detail === 'full' || detail === 'shapes';
  const water = isRich ? waterOf(reading, ground, yOf) : { waterlines: [], held: [] };
  const held = [
    ...water.held.filter(({ x1, x2 }) => x2 >= frame.leftPx && x1 <= frame.rightPx),
    ...waitMarks(reading, ground, yOf),
    ...holdMarks(reading, axis, frame, yOf),
  ];
  const obstacles = obstaclesOf(arrows, deeds, spans);
  const line = layBoundary(rows, ground.boundary, frame, obstacles);
  const wishes = [
    ...heldWishes(held),
    ...(looked.length <= STAMPED_AT_MOST ? stampWishes(arrows, reading) : []),
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
    deeds: isRich ? deeds : deeds.filter(({ what }) => what === 'again' || what === 'absent'),
    labels: placeLabels(wishes, frame, line === undefined ? [] : [line.box], obstacles),
    waterlines: water.waterlines,
    held,
    boundary: line?.mark,
    density: detail === 'density' ? layDensity(reading.flights, axis, frame) : [],
  };
}

const SHAPE_PX = 6;
const SPAN_HALF_PX = 7;

/** What words keep away from. The keys of lines are those by which their stamps know them. */
function obstaclesOf(arrows: readonly ArrowMark[], deeds: readonly DeedMark[], spans: readonly SpanMark[]): Obstacles {
  const shapes = deeds.map(({ x, y }) => ({ x1: x - SHAPE_PX, x2: x + SHAPE_PX, y1: y - SHAPE_PX, y2: y + SHAPE_PX }));
  const blocks = spans
    .filter(({ what }) => what !== 'cut')
    .map(({ x1, x2, y1, y2 }) => ({ x1, x2, y1: y1 - SPAN_HALF_PX, y2: y2 + SPAN_HALF_PX }));
  return { lines: arrows, boxes: [...shapes, ...blocks] };
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

function waterOf(reading: LaneReading, { axis, touched }: LaneGround, yOf: ReadonlyMap<string, number>): Water {
  const nodes = [...new Set(reading.watermarks.map(({ node }) => node))].filter((node) => !reading.minor.has(node));
  const all = nodes.map((node) => {
    const own = reading.watermarks.filter((mark) => mark.node === node);
    return layWater(own, {
      axis,
      y: yOf.get(node) ?? 0,
      isTouched: (partition, offset) => isTouchedAt(reading, touched, partition, offset),
    });
  });
  return { waterlines: all.flatMap(({ waterlines }) => waterlines), held: all.flatMap(({ held }) => held) };
}

function isTouchedAt(
  { recordAt }: LaneReading,
  touched: ReadonlySet<number>,
  partition: number,
  offset: number,
): boolean {
  return touched.has(recordAt.get(`${partition} ${offset}`) ?? -1);
}

function waitMarks(
  reading: LaneReading,
  { axis, touched }: LaneGround,
  yOf: ReadonlyMap<string, number>,
): readonly HeldMark[] {
  return reading.waits
    .filter(({ fromMs, toMs }) => isInView(fromMs, toMs, axis))
    .flatMap((wait): readonly HeldMark[] => {
      const y = yOf.get(wait.reader);
      if (y === undefined) return [];
      const { reader, fromMs, toMs, seqs, partition, offset } = wait;
      const [x1, x2] = [axis.x(fromMs), axis.x(toMs)];
      return [
        {
          key: `r${reader} ${seqs.join('.')}`,
          seqs,
          atMs: fromMs,
          what: 'reader',
          tone: isTouchedAt(reading, touched, partition, offset) ? 'open' : 'quiet',
          title: sayWait(wait),
          word: callWait(x2 - x1, reading.recordAt.get(`${partition} ${offset}`)),
          x1,
          x2,
          y1: y - 3,
          y2: y + 3,
        },
      ];
    });
}

/** Only those that have room for their words: a short wait is how it should be. */
function holdMarks(
  { holds }: LaneReading,
  axis: TimeAxis,
  frame: Frame,
  yOf: ReadonlyMap<string, number>,
): readonly HeldMark[] {
  return holds
    .filter(({ fromMs, toMs }) => isInView(fromMs, toMs, axis))
    .flatMap((hold): readonly HeldMark[] => {
      const { what, node, fromMs, toMs, seqs, title } = hold;
      const y = yOf.get(node);
      const [x1, x2] = [axis.x(fromMs), axis.x(toMs)];
      const word = longestWord(hold.words, x2 - x1, frame.textPx);
      if (y === undefined || word === undefined) return [];
      const place = HOLD_PLACES[what];
      return [
        {
          key: `o${what} ${seqs.join('.')}`,
          ...{ seqs, atMs: fromMs, title, word, x1, x2 },
          what: 'hold',
          tone: 'open',
          y1: y + place - HOLD_HALF_PX,
          y2: y + place + HOLD_HALF_PX,
        },
      ];
    });
}

/** Under the lifeline what answers wait for, over it what readers may not have: both may last at once. */
const HOLD_PLACES: Readonly<Record<Hold['what'], number>> = { answer: 6, unread: -6, torn: 0 };
const HOLD_HALF_PX = 3;
