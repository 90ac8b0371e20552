/** What the coordinator does with a decision of the rules: it answers, or writes a record first. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import type { CoordinatorData, CoordinatorParameters, PendingAppend } from './memory';
import type * as rules from './rules';

/** The transaction as the coordinator sees it now. */
export const currentOf = (
  { durable, volatile: v }: CoordinatorData,
  id: string,
): rules.TransactionMetadata | undefined => v.held.get(id) ?? durable.transactions.get(id);

/** Gives the rules' answer, or begins to write their record. */
export function carryOut(
  p: CoordinatorParameters,
  data: CoordinatorData,
  id: string,
  decision: rules.Decision,
  event: NodeEvent | undefined,
): Effects {
  if (decision.verdict === 'answer')
    return event === undefined ? [] : [...refusalNote(id, decision.answer, event), answer(event, decision.answer)];
  if (decision.usedFreshId) data.durable.nextProducerId += 1;
  data.volatile.held.set(id, decision.whileWriting);
  const pending: PendingAppend = { id, next: decision.next, answer: decision.answer, event };
  return [{ do: 'startTimer', name: `append ${id}`, event: 'logAppended', delayMs: p.appendMs, body: pending }];
}

/** The answer to whoever asked. */
export function answer(event: NodeEvent, given: rules.Answer, relies: readonly string[] = []): Effect {
  const { correlation } = bodyOf<{ correlation: number }>(event);
  const name = event.type.replace('Request', 'Response');
  const says = given.error === 'NONE' ? `producer id ${given.producerId}, epoch ${given.epoch}` : given.error;
  return {
    do: 'send',
    message: {
      name,
      to: event.from,
      body: { correlation, ...given },
      records: event.records,
      about: event.about,
      says,
      answers: event,
    },
    relies,
  };
}

function refusalNote(id: string, { error }: rules.Answer, event: NodeEvent): Effects {
  if (error !== 'PRODUCER_FENCED' && error !== 'INVALID_TXN_STATE') return [];
  const reason = error === 'PRODUCER_FENCED' ? 'fenced' : 'state';
  return [note({ kind: 'refuse', reason, error, records: event.records, why: id }, { relies: [`transaction ${id}`] })];
}
