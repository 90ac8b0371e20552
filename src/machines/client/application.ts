/** The application around the producer: it takes records from the workload, and is told what became of them. */
import { note, type Effect, type Effects, type ProducerCall } from '../../engine/contracts';
import type { Journal, ProducerData, ProducerMemory, ProducerParameters } from './memory';

/** The application hands every record that is due to `send()`. */
export function submit(p: ProducerParameters, { durable, volatile: v }: ProducerData, now: number): Effects {
  const effects: Effect[] = [];
  while (durable.next <= p.records && dueAtMs(p, durable.next) <= now) {
    const record = durable.next;
    durable.next += 1;
    v.backlog.push(record);
    effects.push(note({ kind: 'submit', record }, { as: `submit ${record}` }));
  }
  return effects;
}

const dueAtMs = (p: ProducerParameters, record: number): number => (record - 1) * p.everyMs;

/** Waits for the workload's next record; the workload is the outside world, so its timer is no event of the run. */
export function expectNext(p: ProducerParameters, { durable }: ProducerData, now: number): Effects {
  if (durable.next > p.records) return [];
  const delayMs = Math.max(0, dueAtMs(p, durable.next) - now);
  return [{ do: 'startTimer', name: 'outside.workload', event: 'recordDue', delayMs }];
}

/**
 * After a restart: what the application cannot remember was acknowledged is sent again, given up, or sent again only when
 * the log does not have it.
 */
export function recoverBacklog(p: ProducerParameters, { durable, volatile: v }: ProducerData): Effects {
  if (!v.restarted || p.onRestart === 'resume') return [];
  const doubtful = sentBefore(durable).filter((record) => !v.found.has(record));
  v.backlog = doubtful;
  return doubtful.map((record) =>
    note({ kind: 'submit', record }, { as: `submit ${record}`, relies: [`submit ${record}`] }),
  );
}

function sentBefore({ next, acknowledged }: Journal): number[] {
  const records: number[] = [];
  for (let record = 1; record < next; record += 1) if (!acknowledged.has(record)) records.push(record);
  return records;
}

/** The application calls its producer library; of a call that waits for an answer, it has returned. */
export function called(api: ProducerCall, records: readonly number[]): Effect {
  return note({ kind: 'call', api, records: [...records] });
}

/** The application is told that records are safe, and notes it. */
export function tellOk({ durable, volatile: v }: ProducerData, records: readonly number[], why: string): Effects {
  records.forEach((record) => durable.acknowledged.add(record));
  return records.map((record) => {
    const place = v.places.get(record);
    return note({ kind: 'told', record, outcome: 'ok', why, ...(place && { place }) }, { as: `told ${record}` });
  });
}

/** Where the broker says that the records of an answered batch are. */
export function notePlaces({ places }: ProducerMemory, records: readonly number[], baseOffset: number): void {
  records.forEach((record, index) => places.set(record, { partition: 0, offset: baseOffset + index }));
}

/** The application gets an exception; `unknown` when the record may be in the log all the same. */
export function tellFailed(records: readonly number[], outcome: 'fail' | 'unknown', why: string): Effects {
  return records.map((record) => note({ kind: 'told', record, outcome, why }, { as: `told ${record}` }));
}

export function reachAck(when: 'before' | 'after', records: readonly number[]): Effects {
  return records.map((record) => ({ do: 'reach', when, step: 'ack', record }));
}

/** Everything that waits fails: the producer is fenced or has lost its right to write. */
export function failEverything(v: ProducerMemory, why: string): Effects {
  const waiting = [...v.transaction, ...v.backlog];
  v.queue = [];
  v.inFlight = [];
  v.backlog = [];
  v.transaction = [];
  return tellFailed([...new Set(waiting)], 'fail', why);
}
