/** From what a poll returned to what is sent: record by record, with or without a call to somebody outside. */
import { note, type Effect, type Effects } from '../../engine/contracts';
import { SERVICE } from '../addresses';
import { callName, type RecordToSend } from '../client/talk';
import type { Polled } from '../consumer/api';
import type { ProcessorData, ProcessorMemory, ProcessorParameters } from './memory';
import { toProducer } from './talk';

export function take(v: ProcessorMemory, { records, next, group }: Polled): Effects {
  Object.assign(v, { records, next: 0, kept: undefined, group });
  next.forEach(({ partition, offset }) => v.progress.set(partition, offset));
  return [];
}

/** beginTransaction(), unless one is open. Work is to be committed so much after it began. */
export function begin(v: ProcessorMemory, p: ProcessorParameters): Effects {
  if (v.begun || v.work.length > 0) return [];
  v.isDue = false;
  const due: Effect = { do: 'startTimer', name: 'commit.interval.ms', event: 'commitDue', delayMs: p.commitIntervalMs };
  const timer: Effects = p.commitIntervalMs > 0 ? [due] : [];
  if (!p.transactional) return timer;
  v.begun = true;
  return [note({ kind: 'call', api: 'beginTransaction', records: [] }), toProducer('appBegin'), ...timer];
}

/** send(): the output keeps the number of the record that it was made of. */
export function sendOutput(v: ProcessorMemory, p: ProcessorParameters): Effects {
  const { record, partition } = v.records[v.next]!;
  v.next += 1;
  v.work.push(record);
  v.unsent += 1;
  const body: RecordToSend = { record, partition: partition + p.outputFrom };
  const relies = [`delivered ${record}`];
  return [
    note({ kind: 'call', api: 'send', records: [record] }, { as: callName(p.id, record), relies }),
    toProducer('appSend', body),
  ];
}

/** A call to somebody who knows of no transaction, and does what is asked as often as it is asked. */
export function callService(v: ProcessorMemory, p: ProcessorParameters): Effects {
  const { record } = v.records[v.next]!;
  const relies = [`delivered ${record}`];
  v.correlation += 1;
  return [
    { do: 'reach', when: 'before', step: 'outside', record, relies },
    {
      do: 'send',
      message: {
        name: 'ServiceRequest',
        to: SERVICE,
        body: { correlation: v.correlation },
        records: [record],
        about: 'call',
        says: 'do it',
        call: true,
      },
      relies,
    },
    { do: 'startTimer', name: 'call', event: 'callTimedOut', delayMs: p.requestTimeoutMs },
  ];
}

export const stopCall: Effect = { do: 'stopTimer', name: 'call' };

export function finishCall(v: ProcessorMemory): Effects {
  const { record } = v.records[v.next]!;
  return [stopCall, { do: 'reach', when: 'after', step: 'outside', record, relies: [`delivered ${record}`] }];
}

/** The processing throws, once: it stands for trouble that passes. */
export function throwOnce({ durable, volatile: v }: ProcessorData, p: ProcessorParameters): Effects {
  const { record } = v.records[v.next]!;
  durable.threw = true;
  const relies = [`delivered ${record}`];
  const leadsTo = p.transactional ? p.onException : 'close';
  return [note({ kind: 'exception', error: 'RuntimeException', records: [record], leadsTo }, { relies })];
}
