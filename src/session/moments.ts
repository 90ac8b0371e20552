/** The moments between which a reader steps, and the places worth jumping to. */
import type { LaneReading, Stop } from '../layout/reading';
import { tellingAt, type Moment, type Place } from './stages';

/** Events that nobody steps to: bookkeeping of the simulation itself. */
const BETWEEN: ReadonlySet<string> = new Set(['timer', 'end', 'watermark', 'step']);

/**
 * All moments at which something that can be seen happens in some lane, in order. An instant has as many of them as the
 * lane in which most happens one after the other there; the lanes go through it side by side.
 */
export function momentsOf(readings: readonly LaneReading[]): readonly Moment[] {
  const all = new Set<number>([0]);
  for (const { trace } of readings) for (const event of trace.events) if (!BETWEEN.has(event.kind)) all.add(event.at);
  return [...all]
    .sort((a, b) => a - b)
    .flatMap((atMs) => momentsAt(atMs, Math.max(1, ...readings.map(({ trace }) => tellingAt(trace, atMs).length))));
}

const momentsAt = (atMs: number, stages: number): readonly Moment[] =>
  Array.from({ length: stages }, (_, index) => ({ atMs, stage: index + 1 }));

/** The moments of one node in one lane. */
export function momentsOfNode({ trace }: LaneReading, node: string): readonly Moment[] {
  const own = trace.events.filter((event) => event.node === node && !BETWEEN.has(event.kind));
  return [...new Set(own.map((event) => event.at))].flatMap((atMs) => {
    const telling = tellingAt(trace, atMs);
    const stages = telling.flatMap((seq, index) => (trace.events[seq]?.node === node ? [index + 1] : []));
    return (stages.length > 0 ? stages : [Math.max(1, telling.length)]).map((stage) => ({ atMs, stage }));
  });
}

/** How many of `moments` have come at `place`. */
export function countUpTo(moments: readonly Moment[], { atMs, stage = Infinity }: Place): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const moment = moments[middle];
    if (moment !== undefined && (moment.atMs < atMs || (moment.atMs === atMs && moment.stage <= stage)))
      low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next moment after `place` (or before it, when `direction` is -1); `place` itself when there is none. */
export function nextMoment(moments: readonly Moment[], place: Place, direction: 1 | -1): Place {
  const upTo = countUpTo(moments, place);
  if (direction === 1) return moments[upTo] ?? place;
  return moments[moments[upTo - 1]?.atMs === place.atMs ? upTo - 2 : upTo - 1] ?? place;
}

/** All stops of all lanes in the order of time. */
export function stopsOf(readings: readonly LaneReading[]): readonly Stop[] {
  return readings.flatMap(({ stops }) => stops).sort((a, b) => a.atMs - b.atMs);
}

/** The next stop of a kind: after the stop `from`, where the cursor stands at one, so that none of an instant is passed over; else strictly after (or before) `ms`. */
export function nextStop(
  stops: readonly Stop[],
  what: Stop['what'],
  from: Stop | number,
  direction: 1 | -1,
): Stop | undefined {
  const wanted = stops.filter((stop) => stop.what === what);
  if (typeof from !== 'number' && wanted.includes(from)) return wanted[wanted.indexOf(from) + direction];
  const ms = typeof from === 'number' ? from : from.atMs;
  return direction === 1 ? wanted.find(({ atMs }) => atMs > ms) : wanted.findLast(({ atMs }) => atMs < ms);
}

/** The first thing that goes wrong: where the opening play stops, with its sentence. */
export function firstWrong(stops: readonly Stop[]): Stop | undefined {
  return stops.find(({ what }) => what === 'anomaly') ?? stops[0];
}
