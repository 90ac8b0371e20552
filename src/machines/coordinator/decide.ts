/** Asks the rules what a request amounts to. Asked by guards and by actions alike: it changes nothing. */
import type { NodeEvent } from '../../engine/contracts';
import {
  bodyOf,
  type AddOffsetsBody,
  type AddPartitionsBody,
  type EndTxnBody,
  type InitProducerIdBody,
} from '../messages';
import type { OffsetsAdding } from './adding';
import { currentOf } from './carryOut';
import type { CoordinatorData, CoordinatorParameters } from './memory';
import * as rules from './rules';

/** The decision about a client's, a leader's or the group coordinator's request. */
export function decide(
  p: CoordinatorParameters,
  data: CoordinatorData,
  id: string,
  event: NodeEvent,
  now: number,
): rules.Decision {
  const metadata = currentOf(data, id);
  const freshProducerId = data.durable.nextProducerId;
  const { transactionVersion } = p;
  switch (event.type) {
    case 'InitProducerIdRequest':
      return rules.initProducerId(metadata, initRequest(event), { freshProducerId, nowMs: now, transactionVersion });
    case 'EndTxnRequest':
      return rules.endTxn(
        metadata,
        { ...bodyOf<EndTxnBody>(event), transactionVersion },
        { freshProducerId, nowMs: now },
      );
    default:
      return rules.addPartitions(metadata, addRequest(p, event), now);
  }
}

function initRequest(event: NodeEvent): rules.InitRequest {
  const { transactionalId, timeoutMs, producerId, epoch } = bodyOf<InitProducerIdBody>(event);
  const identity = producerId < 0 ? {} : { identity: { producerId, epoch } };
  return { transactionalId, timeoutMs, ...identity };
}

/** Topic partitions, or the offsets partition of a group. */
function addRequest({ transactionVersion }: CoordinatorParameters, event: NodeEvent): rules.AddRequest {
  const body = bodyOf<AddPartitionsBody | AddOffsetsBody | OffsetsAdding>(event);
  const { transactionalId, producerId, epoch } = body;
  const partitions = 'partitions' in body ? body.partitions : [rules.offsetsPartitionOf(body.group)];
  return { transactionalId, producerId, epoch, partitions, transactionVersion };
}

/** Whether a leader, or the group coordinator, only asks what is in the transaction already (clients of V1). */
export const onlyVerifies = (event: NodeEvent): boolean => bodyOf<{ verifyOnly: boolean }>(event).verifyOnly;

/** The answer to such a question: the first error among its partitions. */
export function verificationAnswer(
  p: CoordinatorParameters,
  data: CoordinatorData,
  id: string,
  event: NodeEvent,
): rules.Answer {
  const answers = [...rules.verifyPartitions(currentOf(data, id), addRequest(p, event)).values()];
  return rules.errorAnswer(answers.find((error) => error !== 'NONE') ?? 'NONE');
}
