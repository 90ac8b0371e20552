/**
 * What each lane's guarantee cost in this run, beside the lane that promises least: counts of the model, in relative
 * measure. They show how a price comes about and are no benchmark.
 */
import { groupDigits, sayDuration } from './durations';
import type { LaneReading } from './reading';

export interface PriceCell {
  readonly lane: string;
  readonly value: number;
  readonly text: string;
  /** Of the row's largest value: 0 to 1. */
  readonly share: number;
  /** Against the at-most-once lane: `×1.4`, `+8` where that has none, `=`; empty for that lane and without one. */
  readonly against: string;
}

export interface PriceRow {
  readonly id: 'messages' | 'durableWrites' | 'rememberedNames' | 'visibleMs';
  readonly title: string;
  readonly explains: string;
  readonly cells: readonly PriceCell[];
  /** Where the at-most-once lane's value lies; absent when there is no such lane. */
  readonly measureAt: number | undefined;
}

export interface Price {
  /** The lane against which the others are measured: the first one that promises at most once. */
  readonly measure: string | undefined;
  readonly rows: readonly PriceRow[];
}

type Reader = Pick<PriceRow, 'id' | 'title' | 'explains'> & {
  readonly of: (reading: LaneReading) => number;
  readonly say: (value: number) => string;
};

/** Of a lane in which nothing ever became visible. */
const NEVER = -1;

const READERS: readonly Reader[] = [
  {
    id: 'messages',
    title: 'messages',
    explains: 'put on the network, questions, answers and repeats alike',
    of: ({ verdict }) => verdict.cost.messages,
    say: groupDigits,
  },
  {
    id: 'durableWrites',
    title: 'durable writes',
    explains: 'that survive a crash; what is done in one transaction is one of them',
    of: ({ verdict }) => verdict.cost.durableWrites,
    say: groupDigits,
  },
  {
    id: 'rememberedNames',
    title: 'names kept',
    explains: 'remembered at the same time at most, to know again what comes twice',
    of: ({ verdict }) => verdict.cost.rememberedNames,
    say: groupDigits,
  },
  {
    id: 'visibleMs',
    title: 'until visible',
    explains: 'from handing over to the effect, half of the records sooner, half later',
    of: ({ verdict }) => (verdict.outcome.effects === 0 ? NEVER : verdict.cost.visibleMs.p50),
    say: (value) => (value === NEVER ? 'never' : sayDuration(value)),
  },
];

/** The four prices of all lanes, in the lanes' order. */
export function makePrice(readings: readonly LaneReading[]): Price {
  const measure = readings.find(({ verdict }) => verdict.claim === 'at-most-once');
  return { measure: measure?.trace.lane, rows: READERS.map((reader) => rowOf(reader, readings, measure)) };
}

function rowOf(
  { of, say, ...head }: Reader,
  readings: readonly LaneReading[],
  measure: LaneReading | undefined,
): PriceRow {
  const most = Math.max(1, ...readings.map(of));
  const least = measure === undefined ? undefined : of(measure);
  const cells = readings.map((reading): PriceCell => {
    const value = of(reading);
    const isCompared = reading !== measure && least !== undefined && value !== NEVER && least !== NEVER;
    const against = isCompared ? compare(value, least, say) : '';
    return { lane: reading.trace.lane, value, text: say(value), share: Math.max(0, value) / most, against };
  });
  return { ...head, cells, measureAt: least === undefined || least === NEVER ? undefined : least / most };
}

function compare(value: number, least: number, say: (value: number) => string): string {
  if (value === least) return '=';
  if (least === 0) return `+${say(value)}`;
  const tenths = Math.round((value / least) * 10);
  return tenths === 10 ? '≈' : `×${tenths / 10}`;
}
