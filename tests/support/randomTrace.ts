/**
 * Random traces that no engine would make, biased to what is interesting: retries, late copies, cuts, markers that meet
 * other transactions, deliveries of what is gone, two producers, a processor, two topics.
 */
import type { Fact, Trace } from '../../src/trace/event';
import { dice, type Dice } from './dice';
import { scribe, type At, type Flight, type Scribe } from './scribe';

const RECORDS = [1, 2, 3];
const BROKERS = ['broker-1', 'broker-2'];
const PRODUCERS = ['producer', 'producer', 'producer-2', 'processor'];
const CONSUMERS = ['consumer', 'consumer-2', 'processor'];
const PRODUCER_IDS = [-1, -1, -1, 7, 7, 8];

interface Stored {
  readonly record: number;
  readonly at: Required<At>;
}

interface Making {
  readonly d: Dice;
  readonly s: Scribe;
  readonly flights: Flight[];
  /** What was appended, wherever. */
  readonly stored: Stored[];
  /** The consumer and the record of every delivery. */
  readonly given: [string, number][];
  /** Next offset, by broker and partition; a guess that cuts make wrong. */
  readonly ends: Map<string, number>;
}

type Step = (making: Making) => void;

const endOf = ({ ends }: Making, broker: string, partition: number): number => ends.get(`${broker} ${partition}`) ?? 0;
const partitionOf = ({ d }: Making): number => (d.often(75) ? 0 : 1);

/** Mostly where the log ends; sometimes nearby. */
function placeOf(making: Making, broker: string): Required<At> {
  const { d, ends } = making;
  const partition = partitionOf(making);
  const offset = Math.max(0, endOf(making, broker, partition) + (d.often(90) ? 0 : d.roll(3) - 1));
  ends.set(`${broker} ${partition}`, offset + 1);
  const producerId = d.pick(PRODUCER_IDS);
  return { partition, offset, producerId, transactional: producerId >= 0 && d.often(90) };
}

function store(making: Making, broker: string, record: number): Required<At> {
  const at = placeOf(making, broker);
  making.stored.push({ record, at });
  return at;
}

const send: Step = ({ d, s, flights }) => {
  flights.push(s.send(d.pick(PRODUCERS), d.pick(RECORDS)));
};
const again: Step = ({ d, s, flights }) => {
  if (flights.length > 0) flights.push(d.often(50) ? s.resend(d.pick(flights)) : s.copyOf(d.pick(flights)));
};
const append: Step = (making) => {
  const { d, s, flights } = making;
  if (flights.length === 0) return;
  const flight = d.pick(flights);
  s.append(flight, 'broker-1', store(making, 'broker-1', flight.message.records[0]!));
};
const copy: Step = ({ d, s, stored }) => {
  if (stored.length === 0) return;
  const { record, at } = d.pick(stored);
  s.copy('broker-2', record, d.often(90) ? at : { ...at, producerId: d.pick(PRODUCER_IDS) });
};
/** A follower copies all that was ever appended to a partition, markers apart. */
const replicate: Step = (making) => {
  const partition = partitionOf(making);
  const all = making.stored.filter(({ at }) => at.partition === partition);
  all.forEach(({ record, at }) => making.s.copy('broker-2', record, at));
};
const marker: Step = (making) => {
  const broker = making.d.often(85) ? 'broker-1' : 'broker-2';
  making.s.marker(broker, making.d.often(50), placeOf(making, broker));
};
const cut: Step = ({ d, s }) => {
  const fact: Fact = { kind: 'truncate', partition: d.roll(2), offset: d.roll(4), records: [] };
  s.note(d.pick(BROKERS), fact);
};
const lead: Step = ({ d, s }) => {
  const leader = d.often(85) ? d.pick(BROKERS) : '';
  s.note('controller', { kind: 'lead', partition: d.roll(2), leader, leaderEpoch: 1, isr: [], clean: true });
};
const watermark: Step = ({ d, s }) => {
  const highWatermark = d.roll(7);
  const lastStable = Math.max(0, highWatermark - d.roll(2));
  s.note('broker-1', { kind: 'watermark', partition: d.roll(2), highWatermark, lastStable, logEnd: 7 });
};
const submit: Step = ({ d, s }) => void s.note('producer', { kind: 'submit', record: d.pick(RECORDS) });
const tell: Step = ({ d, s, stored }) => {
  const outcome = d.pick(['ok', 'ok', 'ok', 'fail', 'unknown'] as const);
  const one = outcome === 'ok' && stored.length > 0 && d.often(70) ? d.pick(stored) : undefined;
  const record = one?.record ?? d.pick(RECORDS);
  const at = one && { place: { partition: one.at.partition, offset: one.at.offset } };
  s.note(d.pick(PRODUCERS), { kind: 'told', record, outcome, why: '', ...at });
};
const transact: Step = ({ d, s }) => {
  s.call(
    d.pick(PRODUCERS),
    d.pick(['initTransactions', 'beginTransaction', 'beginTransaction', 'commitTransaction', 'abortTransaction']),
  );
};
const deliver: Step = ({ d, s, stored, given }) => {
  if (stored.length === 0) return;
  const {
    record,
    at: { partition, offset },
  } = d.pick(stored);
  const consumer = d.pick(CONSUMERS);
  given.push([consumer, record]);
  s.deliver(consumer, record, { partition, offset });
};
const position: Step = ({ d, s }) => {
  const committedOnly = d.pick([undefined, true, false]);
  const isolation = committedOnly === undefined ? {} : { committedOnly };
  s.note(d.pick(CONSUMERS), { kind: 'position', partition: 0, offset: 0, from: 'committed', ...isolation });
};
const effect: Step = ({ d, s, given }) => {
  const [consumer, record] = given.length > 0 && d.often(80) ? d.pick(given) : [d.pick(CONSUMERS), d.pick(RECORDS)];
  const fact: Fact = d.often(80)
    ? { kind: 'apply', record, outside: d.often(20) }
    : { kind: 'absorb', record, reason: d.pick(['sameKey', 'fenced', 'remembered']) };
  if (d.often(90)) s.effect(consumer, record, fact);
  else s.note('sink', fact);
};
const commit: Step = ({ d, s }) => {
  const accepted = d.often(85);
  s.note('coordinator', { kind: 'commit', group: 'g', partition: d.roll(2), offset: d.roll(5), accepted, error: '' });
};
const assign: Step = ({ d, s }) => {
  const member = d.often(90) ? 'm' : '';
  s.note(d.pick(CONSUMERS), { kind: 'assign', member, generation: 1, partitions: d.pick([[0], [1], [0, 1], []]) });
};
const strike: Step = ({ d, s }) => {
  const node = d.pick([...BROKERS, ...PRODUCERS, ...CONSUMERS, 'coordinator']);
  if (d.often(60)) return void s.restart(node);
  s.note(
    node,
    d.pick<Fact>([
      { kind: 'crash', power: false, forMs: 1 },
      { kind: 'pause', forMs: 1 },
      { kind: 'wake' },
      { kind: 'cut', between: ['a', 'b'], oneWay: false },
      { kind: 'heal', between: ['a', 'b'] },
      { kind: 'transaction', id: 't', producerId: 7, epoch: 0, became: 'Ongoing' },
    ]),
  );
};

const times = (weight: number, step: Step): readonly Step[] => Array.from({ length: weight }, () => step);
const STEPS: readonly Step[] = [
  ...[...times(6, send), ...times(3, again), ...times(9, append), ...times(2, copy), replicate, ...times(4, marker)],
  ...[cut, lead, watermark, submit, ...times(5, tell), ...times(3, transact)],
  ...[...times(6, deliver), position, ...times(6, effect), ...times(2, commit), assign, strike],
];

/** The trace of this seed. Most end quietly. */
export function randomTrace(seed: number): Trace {
  const d = dice(seed);
  const topics = d.often(60) ? ['payments-0', 'payments-1'] : ['payments-0', 'receipts-0'];
  const making: Making = { d, s: scribe(topics), flights: [], stored: [], given: [], ends: new Map() };
  const length = 8 + d.roll(24);
  for (let step = 0; step < length; step += 1) d.pick(STEPS)(making);
  return making.s.end(d.often(93) ? undefined : { kind: 'end', ended: 'limit', limit: 'events' });
}
