/** The application that owns a producer: what it is told once, what its database keeps, what it knows while it lives. */
import type { Effects, NodeData, Place } from '../../../engine/contracts';
import { firstLeader, type LeaderView } from '../../leader';
import type { Acks } from '../../log/rules/types';

/** What the application keeps in its own database, which all its instances share. */
export interface Journal {
  /** The instance that the workload goes to. */
  owner: string;
  /** The next record of the workload to send. */
  next: number;
  /** Records of which an instance noted that they were acknowledged. */
  readonly acknowledged: Set<number>;
  /** It has changed its mind about `abortsAt`. */
  changedItsMind: boolean;
}

export const newJournal = (owner: string): Journal => ({
  owner,
  next: 1,
  acknowledged: new Set(),
  changedItsMind: false,
});

export interface ApplicationParameters {
  /** The node that it runs on. */
  readonly id: string;
  /** The part of the node that is its producer client. */
  readonly client: string;
  readonly journal: Journal;
  /** Starts when this instance has been silent for so long; `undefined`: at once. */
  readonly replaces: { readonly node: string; readonly afterMs: number } | undefined;
  readonly brokers: number;
  readonly partitions: number;
  readonly records: number;
  readonly everyMs: number;
  readonly keys: number;
  /** For the words of what it was told. */
  readonly acks: Acks;
  readonly transactional: boolean;
  readonly transactionRecords: number;
  /** The record with which the application changes its mind about the transaction, once; 0: none. */
  readonly abortsAt: number;
  /** `max.block.ms`: how long a call waits that waits for the coordinator. */
  readonly maxBlockMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly reconnectBackoffMs: number;
  readonly onRestart: 'resend' | 'resume' | 'ask';
  readonly onError: 'resend' | 'report';
}

/** The reading back of the log: one question is open at a time. */
export interface ReadingBack {
  partition: number;
  offset: number;
  correlation: number;
  open: { readonly correlation: number; readonly peer: () => string; readonly again: () => Effects } | undefined;
  /** Records that the log has. */
  readonly found: Set<number>;
}

export interface ApplicationMemory {
  readonly views: readonly LeaderView[];
  readonly connected: Set<string>;
  /** Something was sent before this instance lived: its outcome may be unknown. */
  readonly inherits: boolean;
  /** Records to hand over to the client. */
  backlog: number[];
  /** Records of the open transaction. */
  transaction: number[];
  transactionTries: number;
  /** What the open transaction was last asked to do. */
  ending: '' | 'commit' | 'abort';
  /** The error that ended it, for whatever is handed to it later. */
  endedBy: string;
  /** How often the call that waits was made. */
  calls: number;
  /** Where the broker said that records are, until the application may take them for safe. */
  readonly places: Map<number, Place>;
  /** How often a record was sent again after an exception. */
  readonly tries: Map<number, number>;
  readonly reading: ReadingBack;
}

export type ApplicationData = NodeData<Journal, undefined, ApplicationMemory>;

export const freshMemory = ({ partitions }: ApplicationParameters, inherits: boolean): ApplicationMemory => ({
  views: Array.from({ length: partitions }, (_, partition) => firstLeader(partition)),
  connected: new Set(),
  inherits,
  backlog: [],
  transaction: [],
  transactionTries: 0,
  ending: '',
  endedBy: 'fenced',
  calls: 0,
  places: new Map(),
  tries: new Map(),
  reading: { partition: 0, offset: 0, correlation: 0, open: undefined, found: new Set() },
});

/** The partition of a record: that of its key. */
export const partitionFor = ({ keys, partitions }: ApplicationParameters, record: number): number =>
  ((record - 1) % keys) % partitions;
