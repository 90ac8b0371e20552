/** What a worker does when it may not do a step: its exception, and when it asks its queue for the next message. */
import { note, type Asked, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf, type ErrorAnswer } from '../messages';
import type { HandlerMemory, HandlerParameters } from './memory';

/** Asks for messages so much later. */
export const receiveIn = (delayMs: number, more: { readonly whenAllowed?: Asked } = {}): Effect => ({
  do: 'startTimer',
  name: 'receive',
  event: 'receiveDue',
  delayMs,
  ...more,
});

/** The step is refused, and the handler throws: nobody settles the message, so its lease runs out. */
export function letGo(v: HandlerMemory, event: NodeEvent): Effects {
  const records = v.current === undefined ? [] : [v.current.record];
  v.current = undefined;
  const { error } = bodyOf<ErrorAnswer>(event);
  const why = 'the handler threw an exception';
  return [{ do: 'stopTimer', name: 'request' }, note({ kind: 'refuse', reason: 'state', error, records, why })];
}

/**
 * Goes on with the next message after its back-off. When the same record is refused a second time nothing new can come of
 * further attempts until the right is given back: they are not drawn, and so a run ends.
 */
export function receiveAfterDenial(v: HandlerMemory, { backoffMs }: HandlerParameters, event: NodeEvent): Effects {
  const { open } = v;
  v.open = undefined;
  const isSecond = event.records.some((record) => v.denied.has(record));
  event.records.forEach((record) => v.denied.add(record));
  if (open === undefined || !isSecond) return [receiveIn(backoffMs)];
  const { question, peer: of } = open;
  return [receiveIn(backoffMs, { whenAllowed: { question, of } })];
}
