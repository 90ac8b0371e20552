/** What a producer client is told once, and what it knows while its process lives. Nothing of it is durable. */
import type { Effects, NodeData } from '../../engine/contracts';
import { firstLeader, type LeaderView } from '../leader';
import { NO_EPOCH, NO_PRODUCER_ID, type Acks, type TransactionVersion } from '../log/rules/types';
import type { OffsetsToSend } from './talk';

export interface ClientParameters {
  /** The node that it runs on: tells the calls of one instance of the application from those of another. */
  readonly id: string;
  /** The part of the node that owns the client, and is told what became of its calls. */
  readonly app: string;
  readonly brokers: number;
  readonly partitions: number;
  readonly acks: Acks;
  readonly retries: number;
  readonly idempotent: boolean;
  /** '': not transactional. */
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly transactionVersion: TransactionVersion;
  readonly inFlightMax: number;
  readonly batchRecordsMax: number;
  readonly lingerMs: number;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
}

/** A batch between `send()` and its end. Numbers are stamped when it is first drained, and kept on every retry. */
export interface PendingBatch {
  readonly id: number;
  readonly partition: number;
  readonly records: number[];
  attempts: number;
  producerId: number;
  epoch: number;
  /** -1 until stamped. */
  sequence: number;
  /** A bump of the epoch has numbered it anew. */
  renumbered: boolean;
  notBeforeMs: number;
  /** Of the request that it is in flight with; 0: in none. */
  correlation: number;
  /** The broker that this request went to. */
  to: string;
}

/** One partition as the client sees it. Source: RecordAccumulator's deque, TransactionManager's TxnPartitionEntry. */
export interface PartitionState {
  readonly view: LeaderView;
  /** Waits to be drained: what is tried again, then what is new. */
  queue: PendingBatch[];
  /** Has a sequence and is not done, in the order of sequences: in flight, or waiting in the queue to be tried again. */
  pending: PendingBatch[];
  /** Under which identity the numbers below count. */
  producerId: number;
  epoch: number;
  nextSequence: number;
  /** -1: none. */
  lastAcked: number;
  /** A batch that had been sent expired: nobody knows whether its sequences are in the log. */
  unresolved: boolean;
}

/** The open transaction, as the client knows it. */
export interface ClientTransaction {
  /** Records of it, in the order of `send()`. */
  readonly records: number[];
  /** Partitions that the application has sent to and the coordinator has not been told of: transactions V1. */
  readonly fresh: Set<number>;
  /** Partitions that batches may be sent to. */
  readonly added: Set<number>;
  /** Offsets to commit in it, oldest first. */
  readonly offsets: { readonly of: OffsetsToSend; added: boolean }[];
  /** The coordinator may know of it: it has to be ended there. */
  started: boolean;
  ending: '' | 'commit' | 'abort';
}

/** Which API a question is of. Source: TransactionManager's TxnRequestHandlers. */
export type CoordinatorApi = 'InitProducerId' | 'AddPartitionsToTxn' | 'AddOffsetsToTxn' | 'TxnOffsetCommit' | 'EndTxn';

/** A question to the coordinator, and how it is asked again. */
export interface OpenQuestion {
  readonly correlation: number;
  readonly api: CoordinatorApi;
  /** Which partitions it would add. */
  readonly partitions: readonly number[];
  readonly again: () => Effects;
}

export interface ClientMemory {
  readonly partitions: readonly PartitionState[];
  readonly connected: Set<string>;
  /** Batches that are not done, by id. */
  readonly batches: Map<number, PendingBatch>;
  /** Batches in flight, by correlation: oldest first. */
  readonly inFlight: Map<number, PendingBatch>;
  /** How many of them each connection has. */
  readonly load: Map<string, number>;
  correlation: number;
  made: number;
  /** With which partition the next drain begins. */
  turn: number;
  producerId: number;
  epoch: number;
  /** Partitions to be numbered anew as soon as there is a new producer id. */
  readonly renumber: Set<number>;
  transaction: ClientTransaction | undefined;
  /** Transactions V1: an abort has to be followed by InitProducerId. */
  needsNewEpoch: boolean;
  /** Why only an abort is allowed, or nothing any more. */
  error: string;
  /** The one open question to the coordinator. */
  open: OpenQuestion | undefined;
}

export type ClientData = NodeData<undefined, undefined, ClientMemory>;

const freshPartition = (partition: number): PartitionState => ({
  view: firstLeader(partition),
  queue: [],
  pending: [],
  producerId: NO_PRODUCER_ID,
  epoch: NO_EPOCH,
  nextSequence: 0,
  lastAcked: -1,
  unresolved: false,
});

/** A client's memory when its process begins. */
export function freshMemory({ partitions }: ClientParameters): ClientMemory {
  return {
    partitions: Array.from({ length: partitions }, (_, partition) => freshPartition(partition)),
    connected: new Set(),
    batches: new Map(),
    inFlight: new Map(),
    load: new Map(),
    correlation: 0,
    made: 0,
    turn: 0,
    producerId: NO_PRODUCER_ID,
    epoch: NO_EPOCH,
    renumber: new Set(),
    transaction: undefined,
    needsNewEpoch: false,
    error: '',
    open: undefined,
  };
}

export const isTransactional = (p: ClientParameters): boolean => p.transactionalId !== '';

/** The partition that a batch is for. */
export const partitionOf = (v: ClientMemory, { partition }: { readonly partition: number }): PartitionState =>
  v.partitions[partition]!;
