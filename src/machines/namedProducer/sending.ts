/** Messages on their way: handed over, gathered, sent, answered, sent again, given up. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import type { PublishBody, RegisterAnswer } from '../topic/memory';
import { reachOf } from '../worker/reaching';
import type { NamedProducerData, NamedProducerMemory, NamedProducerParameters, Parcel } from './memory';
import { isStoredBy, nextNumber, partitionOf } from './numbering';

/** Every record that is due and this producer's is handed over. */
export function submit(p: NamedProducerParameters, data: NamedProducerData, now: number): Effects {
  return due(p, data, now).flatMap((record) => makeCall(p, data, record));
}

/** The records that have become due. */
export function due(p: NamedProducerParameters, { durable }: NamedProducerData, now: number): readonly number[] {
  const records: number[] = [];
  while (durable.next <= p.records && (durable.next - 1) * p.everyMs <= now) {
    if (p.takes(durable.next)) records.push(durable.next);
    durable.next += 1;
  }
  return records;
}

/** The application hands a record over, for the first time or again: its number is fixed from here on. */
export function makeCall(
  p: NamedProducerParameters,
  { durable, volatile: v }: NamedProducerData,
  record: number,
): Effects {
  const call = (durable.calls.get(record) ?? 0) + 1;
  durable.calls.set(record, call);
  const relies = call === 1 ? [] : [`submit ${record}`];
  const fact = note({ kind: 'submit', record }, { as: `submit ${record}`, relies });
  const partition = partitionOf(p, v, record);
  return [fact, ...gather(p, v, { record, partition, sequence: nextNumber(p, v, record, partition) })];
}

interface Numbered {
  readonly record: number;
  readonly partition: number;
  readonly sequence: number;
}

/** Puts it with those that wait for company, where it fits; else those go first. */
function gather(p: NamedProducerParameters, v: NamedProducerMemory, numbered: Numbered): Effects {
  const { record, partition, sequence } = numbered;
  const old = sequence <= (v.pushed[partition] ?? -1);
  v.pushed[partition] = Math.max(v.pushed[partition] ?? -1, sequence);
  if (v.gathering !== undefined && !old && fits(v.gathering, numbered)) {
    v.gathering.records.push(record);
    return v.gathering.records.length < p.batchMax ? [] : closeBatch(v);
  }
  const closing = closeBatch(v);
  v.made += 1;
  const { made: id } = v;
  v.gathering = { id, partition, sequence, records: [record], old, attempt: 0, correlation: 0 };
  const timeout = timer(`timeout ${id}`, 'sendTimedOut', p.sendTimeoutMs, id);
  if (p.batchMax === 1) return [...closing, ...(p.sendTimeoutMs === 0 ? [] : [timeout]), ...closeBatch(v)];
  return [...closing, ...(p.sendTimeoutMs === 0 ? [] : [timeout]), timer('batch', 'batchOver', p.batchDelayMs)];
}

const timer = (name: string, event: string, delayMs: number, body?: number): Effect => ({
  do: 'startTimer',
  name,
  event,
  delayMs,
  body,
});

/** What may be a repetition goes alone: the broker judges a batch by its first number. Source: Pulsar's ProducerImpl. */
const fits = (open: Parcel, { partition, sequence }: Numbered): boolean =>
  !open.old && open.partition === partition && open.sequence + open.records.length === sequence;

/** Nobody joins this batch any more. */
export function closeBatch(v: NamedProducerMemory): Effect[] {
  if (v.gathering === undefined) return [];
  v.unsent.push(v.gathering);
  v.gathering = undefined;
  return [{ do: 'stopTimer', name: 'batch' }];
}

/** A restarted application: what it cannot remember was stored is handed over again, left alone, or asked about. */
export function recover(p: NamedProducerParameters, data: NamedProducerData, event: NodeEvent): Effects {
  const { durable, volatile: v } = data;
  const answered = bodyOf<RegisterAnswer>(event);
  if (p.standbyFor !== '') return takeOver(p, data, answered);
  if (v.life === 1 || p.onRestart === 'resume') return [];
  const doubtful: number[] = [];
  for (let record = 1; record < durable.next; record += 1)
    if (p.takes(record) && !durable.confirmed.has(record)) doubtful.push(record);
  return doubtful.flatMap((record) =>
    p.onRestart === 'askBroker' && isStoredBy(p, answered, record)
      ? tellStored(data, record, 'the broker has it')
      : makeCall(p, data, record),
  );
}

/** Whoever takes over goes on behind what the topic has. */
function takeOver(p: NamedProducerParameters, { durable }: NamedProducerData, answered: RegisterAnswer): Effects {
  while (durable.next <= p.records && isStoredBy(p, answered, durable.next)) durable.next += 1;
  return [];
}

/** Sends what may be sent now. */
export function send(p: NamedProducerParameters, { volatile: v }: NamedProducerData): Effects {
  const effects: Effect[] = [];
  while (v.registered && v.unsent.length > 0 && v.inFlight.length < p.pendingMax) {
    const parcel = v.unsent.shift()!;
    v.inFlight.push(parcel);
    effects.push(...attempt(p, v, parcel));
  }
  return effects;
}

function attempt(p: NamedProducerParameters, v: NamedProducerMemory, parcel: Parcel): Effects {
  v.correlation += 1;
  parcel.correlation = v.correlation;
  parcel.attempt += 1;
  const { records, partition, sequence, attempt: tried } = parcel;
  const body: PublishBody = {
    correlation: v.correlation,
    producer: v.name,
    partition,
    records: [...records],
    sequence,
    transaction: '',
  };
  const again = tried > 1 ? ` · attempt ${tried}` : '';
  const numbers = records.length === 1 ? `${sequence}` : `${sequence} to ${sequence + records.length - 1}`;
  return [
    ...records.map((record) => reachOf('before', 'send', record)),
    {
      do: 'send',
      message: {
        name: p.words.publish,
        as: 'publish',
        to: p.to,
        body,
        records: [...records],
        about: 'publish',
        says: `${v.name} ${numbers}${again}`,
      },
      relies: records.map((record) => `submit ${record}`),
    },
    ...records.map((record) => reachOf('after', 'send', record)),
  ];
}

/** The broker has it, or had it before: the application cannot tell these two apart. */
export function noteStored(data: NamedProducerData, parcel: Parcel): Effects {
  return [...land(data.volatile, parcel), ...parcel.records.flatMap((record) => tellStored(data, record, 'confirmed'))];
}

function tellStored({ durable }: NamedProducerData, record: number, why: string): Effects {
  durable.confirmed.add(record);
  return [note({ kind: 'told', record, outcome: 'ok', why }, { as: `told ${record}` })];
}

function land(v: NamedProducerMemory, parcel: Parcel): Effect[] {
  v.inFlight = v.inFlight.filter((other) => other !== parcel);
  v.unsent = v.unsent.filter((other) => other !== parcel);
  if (v.gathering === parcel) v.gathering = undefined;
  return [{ do: 'stopTimer', name: `timeout ${parcel.id}` }];
}

/** The connection is gone: what was not answered on it is sent again on the next one, in order, under the same numbers. */
export function queueInFlight(v: NamedProducerMemory): Effects {
  v.registered = false;
  v.unsent.unshift(...v.inFlight);
  v.inFlight = [];
  return [];
}

/** The library gives a message up. A job of the application may send the record once more. */
export function giveUp(p: NamedProducerParameters, { durable, volatile: v }: NamedProducerData, id: number): Effects {
  const parcel = [...v.inFlight, ...v.unsent, ...(v.gathering === undefined ? [] : [v.gathering])].find(
    (one) => one.id === id,
  );
  if (parcel === undefined) return [];
  const told = parcel.records.flatMap((record): Effect[] => {
    const again = p.jobAgainMs > 0 && durable.calls.get(record) === 1;
    return [
      note({ kind: 'told', record, outcome: 'unknown', why: 'TimeoutException' }, { as: `told ${record}` }),
      ...(again
        ? [{ do: 'startTimer', name: `job ${record}`, event: 'jobDue', delayMs: p.jobAgainMs, body: record } as const]
        : []),
    ];
  });
  return [...land(v, parcel), ...told];
}

/** This producer is shut out: whatever is not stored has failed. */
export function failAll(v: NamedProducerMemory, error: string): Effects {
  v.over = error;
  const closing = closeBatch(v);
  const parcels = [...v.inFlight, ...v.unsent];
  const landed = parcels.flatMap((parcel) => land(v, parcel));
  return [
    ...closing,
    ...landed,
    ...fail(
      parcels.flatMap(({ records }) => records),
      error,
    ),
  ];
}

/** The application is told that these have failed. */
export const fail = (records: readonly number[], why: string): Effects =>
  records.map((record) => note({ kind: 'told', record, outcome: 'fail', why }, { as: `told ${record}` }));
