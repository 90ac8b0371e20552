/**
 * Before a transaction's first append the leader asks the transaction coordinator to add this partition (transactions
 * V2) or whether it was added (V1). Source: KIP-890, AddPartitionsToTxnManager.
 */
import type { Effect, Effects, NodeEvent } from '../../engine/contracts';
import { bodyOf, type AddPartitionsBody, type ErrorAnswer, type ProduceBody } from '../messages';
import { refuseProduce } from './appending';
import type { BrokerData, BrokerParameters } from './memory';
import { produceErrorOf, startVerification, type KafkaError } from './rules';

/** Asks the coordinator, and keeps the request until it answers. */
export function verify({ unflushed, volatile: v }: BrokerData, event: NodeEvent, now: number): Effects {
  const { batch, transactionalId } = bodyOf<ProduceBody>(event);
  const { producerId, epoch, firstSequence } = batch;
  const guard = startVerification(v.verifications, unflushed.states, { producerId, epoch, firstSequence }, now);
  v.correlation += 1;
  v.verifying.set(v.correlation, { event, guard });
  const body: AddPartitionsBody = { correlation: v.correlation, transactionalId, producerId, epoch, partitions: [0] };
  return [{ do: 'send', message: { name: 'AddPartitionsToTxnRequest', to: 'coordinator', body, records: batch.records, about: 'add', says: `${transactionalId} · epoch ${epoch}` } }];
}

/** The coordinator agrees: the request goes on where it stood, with its guard. */
export function raiseVerified({ volatile: v }: BrokerData, event: NodeEvent): Effects {
  const { correlation } = bodyOf<ErrorAnswer>(event);
  const waiting = v.verifying.get(correlation);
  v.verifying.delete(correlation);
  return [{ do: 'raise', event: 'verified', body: waiting }];
}

/** The coordinator refuses: the producer hears it in the words of the produce API. */
export function refuse(p: BrokerParameters, { volatile: v }: BrokerData, event: NodeEvent): Effects {
  const { correlation, error } = bodyOf<ErrorAnswer>(event);
  const waiting = v.verifying.get(correlation);
  v.verifying.delete(correlation);
  return waiting === undefined ? [] : refuseProduce(waiting.event, produceErrorOf(error as KafkaError, p.transactionVersion));
}

/** The connection to the coordinator broke: what waited for it is refused in a way that every client retries. */
export function failAll({ volatile: v }: BrokerData, lost: boolean): Effects {
  if (!lost) return [];
  const effects: Effect[] = [...v.verifying.values()].flatMap(({ event }) => [...refuseProduce(event, 'NOT_ENOUGH_REPLICAS')]);
  v.verifying.clear();
  return effects;
}
