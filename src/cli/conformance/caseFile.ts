/** A conformance case: a script of requests with the answers that real Kafka gives. What is optional here has a default. */
import type { AbortedRange } from '../../machines/log/rules';

export type Isolation = 'read_committed' | 'read_uncommitted';
export type Version = 1 | 2;

export interface CaseFile {
  readonly id: string;
  readonly source: string;
  readonly cluster: ClusterShape;
  readonly holdMarkers: boolean;
  readonly given: Given;
  readonly steps: readonly Step[];
}

export interface ClusterShape {
  readonly brokers: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly transactionVersion: Version;
  readonly verification: boolean;
  /** Settings of brokers and topics by Kafka's names; those that no rule here reads change nothing. */
  readonly config: ReadonlyMap<string, number | string | boolean>;
}

export interface GivenBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

export interface GivenProducer {
  readonly epoch: number;
  readonly coordinatorEpoch: number;
  readonly openTransactionAt: number | null;
  readonly batches: readonly GivenBatch[];
}

export interface GivenPartition {
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly leaderEpoch: number;
  readonly producers: ReadonlyMap<number, GivenProducer>;
}

export interface GivenTransaction {
  readonly pid: number;
  readonly epoch: number;
  readonly lastEpoch: number;
  readonly previousPid: number;
  readonly nextPid: number;
  readonly state: string;
  readonly pending: string | null;
  readonly partitions: readonly number[];
  readonly timeoutMs: number;
  readonly startedMs: number;
  /** `null`: the cluster's. */
  readonly transactionVersion: Version | null;
}

export interface GivenMember {
  readonly instanceId: string | null;
  /** Of the consumer protocol; `null`: the group's generation. */
  readonly epoch: number | null;
}

export interface GivenGroup {
  readonly state: string;
  readonly protocol: 'classic' | 'consumer';
  readonly generation: number;
  readonly members: ReadonlyMap<string, GivenMember>;
  readonly offsets: ReadonlyMap<number, number>;
  readonly pending: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

export interface Given {
  readonly partitions: ReadonlyMap<number, GivenPartition>;
  readonly transactions: ReadonlyMap<string, GivenTransaction>;
  readonly groups: ReadonlyMap<string, GivenGroup>;
  readonly nextPid: number | null;
}

/** One record of a fetched log that a `deliver` step writes out. */
export interface WrittenRecord {
  readonly offset: number;
  readonly pid?: number;
  readonly value?: unknown;
  readonly marker?: 'COMMIT' | 'ABORT';
}

/** One step. Which fields mean something is a matter of `do`; the rest is `undefined`. */
export interface Step {
  readonly do: string;
  readonly expect?: Fields;
  readonly async?: boolean;
  readonly retry?: boolean;
  readonly as?: string;
  readonly from?: string;
  readonly producer?: string;
  readonly epochAdd?: number;
  readonly pid?: number;
  readonly epoch?: number;
  readonly transactionalId?: string | null;
  readonly transactionTimeoutMs?: number;
  readonly partition?: number;
  readonly replica?: number;
  readonly sequence?: number;
  readonly sequenceEnd?: number;
  readonly records?: number;
  readonly log?: readonly WrittenRecord[];
  readonly transactional?: boolean;
  readonly acks?: number;
  readonly values?: readonly unknown[];
  readonly partitions?: readonly number[];
  readonly group?: string;
  readonly offsets?: ReadonlyMap<number, number>;
  readonly generation?: number;
  readonly member?: string;
  readonly instanceId?: string | null;
  readonly commit?: boolean;
  readonly keep?: boolean;
  readonly coordinatorEpoch?: number;
  readonly transactionVersion?: Version;
  readonly offset?: number;
  readonly isolation?: Isolation;
  readonly deliver?: boolean;
  readonly at?: 'latest' | 'earliest';
  readonly requireStable?: boolean;
  readonly aborted?: readonly AbortedRange[];
  readonly origin?: 'client' | 'coordinator' | 'replication';
  readonly guard?: 'current' | 'stale' | 'none';
  readonly ms?: number;
  readonly step?: number;
  readonly what?: 'abortTimedOut' | 'expireProducers' | 'expireTransactionalIds';
  readonly coordinator?: 'transaction' | 'group';
  readonly broker?: number;
  readonly brokers?: readonly number[];
  readonly clean?: boolean;
}

/** An answer, or what is expected of one. */
export interface Fields {
  readonly [name: string]: unknown;
}
