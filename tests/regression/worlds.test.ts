/** Worlds of bad luck that once went wrong, each by the link that plays it, and what is still there of what went wrong. */
import { expect, test } from 'vitest';
import { judge, type JudgedLane } from '../../src/explorer/judge';
import { decodeLink } from '../../src/scenario/link';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind, type EventOf, type Trace } from '../../src/trace/event';

/** The link of one lane in the weather of that search. */
const link = (lane: string, seed: number, checksum: string, copies = '.dup20'): string =>
  `#v=1&e=1&s=w${seed}&w=loss20${copies}.late30&x=10.for100-600&p=lane.${lane}&c=${checksum}`;

async function play(text: string): Promise<JudgedLane> {
  const read = await decodeLink(text, SYSTEMS);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return judge(read.scenario, SYSTEMS)[0]!;
}

type Situation = (trace: Trace) => boolean;

/** The place in the trace of the first arrival of this attempt; after everything, if there is none. */
const arrivalOf = ({ events }: Trace, name: string, record: number, attempt: number): number =>
  events
    .filter(isKind('arrive'))
    .find(({ message }) => message.name === name && message.records.includes(record) && message.attempt === attempt)
    ?.seq ?? Infinity;

/** A retry of this message arrived, and before it so many other records had been handed over as these are at least. */
const retried = (trace: Trace, name: string, record: number, others: number): boolean => {
  const at = arrivalOf(trace, name, record, 2);
  const before = trace.events.filter(isKind('submit')).filter(({ seq, record: other }) => seq < at && other > record);
  return at < Infinity && before.length >= others;
};

/** What the first attempt brought was there when the retry arrived. */
const retryAfterStored =
  (name: string, stored: 'stage' | 'append', record: number, others: number): Situation =>
  (trace) =>
    retried(trace, name, record, others) &&
    trace.events.some(
      (event) =>
        event.kind === stored &&
        ('records' in event ? event.records.includes(record) : event.record === record) &&
        event.seq > arrivalOf(trace, name, record, 1) &&
        event.seq < arrivalOf(trace, name, record, 2),
    );

/** The retry arrived before any first attempt, and a record behind it was handed over before that. */
const retryAfterLoss =
  (name: string, record: number): Situation =>
  (trace) =>
    retried(trace, name, record, 1) && arrivalOf(trace, name, record, 1) > arrivalOf(trace, name, record, 2);

const copyArrivals = ({ events }: Trace, name: string): readonly (EventOf<'arrive'> & { readonly of: number })[] =>
  events
    .filter(isKind('copied'))
    .filter(({ message }) => message.name === name)
    .flatMap(({ message: { copy }, of }) =>
      events
        .filter(isKind('arrive'))
        .filter(({ message }) => message.copy === copy)
        .map((arrival) => ({ ...arrival, of })),
    );

/** A late copy of this question came while the question itself waited: its answer went out after that. */
const copyWhileItWaits =
  (name: string): Situation =>
  (trace) =>
    copyArrivals(trace, name).some(({ seq, of }) => {
      const asked = trace.events.filter(isKind('arrive')).find(({ message }) => message.copy === of);
      return (
        asked !== undefined &&
        asked.seq < seq &&
        trace.events.filter(isKind('send')).some(({ seq: answered, message: { from, connection } }) => {
          return answered > seq && from === asked.message.to && connection === asked.message.connection;
        })
      );
    });

/** The message was deleted, then its effect took place, and the answer to that was lost. */
const effectUnansweredAfterDeletion: Situation = ({ events }) =>
  events.filter(isKind('lost')).some(({ seq, message: { name, records } }) => {
    const deleted = events
      .filter(isKind('settle'))
      .find(({ record, accepted }) => accepted && records.includes(record));
    const applied = events.filter(isKind('apply')).find(({ record }) => records.includes(record));
    return name === 'WriteResponse' && deleted !== undefined && applied !== undefined
      ? deleted.seq < applied.seq && applied.seq < seq
      : false;
  });

/** A late copy of the answer about the record before came when this one was delivered, and not yet done. */
const answerOfTheOneBefore =
  (record: number): Situation =>
  (trace) => {
    const delivered = trace.events.filter(isKind('deliver')).find((event) => event.record === record);
    const applied = trace.events.filter(isKind('apply')).find((event) => event.record === record);
    return copyArrivals(trace, 'WriteResponse').some(
      ({ seq, message }) =>
        message.records.includes(record - 1) &&
        delivered !== undefined &&
        applied !== undefined &&
        delivered.seq < seq &&
        seq < applied.seq,
    );
  };

test.each<readonly [string, string, Situation]>([
  [
    'a retry inside a transaction counted twice',
    link('flink.exactly-once', 9, '6g9z'),
    retryAfterStored('Write', 'stage', 4, 0),
  ],
  [
    'a retry came after more than five others, and was stored again',
    link('spark.batch-id', 59, 'sdvp'),
    retryAfterStored('ProduceRequest', 'append', 1, 6),
  ],
  [
    'a late copy of a fetch took the place of its reader',
    link('mirrormaker.exactly-once', 8, 'h86t'),
    copyWhileItWaits('FetchRequest'),
  ],
  [
    'a retry was overtaken, and taken for a repetition',
    link('pulsar-geo.dedup', 18, '8tvi'),
    retryAfterLoss('Send', 2),
  ],
  [
    'a late copy of a permit took the place of its consumer',
    link('pulsar-geo.dedup', 21, 'ntoa'),
    copyWhileItWaits('Flow'),
  ],
  [
    'a late copy of a look took the place of the relay',
    link('outbox.outbox-inbox', 20, 'ewl3'),
    copyWhileItWaits('ReadOutboxRequest'),
  ],
  [
    'a late copy of a long poll took the place of the worker',
    link('database.unique', 42, 'fodg'),
    copyWhileItWaits('ReceiveRequest'),
  ],
  [
    'a message that was overtaken was below the offset',
    link('database.with-offset', 4, 'p01d'),
    retryAfterLoss('SendRequest', 5),
  ],
  [
    'an effect after the deletion was tried again',
    link('sqs.delete-first', 3, '4jrh', ''),
    effectUnansweredAfterDeletion,
  ],
])('%s', async (_, text, situation) => {
  const { verdict, trace } = await play(text);
  expect(situation(trace), 'what once went wrong is still played').toBe(true);
  expect(verdict).toMatchObject({ keepsClaim: true, ended: 'quiet' });
});

test('a late answer to an effect was taken for the answer to the next, which never took place', async () => {
  const text =
    '#v=1&e=1&n=a_world_of_bad_luck&s=bad-luck-57&w=loss20.dup20.late30.by20-200&x=10.for100-600&p=lane.mqtt.qos1&c=ywjo';
  const { verdict, trace } = await play(text);
  expect(answerOfTheOneBefore(5)(trace), 'what once went wrong is still played').toBe(true);
  expect(verdict.records[4]!.outcome).toBe('once');
});
