/** What the coordinator is told once, what it has in its replicated logs, and what it only holds in memory. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import type { TransactionVersion } from '../log/rules/types';
import type { TransactionMetadata } from './rules/transaction';

export interface CoordinatorParameters {
  readonly brokers: readonly string[];
  readonly transactionVersion: TransactionVersion;
  /** From writing a record of its own logs until it is replicated. */
  readonly appendMs: number;
  readonly retryBackoffMs: number;
}

/** `__transaction_state` and `__consumer_offsets`: replicated, so a crash of the coordinator loses nothing of it. */
export interface CoordinatorLogs {
  readonly transactions: Map<string, TransactionMetadata>;
  /** Committed offsets by `group/partition`. */
  readonly offsets: Map<string, number>;
  nextProducerId: number;
}

/** A change that is being written: applied and answered once it is replicated. */
export interface PendingAppend {
  readonly id: string;
  readonly next: TransactionMetadata;
  readonly answer: { readonly event: NodeEvent; readonly error: string } | undefined;
}

export interface CoordinatorMemory {
  readonly pending: Map<string, PendingAppend>;
  correlation: number;
  coordinatorEpoch: number;
  /** Markers on their way: correlation → transactional id. */
  readonly markers: Map<number, string>;
}

export type CoordinatorData = NodeData<CoordinatorLogs, undefined, CoordinatorMemory>;
