/** What a transaction coordinator keeps of one transactional.id, and how its records follow one another (`TransactionMetadata`). */
import { invariant } from '../../../terms/invariant';
import type { KafkaError } from '../../log/rules/errors';
import { NO_EPOCH, NO_PRODUCER_ID } from '../../log/rules/types';
import type { TransactionVersion } from '../../log/rules/types';

export type TransactionState =
  | 'Empty'
  | 'Ongoing'
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort'
  | 'Dead'
  | 'PrepareEpochFence';

/** A topic partition by its number, or the offsets partition of a group. */
export type TransactionPartition = number | `offsets-${string}`;

const OFFSETS_PREFIX = 'offsets-';
export const offsetsPartitionOf = (group: string): TransactionPartition => `${OFFSETS_PREFIX}${group}`;
/** The group whose offsets partition this is. */
export const groupOfPartition = (partition: string): string => partition.slice(OFFSETS_PREFIX.length);

/** One record of `__transaction_state`, and the coordinator's memory of what is under way. */
export interface TransactionMetadata {
  readonly producerId: number;
  /** The producer id before the last change; -1 when there was none. */
  readonly previousProducerId: number;
  /** The producer id to go over to when the markers are out (V2, epochs used up); -1 when none. */
  readonly nextProducerId: number;
  readonly epoch: number;
  readonly lastEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  /** The state whose record is being written; nothing else may be decided until then. */
  readonly pending: TransactionState | undefined;
  readonly partitions: readonly TransactionPartition[];
  /** When the first partition was added; -1 when no transaction has begun. */
  readonly startedMs: number;
  readonly updatedMs: number;
  /** Of the last transaction: its markers say so. */
  readonly transactionVersion: TransactionVersion;
}

/** `Short.MAX_VALUE`: kept for fencing, never given to a producer. */
export const FENCING_EPOCH = 32_767;
const LAST_USABLE_EPOCH = FENCING_EPOCH - 1;

/** Whether no further epoch may be given out under this producer id. */
export function isExhausted(epoch: number): boolean {
  return epoch >= LAST_USABLE_EPOCH;
}

/** What a client is told. Producer id and epoch are -1 with every error. */
export interface Answer {
  readonly error: KafkaError;
  readonly producerId: number;
  readonly epoch: number;
}

/**
 * Either an answer now, or a record to write first: `next` is appended to the transaction log and holds when it is
 * replicated, then `answer` is given; until then the transaction is `whileWriting`. `usedFreshId`: the offered id is taken.
 */
export type Decision =
  | { readonly verdict: 'answer'; readonly answer: Answer; readonly usedFreshId: boolean }
  | {
      readonly verdict: 'write';
      readonly next: TransactionMetadata;
      readonly whileWriting: TransactionMetadata;
      readonly answer: Answer;
      readonly usedFreshId: boolean;
    };

export function refuseWith(error: KafkaError): Decision {
  return { verdict: 'answer', answer: errorAnswer(error), usedFreshId: false };
}

export function errorAnswer(error: KafkaError): Answer {
  return { error, producerId: NO_PRODUCER_ID, epoch: NO_EPOCH };
}

export function succeedWith(producerId: number, epoch: number, usedFreshId = false): Decision {
  return { verdict: 'answer', answer: { error: 'NONE', producerId, epoch }, usedFreshId };
}

export interface WriteMore {
  readonly usedFreshId?: boolean;
  /** What the coordinator holds already while the record is written; by default the state before. */
  readonly held?: TransactionMetadata;
}

/** A transition: the record `change` makes of `before`, with the bookkeeping that all transitions share. */
export function writeRecord(
  before: TransactionMetadata,
  change: Partial<TransactionMetadata>,
  answer: Answer,
  nowMs: number,
  more: WriteMore = {},
): Decision {
  const next = {
    ...before,
    pending: undefined,
    previousProducerId: before.producerId,
    nextProducerId: NO_PRODUCER_ID,
    updatedMs: nowMs,
    ...change,
  };
  invariant(
    isLegal(before.state, next.state, next.transactionVersion),
    `a transaction goes from ${before.state} to ${next.state}`,
  );
  const held = more.held ?? before;
  return {
    verdict: 'write',
    next,
    whileWriting: { ...held, pending: next.state },
    answer,
    usedFreshId: more.usedFreshId ?? false,
  };
}

const IDLE: readonly TransactionState[] = ['Empty', 'CompleteCommit', 'CompleteAbort'];

/** Whether no transaction is open or being ended. */
export function isIdle(state: TransactionState): boolean {
  return IDLE.includes(state);
}

export function isPreparing(state: TransactionState): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}

/** By state: the states before it (`TransactionState.validPreviousStates`). */
const PREVIOUS: Readonly<Record<TransactionState, readonly TransactionState[]>> = {
  Empty: IDLE,
  Ongoing: ['Ongoing', ...IDLE],
  PrepareCommit: ['Ongoing'],
  PrepareAbort: ['Ongoing', 'PrepareEpochFence'],
  CompleteCommit: ['PrepareCommit'],
  CompleteAbort: ['PrepareAbort'],
  Dead: IDLE,
  PrepareEpochFence: ['Ongoing'],
};

/** Whether a transaction may go from one state to the other. With V2 one to which nothing was added may be aborted. */
export function isLegal(from: TransactionState, to: TransactionState, version: TransactionVersion): boolean {
  return PREVIOUS[to].includes(from) || (version === 2 && to === 'PrepareAbort' && isIdle(from));
}
