/** What a monitor of the real services would show of this run: a row for each question, a cell for each lane. */
import { probe, type LagStep, type Probes } from '../checker/probes';
import { groupDigits, sayDuration } from './durations';
import type { LaneReading } from './reading';
import type { TimeAxis } from './timeAxis';

export interface MonitorCell {
  readonly lane: string;
  readonly text: string;
  /** The curve as an SVG path, closed along the bottom; empty where the row has none, or nothing to draw. */
  readonly path: string;
}

export interface MonitorRow {
  readonly id: keyof Probes;
  readonly title: string;
  /** The question that it answers. */
  readonly asks: string;
  /** What real services call it, a few of them. */
  readonly called: string;
  readonly cells: readonly MonitorCell[];
}

/** The size of a curve, pixels; the axis must lay the whole run over the width. */
export interface CurveFrame {
  readonly axis: Pick<TimeAxis, 'x'>;
  readonly rightPx: number;
  readonly heightPx: number;
}

type Counted = Exclude<keyof Probes, 'lag'>;
type Head = Pick<MonitorRow, 'title' | 'asks' | 'called'>;

const LAG: Head = {
  title: 'not ticked off',
  asks: 'how far behind?',
  called:
    'consumer lag; ApproximateNumberOfMessagesVisible and …NotVisible together; num_pending and num_ack_pending together',
};

/** Names from the documentation of the metrics of Kafka, SQS, Pub/Sub, RabbitMQ, JetStream and Kinesis. */
const COUNTED: Readonly<Record<Counted, Head>> = {
  oldestMs: {
    title: 'oldest unfinished',
    asks: 'how far behind, in time?',
    called: 'ApproximateAgeOfOldestMessage, oldest_unacked_message_age, IteratorAgeMilliseconds',
  },
  retries: { title: 'sent again', asks: 'is anything being retried?', called: 'record-retry-total' },
  redelivered: {
    title: 'handed out again',
    asks: 'is anything being retried?',
    called: 'ApproximateReceiveCount, redelivered, num_redelivered',
  },
  absorbed: {
    title: 'repetitions absorbed',
    asks: 'is the guard working?',
    called: 'the flag duplicate of a PubAck',
  },
  swallowed: {
    title: 'swallowed',
    asks: 'is the guard too eager?',
    called: 'no service counts it: to the guard it looks like a repetition absorbed',
  },
  hidden: {
    title: 'stored, not visible',
    asks: 'is visibility blocked?',
    called: 'high watermark less last stable offset',
  },
  fenced: { title: 'fenced', asks: 'are we losing authority?', called: 'errors of fenced producers and members' },
  denied: { title: 'denied', asks: 'is a right missing?', called: 'authorisation failures' },
};

/** The rows in which some lane has something to show; the backlog always, where some lane ticks anything off. */
export function makeMonitor(readings: readonly LaneReading[], frame: CurveFrame): readonly MonitorRow[] {
  const lanes = readings.map(({ trace, verdict }) => ({ lane: trace.lane, probes: probe(trace, verdict) }));
  const most = Math.max(1, ...lanes.flatMap(({ probes }) => probes.lag.map(({ records }) => records)));
  const lag: MonitorRow = {
    id: 'lag',
    ...LAG,
    cells: lanes.map(({ lane, probes }) => ({
      lane,
      text: sayLag(probes.lag),
      path: curvePath(probes.lag, most, frame),
    })),
  };
  const counted = (Object.keys(COUNTED) as Counted[]).map((id): MonitorRow => {
    const say = (value: number): string => (id === 'oldestMs' ? sayDuration(value) : groupDigits(value));
    const cells = lanes.map(({ lane, probes }) => ({ lane, text: probes[id] === 0 ? '–' : say(probes[id]), path: '' }));
    return { id, ...COUNTED[id], cells };
  });
  return [lag, ...counted].filter(({ cells }) => cells.some(({ text }) => text !== '–'));
}

/** `most 4, ends at 0`; a dash where nothing is ever ticked off. */
function sayLag(lag: readonly LagStep[]): string {
  const last = lag.at(-1);
  if (last === undefined) return '–';
  return `most ${Math.max(...lag.map(({ records }) => records))}, ends at ${last.records}`;
}

function curvePath(lag: readonly LagStep[], most: number, { axis, rightPx, heightPx }: CurveFrame): string {
  const [first] = lag;
  if (first === undefined) return '';
  const round = (value: number): number => Math.round(value * 10) / 10;
  const y = (records: number): number => round(heightPx - (records / most) * heightPx);
  const steps = lag.map(({ atMs, records }) => `H${round(axis.x(atMs))}V${y(records)}`);
  return `M${round(axis.x(first.atMs))} ${heightPx}${steps.join('')}H${rightPx}V${heightPx}Z`;
}
