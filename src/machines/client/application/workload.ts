/** The application takes records from the workload, hands them to its client, and is told what became of them. */
import { note, type Effect, type Effects } from '../../../engine/contracts';
import { dueAtMs, expectNext } from '../../workload';
import { callName, tell, type RecordToSend, type Sent } from '../talk';
import { partitionFor, type ApplicationData, type ApplicationParameters, type Journal } from './memory';

/** An application gives a record up after so many new `send()` calls. */
const RESENDS_MAX = 5;

/** Takes every record that is due. A replaced instance gets no more of them. */
export function submit(p: ApplicationParameters, { durable, volatile: v }: ApplicationData, now: number): Effects {
  const effects: Effect[] = [];
  while (durable.owner === p.id && durable.next <= p.records && dueAtMs(p, durable.next) <= now) {
    const record = durable.next;
    durable.next += 1;
    v.backlog.push(record);
    effects.push(note({ kind: 'submit', record }, { as: `submit ${record}` }));
  }
  return effects;
}

/** Waits for the workload's next record, unless another instance gets it. */
export const expectOwn = (p: ApplicationParameters, { durable }: ApplicationData, now: number): Effects =>
  durable.owner === p.id ? expectNext(p, durable.next, now) : [];

/**
 * A new instance has begun: what it cannot know to have been acknowledged is sent again, given up, or sent again only when
 * the log does not have it.
 */
export function recoverBacklog(p: ApplicationParameters, { durable, volatile: v }: ApplicationData): Effects {
  if (!v.inherits || p.onRestart === 'resume') return [];
  v.backlog = sentBefore(durable).filter((record) => !v.reading.found.has(record));
  return v.backlog.map(submitAgain);
}

const submitAgain = (record: number): Effect =>
  note({ kind: 'submit', record }, { as: `submit ${record}`, relies: [`submit ${record}`] });

function sentBefore({ next, acknowledged }: Journal): number[] {
  const records: number[] = [];
  for (let record = 1; record < next; record += 1) if (!acknowledged.has(record)) records.push(record);
  return records;
}

/** One `send()` call: a logical record of its own, however often the application sends the same business record. */
export function send(p: ApplicationParameters, record: number): Effects {
  const body: RecordToSend = { record, partition: partitionFor(p, record) };
  const as = callName(p.id, record);
  return [
    note({ kind: 'call', api: 'send', records: [record] }, { as, relies: [`submit ${record}`] }),
    tell(p.client, 'appSend', body),
  ];
}

/** Hands everything over that waits. */
export const sendAll = (p: ApplicationParameters, { volatile: v }: ApplicationData): Effects =>
  v.backlog.splice(0).flatMap((record) => send(p, record));

/** The application is told that records are safe, and notes it in its database. */
export function tellOk({ durable, volatile: v }: ApplicationData, records: readonly number[], why: string): Effects {
  records.forEach((record) => durable.acknowledged.add(record));
  return records.map((record) => {
    const place = v.places.get(record);
    return note({ kind: 'told', record, outcome: 'ok', why, ...(place && { place }) }, { as: `told ${record}` });
  });
}

/** Remembers where the broker says that a record is (`RecordMetadata`); with acks=0 it says nothing. */
export function notePlace({ volatile: v }: ApplicationData, { record, partition, offset }: Sent): Effects {
  if (offset >= 0) v.places.set(record, { partition, offset });
  else v.places.delete(record);
  return [];
}

/** A crash before it is noted makes the application forget; one after it does not. */
export const reachAck = (when: 'before' | 'after', records: readonly number[]): Effects =>
  records.map((record) => ({ do: 'reach', when, step: 'ack', record }));

/** The application gets an exception. */
export const tellFailed = (records: readonly number[], outcome: 'fail' | 'unknown', why: string): Effects =>
  records.map((record) => note({ kind: 'told', record, outcome, why }, { as: `told ${record}` }));

/** Whether the application answers an exception with a new `send()`. */
export const resends = (p: ApplicationParameters, { volatile: v }: ApplicationData, { record }: Sent): boolean =>
  p.onError === 'resend' && (v.tries.get(record) ?? 0) < RESENDS_MAX;

/** Sends a record again after an exception, in a new `send()`. */
export function sendAgain(p: ApplicationParameters, { volatile: v }: ApplicationData, sent: Sent): Effects {
  const { record, outcome, error } = sent;
  v.tries.set(record, (v.tries.get(record) ?? 0) + 1);
  return [
    ...tellFailed([record], outcome === 'ok' ? 'unknown' : outcome, error),
    submitAgain(record),
    ...send(p, record),
  ];
}
