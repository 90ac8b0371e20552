/** The look of each message: what goes as it should is quiet, and only records that something touched have colour. */
import type { Flight } from './flights';
import type { ArrowMark, Tone } from './marks';
import type { LaneReading } from './reading';

export interface LookedAt {
  readonly flight: Flight;
  readonly tone: Tone;
  readonly role: ArrowMark['role'];
  readonly end: ArrowMark['end'];
}

/**
 * Gives every flight of a lane its look. `touched` are the records that have colour, and a message that goes
 * down from one holder of records to another takes a record onwards; any other answers.
 */
export function lookAt(reading: LaneReading, touched: ReadonlySet<number>): readonly LookedAt[] {
  const depth = new Map(
    reading.trace.nodes.filter((node) => !reading.minor.has(node)).map((node, index) => [node, index]),
  );
  const late = delayedIds(reading);
  const refused = refusedAt(reading);
  const seen = new Set<string>();
  return reading.flights.map((flight) => {
    const again = isAgain(flight, seen);
    const isTouched = flight.message.records.some((record) => touched.has(record));
    const role = roleOf(flight, depth);
    const tone = toneOf({
      flight,
      again,
      isTouched,
      isLate: late.has(flight.message.copy),
      isRefused: refused.has(flight.endSeq),
    });
    return { flight, role, tone, end: endOf(flight, tone, role) };
  });
}

/** The same kind of message took this record along this way before: a retry, a redelivery, a copy. */
function isAgain({ message, isCopy }: Flight, seen: Set<string>): boolean {
  const names = message.records.map((record) => `${message.name} ${message.from} ${message.to} ${record}`);
  const known = names.some((name) => seen.has(name));
  names.forEach((name) => seen.add(name));
  return isCopy || known;
}

function roleOf({ message }: Flight, depth: ReadonlyMap<string, number>): ArrowMark['role'] {
  if (message.records.length === 0) return 'chatter';
  const [from, to] = [depth.get(message.from), depth.get(message.to)];
  return from !== undefined && to !== undefined && from < to ? 'carry' : 'answer';
}

interface Seen {
  readonly flight: Flight;
  readonly again: boolean;
  readonly isTouched: boolean;
  readonly isLate: boolean;
  readonly isRefused: boolean;
}

function toneOf({ flight, again, isTouched, isLate, isRefused }: Seen): Tone {
  if (flight.fate === 'lost') return 'lost';
  if (isRefused) return 'ignored';
  if (isLate) return 'late';
  if (again) return 'again';
  return isTouched ? 'sent' : 'quiet';
}

function endOf({ fate }: Flight, tone: Tone, role: ArrowMark['role']): ArrowMark['end'] {
  if (fate === 'lost') return 'cross';
  if (fate === 'flying') return 'none';
  if (tone === 'ignored') return 'diamond';
  return role === 'chatter' ? 'none' : 'head';
}

/** Copies whose sending a delay struck. */
function delayedIds({ trace, faults }: LaneReading): ReadonlySet<number> {
  const copies = faults.filter(({ what }) => what === 'delay').map(({ causes }) => trace.events[causes[0] ?? -1]);
  return new Set(copies.flatMap((event) => (event?.kind === 'send' ? [event.message.copy] : [])));
}

/** Arrivals that were answered by `not again`: their event numbers. */
function refusedAt({ trace }: LaneReading): ReadonlySet<number> {
  const refusals = trace.events.filter(
    (event) => event.kind === 'absorb' || (event.kind === 'refuse' && event.reason === 'duplicate'),
  );
  return new Set(refusals.flatMap(({ causes }) => causes));
}
