/**
 * A transaction that commits offsets has the group's offsets partition among its partitions. With transactions V2 the group
 * coordinator adds it by itself, with V1 it asks whether the client has. Source: KIP-890, AddPartitionsToTxnManager.
 */
import type { Effects, NodeEvent } from '../../engine/contracts';
import { transactionPart } from '../addresses';
import type { KafkaError } from '../log/rules/errors';
import { bodyOf, type TxnOffsetCommitBody } from '../messages';
import type { CoordinatorParameters } from './memory';

/** `add.partitions.to.txn.retry.backoff.ms`, and how often it fits into `add.partitions.to.txn.retry.backoff.max.ms`. */
const RETRY_MS = 20;
const TRIES_MAX = 5;

/** What the group coordinator asks the transaction coordinator, and what it hears. */
export interface OffsetsAdding {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly group: string;
  readonly verifyOnly: boolean;
  /** The request that waits. */
  readonly request: NodeEvent;
  readonly tries: number;
  readonly error: KafkaError;
}

/** The request behind an event: itself, or the one that waited for the transaction coordinator. */
export const requestOf = (event: NodeEvent): NodeEvent =>
  event.type === 'offsetsAdded' || event.type === 'addDue' ? bodyOf<OffsetsAdding>(event).request : event;

/** Asks the transaction coordinator in this node. */
export function askTransaction({ transactionVersion }: CoordinatorParameters, event: NodeEvent): Effects {
  const request = requestOf(event);
  const { transactionalId, producerId, epoch, group } = bodyOf<TxnOffsetCommitBody>(request);
  const tries = event === request ? 1 : bodyOf<OffsetsAdding>(event).tries;
  const identity = { transactionalId, producerId, epoch, group };
  const body: OffsetsAdding = { ...identity, verifyOnly: transactionVersion === 1, request, tries, error: 'NONE' };
  return [{ do: 'raise', event: 'addOffsets', part: transactionPart(transactionalId), body }];
}

/** The last transaction is still being ended: with V2 the coordinator asks again by itself, for a while. */
export function isWorthAskingAgain({ transactionVersion }: CoordinatorParameters, event: NodeEvent): boolean {
  const { error, tries } = bodyOf<OffsetsAdding>(event);
  return transactionVersion === 2 && error === 'CONCURRENT_TRANSACTIONS' && tries < TRIES_MAX;
}

export function askAgainLater(event: NodeEvent): Effects {
  const asked = bodyOf<OffsetsAdding>(event);
  const { correlation } = bodyOf<TxnOffsetCommitBody>(asked.request);
  const name = `add offsets ${asked.transactionalId} ${correlation}`;
  const body: OffsetsAdding = { ...asked, tries: asked.tries + 1 };
  return [{ do: 'startTimer', name, event: 'addDue', delayMs: RETRY_MS, body }];
}
