/** The instants between which a reader steps, and the places worth jumping to. */
import type { LaneReading, Stop } from '../layout/reading';

/** Events that nobody steps to: bookkeeping of the simulation itself. */
const BETWEEN: ReadonlySet<string> = new Set(['timer', 'end', 'watermark', 'step']);

/** All instants at which something that can be seen happens in some lane, ascending, each once. */
export function momentsOf(readings: readonly LaneReading[]): readonly number[] {
  const all = new Set<number>([0]);
  for (const { trace } of readings) for (const event of trace.events) if (!BETWEEN.has(event.kind)) all.add(event.at);
  return [...all].sort((a, b) => a - b);
}

/** The instants of one node in one lane. */
export function momentsOfNode(reading: LaneReading, node: string): readonly number[] {
  const own = reading.trace.events.filter((event) => event.node === node && !BETWEEN.has(event.kind));
  return [...new Set(own.map((event) => event.at))];
}

/** How many of `moments` have come at `ms`. */
export function countUpTo(moments: readonly number[], ms: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((moments[middle] ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next moment after `ms` (or before it, when `direction` is -1); `ms` itself when there is none. */
export function nextMoment(moments: readonly number[], ms: number, direction: 1 | -1): number {
  if (direction === 1) return moments[countUpTo(moments, ms)] ?? ms;
  const upTo = countUpTo(moments, ms);
  const at = moments[upTo - 1] === ms ? upTo - 2 : upTo - 1;
  return moments[at] ?? ms;
}

/** All stops of all lanes in the order of time. */
export function stopsOf(readings: readonly LaneReading[]): readonly Stop[] {
  return readings.flatMap(({ stops }) => stops).sort((a, b) => a.atMs - b.atMs);
}

/** The next stop of a kind, strictly after (or before) `ms`. */
export function nextStop(stops: readonly Stop[], what: Stop['what'], ms: number, direction: 1 | -1): Stop | undefined {
  const wanted = stops.filter((stop) => stop.what === what);
  return direction === 1 ? wanted.find(({ atMs }) => atMs > ms) : wanted.findLast(({ atMs }) => atMs < ms);
}

/** The first thing that goes wrong: where the opening play stops, with its sentence. */
export function firstWrong(stops: readonly Stop[]): Stop | undefined {
  return stops.find(({ what }) => what === 'anomaly') ?? stops[0];
}
