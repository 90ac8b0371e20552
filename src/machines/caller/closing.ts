/** A caller that may not go on: what it has not sent fails, and what it has sent waits for its time-out. */
import { note, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import { giveUp, isOwn } from './calls';
import type { CallerData, CallerParameters } from './memory';

/** What the application is told once the receiver does not take a client back. Source: rabbitmq-stream-java-client, StreamProducer. */
const NOT_AVAILABLE = 'PRODUCER_NOT_AVAILABLE';

/** Who could not begin has sent nothing. Who had begun before does not know what became of what it sent. */
export function closeDown(p: CallerParameters, { volatile: v }: CallerData, event: NodeEvent): Effects {
  const { error } = bodyOf<{ readonly error: string }>(event);
  const hadBegun = v.greeted > 1;
  v.over = hadBegun ? NOT_AVAILABLE : error;
  const why = hadBegun ? 'it could not begin again on the new connection' : 'it could not begin';
  const unsent = [...v.inFlight, ...v.waiting].filter(({ attempt }) => !hadBegun || attempt <= 1);
  v.waiting = [];
  return [
    note({ kind: 'refuse', reason: 'fenced', error, records: [], why }),
    ...unsent.flatMap((call) => giveUp(p, v, call, 'fail', v.over)),
  ];
}

/** Every record that is due fails at once. */
export function failDue(p: CallerParameters, { durable, volatile: v }: CallerData, now: number): Effects {
  const due: number[] = [];
  while (durable.next <= p.records && (durable.next - 1) * p.everyMs <= now) {
    if (isOwn(p, durable.next)) due.push(durable.next);
    durable.next += 1;
  }
  return due.map((record) => note({ kind: 'told', record, outcome: 'fail', why: v.over }, { as: `told ${record}` }));
}
