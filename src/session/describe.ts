/** An instant in words: for the live region, for "describe this moment", and for the scrubber's spoken value. */
import { sayDuration } from '../layout/durations';
import type { LaneReading } from '../layout/reading';
import { sayStates, statesAt } from '../layout/spans';
import { sayFate } from '../layout/words';
import { describeEvent } from '../trace/describe';
import type { EventOf, TraceEvent } from '../trace/event';
import type { Run } from './run';
import { tellingOf, type Place } from './stages';

/** How telling an event is: the highest of an instant is the one that is spoken. */
const WEIGHTS: Readonly<Partial<Record<TraceEvent['kind'], number>>> = {
  crash: 9,
  pause: 9,
  cut: 9,
  lost: 8,
  apply: 7,
  absorb: 7,
  refuse: 7,
  restart: 6,
  wake: 6,
  heal: 6,
  grant: 6,
  lead: 6,
  append: 4,
  told: 4,
  deliver: 3,
  commit: 3,
  send: 2,
  arrive: 1,
};

/** `861 ms. At least once: payment 3 takes effect on sink.` One sentence, for a polite live region. */
export function sayMoment(run: Run, place: Place, titleOf: (lane: string) => string): string {
  const kind = run.scenario.records.kind;
  const told = run.readings.flatMap((reading) => {
    const said = sayNow(reading, place, kind);
    return said === '' ? [] : [`${titleOf(reading.trace.lane)}: ${said}`];
  });
  return [sayDuration(place.atMs), ...told].join('. ');
}

/** What happens in a lane where the cursor stands: the event of that stage, or the most telling one of the instant. */
export function sayNow({ trace }: LaneReading, place: Place, kind: string): string {
  const event =
    (place.stage === undefined ? undefined : tellingOf(trace, place)) ??
    mostTelling(trace.events.filter(({ at }) => at === Math.round(place.atMs)));
  return event === undefined ? '' : sayEvent(event, kind);
}

function mostTelling(events: readonly TraceEvent[]): TraceEvent | undefined {
  const weigh = (event: TraceEvent): number => WEIGHTS[event.kind] ?? 0;
  const best = events.reduce<TraceEvent | undefined>(
    (most, event) => (most === undefined || weigh(event) > weigh(most) ? event : most),
    undefined,
  );
  return best !== undefined && weigh(best) > 0 ? best : undefined;
}

/** One event as a short clause. */
export function sayEvent(event: TraceEvent, kind: string): string {
  const of = (records: readonly number[]): string => (records.length === 0 ? '' : ` of ${kind} ${records.join(', ')}`);
  switch (event.kind) {
    case 'send':
      return `${event.node} sends ${event.message.name}${of(event.message.records)} to ${event.message.to}`;
    case 'arrive':
      return `${event.message.name}${of(event.message.records)} reaches ${event.node}`;
    case 'lost':
      return `${event.message.name}${of(event.message.records)} is ${sayFate({ message: event.message, fate: 'lost', why: event.why, sentSeq: 0, sentMs: 0, endSeq: 0, endMs: 0, isCopy: false })}`;
    case 'submit':
      return `the application hands over ${kind} ${event.record}`;
    case 'told':
      return `the application is told that ${kind} ${event.record} ${event.outcome === 'ok' ? 'is safe' : event.outcome === 'fail' ? 'failed' : 'is in doubt'}`;
    case 'append':
      return `${event.node} writes ${kind} ${event.records.join(', ')} at offset ${event.offset}`;
    case 'refuse':
      return sayRefusal(event, kind);
    case 'deliver':
      return `${event.node} takes up ${kind} ${event.record}`;
    case 'apply':
      return `${kind} ${event.record} takes effect on ${event.node}`;
    case 'absorb':
      return `${event.node} knows ${kind} ${event.record} already and ignores it`;
    case 'commit':
      return event.accepted
        ? `progress is saved: next is offset ${event.offset}`
        : `progress is refused: ${event.error}`;
    case 'crash':
      return event.power ? `the power of ${event.node} is cut` : `${event.node} crashes`;
    case 'pause':
      return `${event.node} freezes`;
    case 'restart':
      return `${event.node} is back`;
    case 'wake':
      return `${event.node} wakes up`;
    case 'cut':
      return `${event.between.join(' and ')} are cut apart`;
    case 'heal':
      return `${event.between.join(' and ')} reach each other again`;
    case 'grant':
      return `${event.says} is given back`;
    case 'lead':
      return `${event.leader === '' ? 'nobody' : event.leader} leads`;
    case 'fault':
      return `fault at ${event.node}: ${event.what}`;
    default:
      return `${event.node} ${describeEvent(event).replace(/\brecord(?=s?\b)/gu, kind)}`;
  }
}

function sayRefusal({ node, records, reason, error, why }: EventOf<'refuse'>, kind: string): string {
  const what = records.length === 0 ? 'a request' : `${kind} ${records.join(', ')}`;
  if (reason === 'duplicate' && error === 'NONE') return `${node} knows ${what} already and stores nothing`;
  return `${node} refuses ${what}: ${error === '' || error === 'NONE' ? why : error}`;
}

/** The long form: where every node of every lane stands, and how far the records are. */
export function describeMoment(run: Run, place: Place, titleOf: (lane: string) => string): readonly string[] {
  return [
    sayMoment(run, place, titleOf),
    ...run.readings.map((reading) => `${titleOf(reading.trace.lane)}: ${sayLane(reading, place.atMs)}`),
  ];
}

function sayLane(reading: LaneReading, ms: number): string {
  const effects = reading.deeds.filter(
    ({ what, atMs }) => (what === 'landed' || what === 'again') && atMs <= ms,
  ).length;
  const flying = reading.flights.filter(
    ({ sentMs, endMs, message }) => sentMs <= ms && endMs > ms && message.records.length > 0,
  ).length;
  const away = reading.spans
    .filter(({ fromMs, toMs }) => fromMs <= ms && toMs > ms)
    .map(({ nodes, what }) => `${nodes.join(' and ')} ${what}`);
  const states = reading.trace.nodes.map((node) => `${node} ${sayStates(statesAt(reading.stretches, node, ms))}`);
  return [`${effects} effects so far, ${flying} messages with records on their way`, ...away, states.join(', ')].join(
    '; ',
  );
}
