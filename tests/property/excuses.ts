/** What a system says itself that its promise does not cover: each excuse is looked for in the run, and only for what it explains. */
import type { JudgedLane } from '../../src/explorer/judge';
import { isKind, type Trace } from '../../src/trace/event';

export type Anomaly = JudgedLane['verdict']['anomalies'][number];
export type Excuse = (lane: JudgedLane, record: number) => boolean;

interface Excused {
  readonly kind: Anomaly['kind'];
  readonly because: Excuse;
  /** A calm world of bad luck that breaks the promise without it. */
  readonly neededIn: number;
}

/** The message was sent about this record, and lost. */
const lost =
  (name: string): Excuse =>
  ({ trace }, record) =>
    trace.events
      .filter(isKind('lost'))
      .some(({ message }) => message.name === name && message.records.includes(record));

/** Where the record stands in the log; more than once, if it was stored more than once. */
const placesOf = ({ events }: Trace, record: number) =>
  events
    .filter(isKind('append'))
    .filter(({ copied, records }) => !copied && records.includes(record))
    .map(({ partition, offset, records }) => ({ partition, offset: offset + records.indexOf(record) }));

/** The group had no position, and began behind every place of the record. */
const begunBehindIt: Excuse = ({ trace }, record) => {
  const begins = trace.events.filter(isKind('position')).filter(({ from }) => from === 'reset');
  const places = placesOf(trace, record);
  return (
    places.length > 0 &&
    places.every((place) => begins.some((begin) => begin.partition === place.partition && begin.offset > place.offset))
  );
};

const publishedToNobody: Excuse = ({ trace }, record) =>
  trace.events.filter(isKind('bury')).some((event) => event.record === record && event.why === 'unroutable');

/** More than one snapshot brought the record. */
const snapshotTakenTwice: Excuse = ({ trace }, record) =>
  trace.events
    .filter(isKind('send'))
    .filter(({ message }) => message.says.startsWith('snapshot') && message.records.includes(record)).length > 1;

/** The client asks how far its name has come, and cannot tell the number 0 from none. */
const zeroTakenForNone: Excuse = ({ trace, verdict }, record) =>
  verdict.records[record - 1]?.swallowed === true &&
  trace.events
    .filter(isKind('send'))
    .filter(({ message }) => message.name === 'QueryPublisherSequenceResponse' && message.says === '0').length > 1;

/** By system and preset; each is in the system's MODEL.md. */
export const EXCUSES: Readonly<Record<string, Excused>> = {
  // A new group begins at the end of the log, and again after a crash before its first commit.
  // That commit comes after five seconds, when these records are through: a commit before its effect is no excuse here.
  'kafka defaults': { kind: 'lost', because: begunBehindIt, neededIn: 3 },
  // An acknowledgement that asks for no answer may be lost, and then the message comes again.
  'pubsub acknowledge-first': { kind: 'duplicated', because: lost('AcknowledgeRequest'), neededIn: 24 },
  'jetstream acknowledge-first': { kind: 'duplicated', because: lost('Ack'), neededIn: 0 },
  // What is published before there is a subscription is nobody's.
  'mqtt qos1': { kind: 'lost', because: publishedToNobody, neededIn: 8 },
  'mqtt qos1-with-memory': { kind: 'lost', because: publishedToNobody, neededIn: 8 },
  'rabbitmq-streams named': { kind: 'lost', because: zeroTakenForNone, neededIn: 10 },
  // Exactly-once begins where the first snapshot ends.
  'debezium exactly-once': { kind: 'duplicated', because: snapshotTakenTwice, neededIn: 279 },
};

/** Whether the system says of itself that this may be. */
export function isExcused(name: string, lane: JudgedLane, { kind, record }: Anomaly): boolean {
  const excuse = EXCUSES[name];
  return excuse !== undefined && excuse.kind === kind && excuse.because(lane, record);
}
