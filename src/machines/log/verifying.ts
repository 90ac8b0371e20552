/**
 * Before a transaction's first append the leader asks the transaction coordinator to add this partition (transactions
 * V2) or whether it was added (V1). Source: KIP-890, AddPartitionsToTxnManager.
 */
import type { Effects, NodeEvent } from '../../engine/contracts';
import { COORDINATOR, transactionPart } from '../addresses';
import { bodyOf, type AddPartitionsBody, type ErrorAnswer, type ProduceBody } from '../messages';
import { refuseProduce } from './answering';
import type { BrokerData, BrokerMemory, BrokerParameters, Verifying } from './memory';
import { NO_GUARD, produceErrorOf, startVerification, type KafkaError } from './rules';

export type { Verifying };

/** `add.partitions.to.txn.retry.backoff.ms`, and how often it fits into `add.partitions.to.txn.retry.backoff.max.ms`. */
const RETRY_MS = 20;
const TRIES_MAX = 5;

/** Begins a verification: the request is kept until the coordinator answers. */
export const verify = (p: BrokerParameters, data: BrokerData, event: NodeEvent, now: number): Effects =>
  begin(p, data, { event, tries: 1 }, now);

/** Asks again, with the guard that stands now: the last transaction's marker used the first one up (`ReplicaManager`). */
export const verifyAgain = (p: BrokerParameters, data: BrokerData, due: NodeEvent, now: number): Effects =>
  begin(p, data, due.body as Verifying, now);

/** A stale epoch is refused without asking; a transaction that another request has opened meanwhile needs no question. */
function begin(p: BrokerParameters, data: BrokerData, asked: Omit<Verifying, 'guard'>, now: number): Effects {
  const { unflushed, volatile: v } = data;
  const { transactionVersion } = p;
  const { batch } = bodyOf<ProduceBody>(asked.event);
  const begun = startVerification(v.verifications, unflushed.states, batch, { nowMs: now, transactionVersion });
  if (begun.error !== 'NONE') return refuseProduce(p, asked.event, begun.error);
  const waiting: Verifying = { ...asked, guard: begun.guard };
  return begun.guard === NO_GUARD ? [{ do: 'raise', event: 'verified', body: waiting }] : ask(p, data, waiting);
}

/** Asks the coordinator. */
function ask(p: BrokerParameters, { volatile: v }: BrokerData, verifying: Verifying): Effects {
  const { batch, transactionalId } = bodyOf<ProduceBody>(verifying.event);
  const { producerId, epoch, records } = batch;
  v.correlation += 1;
  v.verifying.set(v.correlation, verifying);
  const partitions = [p.partition];
  const identity = { transactionalId, producerId, epoch };
  const verifyOnly = p.transactionVersion === 1;
  const body: AddPartitionsBody = { correlation: v.correlation, ...identity, partitions, verifyOnly };
  const says = `${transactionalId} · epoch ${epoch}`;
  return [
    {
      do: 'send',
      message: {
        name: 'AddPartitionsToTxnRequest',
        to: COORDINATOR,
        part: transactionPart(transactionalId),
        body,
        records,
        about: 'add',
        says,
      },
    },
  ];
}

function take(v: BrokerMemory, event: NodeEvent): Verifying | undefined {
  const { correlation } = bodyOf<ErrorAnswer>(event);
  const waiting = v.verifying.get(correlation);
  v.verifying.delete(correlation);
  return waiting;
}

/** The last transaction is still being ended: with V2 the broker asks again by itself, for a while. */
export function isWorthAskingAgain(p: BrokerParameters, { volatile: v }: BrokerData, event: NodeEvent): boolean {
  const { correlation, error } = bodyOf<ErrorAnswer>(event);
  return (
    p.transactionVersion === 2 &&
    error === 'CONCURRENT_TRANSACTIONS' &&
    (v.verifying.get(correlation)?.tries ?? TRIES_MAX) < TRIES_MAX
  );
}

export function askAgainLater({ volatile: v }: BrokerData, event: NodeEvent): Effects {
  const waiting = take(v, event);
  if (waiting === undefined) return [];
  const body: Verifying = { ...waiting, tries: waiting.tries + 1 };
  const { correlation } = bodyOf<ErrorAnswer>(event); // Requests of one producer share a guard, but not their timers.
  return [{ do: 'startTimer', name: `verify ${correlation}`, event: 'verifyDue', delayMs: RETRY_MS, body }];
}

/** The coordinator agrees: the request goes on where it stood, with its guard. */
export function raiseVerified({ volatile: v }: BrokerData, event: NodeEvent): Effects {
  return [{ do: 'raise', event: 'verified', body: take(v, event) }];
}

/** The coordinator refuses: the producer hears it in the words of the produce API. */
export function refuse(p: BrokerParameters, { volatile: v }: BrokerData, event: NodeEvent): Effects {
  const waiting = take(v, event);
  const { error } = bodyOf<ErrorAnswer>(event);
  return waiting === undefined
    ? []
    : refuseProduce(p, waiting.event, produceErrorOf(error as KafkaError, p.transactionVersion));
}

/** The coordinator's answers will not come, or help nobody: what waits for them is refused so that its client tries again. */
export function failAll(p: BrokerParameters, { volatile: v }: BrokerData, error: KafkaError): Effects {
  const effects: Effects = [...v.verifying.values()].flatMap(({ event }) => refuseProduce(p, event, error));
  v.verifying.clear();
  return effects;
}

/** It was to be asked again, by a broker that no longer leads. */
export const refuseDue = (p: BrokerParameters, due: NodeEvent): Effects =>
  refuseProduce(p, (due.body as Verifying).event, 'NOT_LEADER_OR_FOLLOWER');
