/** What the coordinator does with a decision of the rules: it answers, or writes a record first. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { GROUP } from '../addresses';
import { bodyOf, type Correlated } from '../messages';
import type { OffsetsAdding } from './adding';
import type { CoordinatorData, CoordinatorParameters, PendingAppend } from './memory';
import type * as rules from './rules';

/** The transaction as the coordinator sees it now. */
export const currentOf = (
  { durable, volatile: v }: CoordinatorData,
  id: string,
): rules.TransactionMetadata | undefined => v.held.get(id) ?? durable.transactions.get(id);

/** Begins to write the record of a decision; it holds, and whoever asked is answered, once it is replicated. */
export function write(
  p: CoordinatorParameters,
  data: CoordinatorData,
  id: string,
  decision: rules.Decision,
  event: NodeEvent | undefined,
): Effects {
  if (decision.verdict === 'answer') return [];
  if (decision.usedFreshId) data.durable.nextProducerId += 1;
  data.volatile.held.set(id, decision.whileWriting);
  const body: PendingAppend = { next: decision.next, answer: decision.answer, event };
  return [{ do: 'startTimer', name: 'append', event: 'logAppended', delayMs: p.appendMs, body }];
}

/** The answer to whoever asked, and the refusal written down when it shuts somebody out. */
export function refuseOrAnswer(id: string, event: NodeEvent, given: rules.Answer): Effects {
  return [...refusalNote(id, given, event), answer(event, given)];
}

/** The answer to whoever asked: over the wire, or to the group coordinator in this node. */
export function answer(event: NodeEvent, given: rules.Answer, relies: readonly string[] = []): Effect {
  if (event.type === 'addOffsets') {
    const body: OffsetsAdding = { ...bodyOf<OffsetsAdding>(event), error: given.error };
    return { do: 'raise', event: 'offsetsAdded', part: GROUP, body };
  }
  const { correlation } = bodyOf<Correlated>(event);
  const name = event.type.replace('Request', 'Response');
  const says = given.producerId < 0 ? given.error : `producer id ${given.producerId}, epoch ${given.epoch}`;
  const { from: to, records, about } = event;
  const body = { correlation, ...given };
  return { do: 'send', message: { name, to, body, records, about, says, answers: event }, relies };
}

function refusalNote(id: string, { error }: rules.Answer, event: NodeEvent): Effects {
  if (error !== 'PRODUCER_FENCED' && error !== 'INVALID_TXN_STATE') return [];
  const reason = error === 'PRODUCER_FENCED' ? 'fenced' : 'state';
  return [note({ kind: 'refuse', reason, error, records: event.records, why: id }, { relies: [`transaction ${id}`] })];
}
