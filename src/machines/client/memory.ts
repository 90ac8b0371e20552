/** What a producer and its application are told once, and what they know: durably, and while the process lives. */
import type { Effects, NodeData, Place } from '../../engine/contracts';
import { firstLeader, type LeaderView } from '../leader';
import { NO_EPOCH, NO_PRODUCER_ID, type Acks, type TransactionVersion } from '../log/rules/types';

export interface ProducerParameters {
  readonly brokers: number;
  readonly records: number;
  readonly everyMs: number;
  readonly acks: Acks;
  readonly retries: number;
  readonly idempotent: boolean;
  /** '': not transactional. */
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly transactionVersion: TransactionVersion;
  readonly transactionRecords: number;
  readonly inFlightMax: number;
  readonly batchRecordsMax: number;
  readonly lingerMs: number;
  readonly deliveryTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly reconnectBackoffMs: number;
  readonly onRestart: 'resend' | 'resume' | 'ask';
}

/** A batch between `send()` and its end. Sequences are stamped when it is first drained, and kept on every retry. */
export interface PendingBatch {
  readonly id: number;
  readonly records: number[];
  readonly createdMs: number;
  attempts: number;
  /** -1 until stamped. */
  sequence: number;
  epoch: number;
  notBeforeMs: number;
  correlation: number;
}

/** What the application keeps in its own database. */
export interface Journal {
  /** The next record of the workload to send. */
  next: number;
  /** Records of which it noted that they were acknowledged. */
  readonly acknowledged: Set<number>;
}

export interface ProducerMemory {
  view: LeaderView;
  connected: Set<string>;
  correlation: number;
  made: number;
  producerId: number;
  epoch: number;
  nextSequence: number;
  lastAckedSequence: number;
  /** A batch that had been sent expired: nobody knows whether its sequences are in the log. */
  unresolved: boolean;
  /** Records handed over by the application, not yet in a batch. */
  backlog: number[];
  queue: PendingBatch[];
  inFlight: PendingBatch[];
  /** Where the broker said that records are, until the application is told. */
  readonly places: Map<number, Place>;
  /** Records of the open transaction. */
  transaction: number[];
  transactionTries: number;
  /** The one open question to the coordinator, or the read-back from the log. */
  open: { readonly correlation: number; readonly peer: () => string; readonly again: () => Effects } | undefined;
  /** What the read-back found in the log, and where it goes on. */
  found: Set<number>;
  readFrom: number;
  restarted: boolean;
}

export type ProducerData = NodeData<Journal, undefined, ProducerMemory>;

/** A producer's volatile memory at a start. */
export function freshMemory(restarted: boolean): ProducerMemory {
  return {
    view: firstLeader(0),
    connected: new Set(),
    correlation: 0,
    made: 0,
    producerId: NO_PRODUCER_ID,
    epoch: NO_EPOCH,
    nextSequence: 0,
    lastAckedSequence: -1,
    unresolved: false,
    backlog: [],
    queue: [],
    inFlight: [],
    places: new Map(),
    transaction: [],
    transactionTries: 0,
    open: undefined,
    found: new Set(),
    readFrom: 0,
    restarted,
  };
}

export const isTransactional = (p: ProducerParameters): boolean => p.transactionalId !== '';
