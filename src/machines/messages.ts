/** What the bodies of messages hold. Names follow Kafka's protocol fields where a field of that name exists. */
import type { StepName } from './worker/steps';
import type { AbortedRange } from './log/rules/abortedIndex';
import type { EpochEnd } from './log/rules/leaderEpochs';
import type { Batch, LogEntry } from './log/rules/types';

export interface ProduceBody {
  readonly correlation: number;
  readonly acks: 0 | 1 | 'all';
  readonly batch: Batch;
  readonly transactionalId: string;
}
export interface ProduceAnswer {
  readonly correlation: number;
  readonly error: string;
  readonly baseOffset: number;
}

export interface FetchBody {
  readonly correlation: number;
  readonly offset: number;
  readonly committedOnly: boolean;
  /** Whether to wait at the broker until there is something to read. */
  readonly waits: boolean;
}
export interface FetchAnswer {
  readonly correlation: number;
  readonly error: string;
  /** Whole batches, aborted ones and markers too. */
  readonly entries: readonly LogEntry[];
  readonly aborted: readonly AbortedRange[];
  readonly highWatermark: number;
}

export interface ListOffsetsBody {
  readonly correlation: number;
  readonly at: 'earliest' | 'latest';
  readonly committedOnly: boolean;
}
export interface OffsetAnswer {
  readonly correlation: number;
  readonly error: string;
  /** -1: there is none. */
  readonly offset: number;
}

/** A committed offset is the next record to read. */
export interface PartitionOffset {
  readonly partition: number;
  readonly offset: number;
}
export interface OffsetCommitBody {
  readonly correlation: number;
  readonly group: string;
  readonly offsets: readonly PartitionOffset[];
  /** '': the reader is no member of a group (it assigned the partition to itself). */
  readonly member: string;
  /** -1 with no member. */
  readonly generation: number;
  /** `group.instance.id`; '' in a dynamic member. */
  readonly instanceId: string;
}
export interface OffsetFetchBody {
  readonly correlation: number;
  readonly group: string;
  readonly partitions: readonly number[];
  /** Wait for the end of transactions that hold offsets of these partitions: what every current consumer asks for. */
  readonly requireStable: boolean;
}
export interface OffsetFetchAnswer {
  readonly correlation: number;
  readonly error: string;
  /** In the order of the question; -1: none is committed. */
  readonly offsets: readonly PartitionOffset[];
}
/** Offsets that a transaction will commit. With V2 the group coordinator itself adds its partition to the transaction. */
export interface TxnOffsetCommitBody extends OffsetCommitBody {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
}

/** One atomic write at the sink: the steps of one group of the step string, for these records. */
export interface WriteBody {
  readonly correlation: number;
  readonly steps: readonly StepName[];
  readonly records: readonly number[];
  /** Progress kept in the sink's own transaction: the next offset to read, conditional on being ahead of the stored one. */
  readonly offset: { readonly partition: number; readonly next: number } | undefined;
  /** Whose memory of names this is about: the step string's own (M), or the one in front of the sink. */
  readonly memory: 'worker' | 'sink';
  /** The record's first write looks its name up; one write of the record puts it down. */
  readonly looksUp: boolean;
  readonly putsDown: boolean;
  /** What the memory is to know the one record by, when not by its own number: the id that a queue gave its message. */
  readonly knownAs?: number;
  /** Hidden effects belong to this transaction, which the sink aborts when it stays open for too long; absent: to none. */
  readonly transaction?: string;
  /** The write's place in its transaction, by which a retry of it is known; absent: it is not known. */
  readonly sequence?: number;
  /** The name of the whole write is this batch's number; absent: each record has its own. */
  readonly batch?: number;
  /** What each record is called, in order; absent: by its number. */
  readonly names?: readonly number[];
  /** What was computed differs from one run to the next: effects of another version have another key. Absent: 0. */
  readonly version?: number;
  /** The system's own name of its answer; absent: `WriteResponse`. */
  readonly answered?: string;
}
export interface WriteAnswer {
  readonly correlation: number;
  /** Records whose name the memory already had. */
  readonly remembered: readonly number[];
  /** Refused: progress in the sink was ahead of the write (`next` says how far), or its transaction is over. '': done. */
  readonly error?: '' | 'fenced' | 'transactionOver';
  readonly next?: number;
}
/** Sets the progress that the sink keeps by hand. */
export interface AlterOffsetsBody {
  readonly correlation: number;
  readonly partition: number;
  readonly offset: number;
}
/** Decides a transaction at the sink. */
export interface CommitTransactionBody {
  readonly correlation: number;
  readonly transaction: string;
}
/** Aborts what this prefix has left open, except the transactions that will be committed. */
export interface AbortTransactionsBody {
  readonly correlation: number;
  readonly prefix: string;
  readonly keep: readonly string[];
}
/** Asks for the offsets that the sink keeps in its own transactions. */
export interface StoredOffsetsBody {
  readonly correlation: number;
  readonly partitions: readonly number[];
}
export interface StoredOffsetsAnswer {
  readonly correlation: number;
  /** In the order of the question; -1: none is stored. */
  readonly offsets: readonly PartitionOffset[];
}
export interface Correlated {
  readonly correlation: number;
}

/** Who asks, as a member of the group: of heartbeats and of leaving. */
export interface MembershipBody {
  readonly correlation: number;
  readonly group: string;
  readonly member: string;
  readonly generation: number;
  /** `group.instance.id`; '' in a dynamic member. */
  readonly instanceId: string;
}
export interface JoinBody extends MembershipBody {
  readonly protocol: 'eager' | 'cooperative';
  /** What the member still owns: nothing with the eager protocol, which gives everything up before it joins. */
  readonly owned: readonly number[];
}
export interface AssignmentAnswer {
  readonly correlation: number;
  readonly error: string;
  readonly generation: number;
  readonly partitions: readonly number[];
}

export interface InitProducerIdBody {
  readonly correlation: number;
  readonly transactionalId: string;
  readonly timeoutMs: number;
  readonly producerId: number;
  readonly epoch: number;
}
export interface ProducerIdAnswer {
  readonly correlation: number;
  readonly error: string;
  readonly producerId: number;
  readonly epoch: number;
}
export interface EndTxnBody {
  readonly correlation: number;
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly commit: boolean;
}
export interface AddPartitionsBody {
  readonly correlation: number;
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly partitions: readonly number[];
  /** Only asks whether they are in the transaction: what a leader does for a client of transactions V1. */
  readonly verifyOnly: boolean;
}
/** AddOffsetsToTxn: of clients of transactions V1. */
export interface AddOffsetsBody {
  readonly correlation: number;
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly group: string;
}
export interface ErrorAnswer {
  readonly correlation: number;
  readonly error: string;
}
export interface MarkerBody {
  readonly correlation: number;
  readonly producerId: number;
  readonly epoch: number;
  readonly coordinatorEpoch: number;
  readonly commit: boolean;
}

export interface ReplicaFetchBody {
  readonly correlation: number;
  readonly offset: number;
  /** Epoch of the follower's last record. */
  readonly lastEpoch: number;
  readonly leaderEpoch: number;
}
export interface ReplicaFetchAnswer {
  readonly error: string;
  readonly entries: readonly LogEntry[];
  readonly highWatermark: number;
  /** Where the logs part, when they do. */
  readonly diverging: EpochEnd | undefined;
}
/** Who leads, as brokers read it in the controller's metadata log (`PartitionRecord`, `PartitionChangeRecord`). */
export interface PartitionChangeBody {
  readonly leader: string;
  readonly leaderEpoch: number;
  readonly isr: readonly string[];
}
export interface AlterPartitionBody {
  readonly isr: readonly string[];
  readonly leaderEpoch: number;
}

/** The body of a message, as the one who knows its name reads it. */
export const bodyOf = <T>(event: { readonly body: unknown }): T => event.body as T;
