/** Messages as arrows. A lost one is drawn to the point where it vanished. */
import type { Flight } from './flights';
import type { ArrowMark } from './marks';
import type { TimeAxis } from './timeAxis';
import type { LookedAt } from './tones';
import { sayFlight } from './words';

/** Length of the stub of a message that never got onto the wire, as a share of its way. */
const STUB_SHARE = 0.22;
const LEAST_SHARE = 0.3;
const MOST_SHARE = 0.86;

export interface ArrowGround {
  readonly axis: TimeAxis;
  readonly yOf: ReadonlyMap<string, number>;
  /** The usual time on the wire in this lane, by which the lost part of a way is judged. */
  readonly typicalMs: number;
  readonly kind: string;
}

/** The arrow of one message; undefined when one of its ends is not drawn. */
export function toArrow({ flight, tone, role, end }: LookedAt, ground: ArrowGround): ArrowMark | undefined {
  const { message } = flight;
  const y1 = ground.yOf.get(message.from);
  const y2 = ground.yOf.get(message.to);
  if (y1 === undefined || y2 === undefined) return undefined;
  const share = shareOfWay(flight, ground.typicalMs);
  const x1 = ground.axis.x(flight.sentMs);
  return {
    key: `m${message.copy}`,
    seqs: flight.endSeq < 0 ? [flight.sentSeq] : [flight.sentSeq, flight.endSeq],
    atMs: flight.sentMs,
    endMs: Math.max(flight.endMs, flight.sentMs),
    title: sayFlight(flight, ground.kind),
    x1,
    y1,
    x2: flight.fate === 'lost' ? Math.max(x1 + 3, ground.axis.x(flight.endMs)) : ground.axis.x(flight.endMs),
    y2: y1 + (y2 - y1) * share,
    tone,
    role,
    end,
    records: message.records,
  };
}

/** How far along its way a message came, 0 to 1. */
function shareOfWay({ fate, why, sentMs, endMs }: Flight, typicalMs: number): number {
  if (fate === 'arrived') return 1;
  if (why === 'staleConnection') return STUB_SHARE;
  if (why === 'dropped') return 0.5;
  return Math.min(MOST_SHARE, Math.max(LEAST_SHARE, (endMs - sentMs) / Math.max(1, typicalMs)));
}

/** The median time on the wire of what arrived. */
export function typicalFlightMs(flights: readonly Flight[]): number {
  const times = flights.filter(({ fate }) => fate === 'arrived').map(({ sentMs, endMs }) => endMs - sentMs);
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 1;
}
