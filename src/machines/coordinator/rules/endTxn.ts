/**
 * EndTxn: commit or abort (`TransactionCoordinator.endTransaction`, KIP-98 for V1, KIP-890 for V2, KAFKA-18464). With V2 the
 * epoch goes up at Prepare, so a repeated request is known by its epoch, and a late one of the last transaction is refused.
 */
import { invariant } from '../../../terms/invariant';
import type { KafkaError } from '../../log/rules/errors';
import { NO_PRODUCER_ID } from '../../log/rules/types';
import type { TransactionVersion } from '../../log/rules/types';
import type { Identity } from './initProducerId';
import { FENCING_EPOCH, errorAnswer, isExhausted, refuseWith, writeRecord } from './transaction';
import type { Answer, Decision, TransactionMetadata, TransactionState } from './transaction';

export interface EndRequest extends Identity {
  readonly transactionalId: string;
  readonly commit: boolean;
  /** Of the request: version 5 and later of EndTxn is V2. A client changes it between transactions only. */
  readonly transactionVersion: TransactionVersion;
}

export interface EndContext {
  readonly freshProducerId: number;
  readonly nowMs: number;
}

/** A cell of the tables: write Prepare, answer success as it stands, or refuse. */
type Cell = 'prepare' | KafkaError;
type Row = Readonly<Record<'commit' | 'abort', Cell>>;
type RetryRow = Readonly<Record<'commit' | 'abort' | 'commitRetry' | 'abortRetry', Cell>>;
type Ending = Exclude<TransactionState, 'Dead' | 'PrepareEpochFence'>;

const FIRST_VERSION: Readonly<Record<Ending, Row>> = {
  Ongoing: { commit: 'prepare', abort: 'prepare' },
  PrepareCommit: { commit: 'CONCURRENT_TRANSACTIONS', abort: 'INVALID_TXN_STATE' },
  PrepareAbort: { commit: 'INVALID_TXN_STATE', abort: 'CONCURRENT_TRANSACTIONS' },
  CompleteCommit: { commit: 'NONE', abort: 'INVALID_TXN_STATE' },
  CompleteAbort: { commit: 'INVALID_TXN_STATE', abort: 'NONE' },
  Empty: { commit: 'INVALID_TXN_STATE', abort: 'INVALID_TXN_STATE' },
};

const FENCED = 'PRODUCER_FENCED';

const SECOND_VERSION: Readonly<Record<Ending, RetryRow>> = {
  Ongoing: { commit: 'prepare', commitRetry: FENCED, abort: 'prepare', abortRetry: FENCED },
  PrepareCommit: {
    commit: FENCED,
    commitRetry: 'CONCURRENT_TRANSACTIONS',
    abort: FENCED,
    abortRetry: 'INVALID_TXN_STATE',
  },
  PrepareAbort: {
    commit: FENCED,
    commitRetry: 'INVALID_TXN_STATE',
    abort: FENCED,
    abortRetry: 'CONCURRENT_TRANSACTIONS',
  },
  CompleteCommit: {
    commit: 'INVALID_TXN_STATE',
    commitRetry: 'NONE',
    abort: 'prepare',
    abortRetry: 'INVALID_TXN_STATE',
  },
  CompleteAbort: {
    commit: 'INVALID_TXN_STATE',
    commitRetry: 'INVALID_TXN_STATE',
    abort: 'prepare',
    abortRetry: 'NONE',
  },
  Empty: { commit: 'INVALID_TXN_STATE', commitRetry: FENCED, abort: 'prepare', abortRetry: FENCED },
};

/** Answers EndTxn. Its version decides by which table (`TransactionVersion.transactionVersionForEndTxn`). */
export function endTxn(metadata: TransactionMetadata | undefined, request: EndRequest, context: EndContext): Decision {
  if (request.transactionalId === '') return refuseWith('INVALID_REQUEST');
  if (metadata === undefined) return refuseWith('INVALID_PRODUCER_ID_MAPPING');
  return request.transactionVersion === 2 ? endTxnV2(metadata, request, context) : endTxnV1(metadata, request, context);
}

/**
 * V1: the epoch must be the stored one; a repeated request is known by the state alone. A pending record comes after the
 * identity (`endTransactionWithTV1`).
 */
function endTxnV1(metadata: TransactionMetadata, request: EndRequest, context: EndContext): Decision {
  if (metadata.producerId !== request.producerId) return refuseWith('INVALID_PRODUCER_ID_MAPPING');
  if (metadata.epoch !== request.epoch) return refuseWith('PRODUCER_FENCED');
  if (metadata.pending !== undefined) return refuseWith('CONCURRENT_TRANSACTIONS');
  const cell = FIRST_VERSION[ending(metadata)][request.commit ? 'commit' : 'abort'];
  return decide(cell, metadata, request, context);
}

/**
 * V2: the stored epoch means this transaction, one less than that means the last one, asked for again. A pending record comes
 * first, since it may be the one of the producer id that the client uses already (KAFKA-18464).
 */
function endTxnV2(metadata: TransactionMetadata, request: EndRequest, context: EndContext): Decision {
  if (metadata.pending !== undefined) return refuseWith('CONCURRENT_TRANSACTIONS');
  const afterOverflow = isRetryAfterOverflow(metadata, request);
  if (metadata.producerId !== request.producerId && !afterOverflow) return refuseWith('INVALID_PRODUCER_ID_MAPPING');
  const isRetry = afterOverflow || metadata.epoch === request.epoch + 1;
  if (!isRetry && metadata.epoch !== request.epoch) return refuseWith('PRODUCER_FENCED');
  const row = SECOND_VERSION[ending(metadata)];
  const cell = isRetry ? row[request.commit ? 'commitRetry' : 'abortRetry'] : row[request.commit ? 'commit' : 'abort'];
  return decide(cell, metadata, request, context);
}

/** The epochs of the old producer id were used up by the transaction that this request once ended. */
function isRetryAfterOverflow(metadata: TransactionMetadata, request: EndRequest): boolean {
  return (
    metadata.previousProducerId === request.producerId && request.epoch === FENCING_EPOCH - 1 && metadata.epoch === 0
  );
}

function ending(metadata: TransactionMetadata): Ending {
  const { state } = metadata;
  invariant(state !== 'Dead' && state !== 'PrepareEpochFence', `EndTxn never meets ${state}`);
  return state;
}

function decide(cell: Cell, metadata: TransactionMetadata, request: EndRequest, context: EndContext): Decision {
  if (cell === 'NONE') return { verdict: 'answer', answer: successAnswer(request, metadata), usedFreshId: false };
  return cell === 'prepare' ? prepare(metadata, request, context) : refuseWith(cell);
}

/** Writes the decision. From then on the transaction is committed or aborted, whatever crashes. */
function prepare(metadata: TransactionMetadata, request: EndRequest, context: EndContext): Decision {
  const bumps = request.transactionVersion === 2;
  const overflows = bumps && isExhausted(metadata.epoch);
  const epoch = bumps ? metadata.epoch + 1 : metadata.epoch;
  const change = {
    state: request.commit ? 'PrepareCommit' : 'PrepareAbort',
    epoch,
    lastEpoch: bumps ? metadata.epoch : metadata.lastEpoch,
    nextProducerId: overflows ? context.freshProducerId : NO_PRODUCER_ID,
    startedMs: metadata.state === 'Ongoing' ? metadata.startedMs : context.nowMs,
    transactionVersion: request.transactionVersion,
  } as const;
  const next = overflows ? { producerId: context.freshProducerId, epoch: 0 } : { ...metadata, epoch };
  return writeRecord(metadata, change, successAnswer(request, next), context.nowMs, { usedFreshId: overflows });
}

/** With V2 success brings the identity for the next transaction, with V1 none: the client keeps its own. */
function successAnswer({ transactionVersion }: EndRequest, { producerId, epoch }: Identity): Answer {
  return transactionVersion === 2 ? { error: 'NONE', producerId, epoch } : errorAnswer('NONE');
}
