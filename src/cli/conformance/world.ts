/** The cluster that a case is played against: the very data of the lanes' brokers and coordinators, and a clock. */
import { freshMemory, emptyLog, type BrokerData, type BrokerParameters } from '../../machines/log/memory';
import { freshFollower } from '../../machines/log/replica';
import { effectiveMinIsr, type Snapshot } from '../../machines/log/rules';
import type { GroupOffsets, GroupState, TransactionMetadata } from '../../machines/coordinator/rules';
import type { CaseFile, Fields } from './caseFile';

/** A producer as the case's steps name it. */
export interface Named {
  pid: number;
  epoch: number;
  transactionalId: string | null;
}

/** One replica of a partition on one broker. */
export interface Replica {
  readonly broker: number;
  readonly p: BrokerParameters;
  readonly data: BrokerData;
  /** In the order in which they were taken; the first may hold what the case gave and no record tells. */
  snapshots: Snapshot[];
  /** Its fetches are held back. */
  held: boolean;
}

export interface Partition {
  readonly number: number;
  /** -1: nobody leads. */
  leader: number;
  leaderEpoch: number;
  isr: readonly number[];
  /** The case has set the in-sync set: it stays. */
  isrIsSet: boolean;
  /** In the order of assignment. */
  readonly replicas: readonly Replica[];
}

export interface Member {
  instanceId: string | null;
  /** Of the consumer protocol. */
  epoch: number;
  lastSeenMs: number;
}

export interface Group {
  protocol: 'classic' | 'consumer';
  state: GroupState;
  generation: number;
  /** In the order of joining; the first leads. */
  readonly members: Map<string, Member>;
  readonly offsets: GroupOffsets;
  /** Members that wait for the rebalance to end, with where their answers go. */
  readonly joins: Map<string, Later>;
  /** Member ids that were given out and shut out since. */
  readonly past: Set<string>;
  /** When a rebalance ends whoever is still missing; -1: none goes on. */
  deadlineMs: number;
  /** Whether the rebalance waits for a new group's further members, and whether one came since. */
  gathering: 'no' | 'quiet' | 'cameSince';
}

/** An answer that may come later. */
export interface Later {
  answer: Fields | undefined;
}

/** An acks=all append that waits for the replicas. */
export interface Waiting {
  readonly later: Later;
  readonly partition: Partition;
  readonly leaderEpoch: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly deadlineMs: number;
  readonly answer: Fields;
}

export interface World {
  readonly shape: CaseFile;
  now: number;
  readonly live: Set<number>;
  readonly partitions: readonly Partition[];
  readonly transactions: Map<string, TransactionMetadata>;
  /** Transactional ids whose markers wait for `markersComplete`. */
  readonly heldMarkers: Set<string>;
  /** Markers that are in a log and not acknowledged: by transactional id, then partition, the marker's offset. */
  readonly markers: Map<string, Map<number, number>>;
  coordinatorEpoch: number;
  /** The broker that hosts the coordinators; -1: none is up. */
  coordinatorHost: number;
  nextProducerId: number;
  readonly groups: Map<string, Group>;
  /** By group: its partition of `__consumer_offsets`. */
  readonly groupLogs: Map<string, Replica>;
  readonly named: Map<string, Named>;
  /** What each record of the case holds, by its id, which counts from 1. */
  readonly values: unknown[];
  /** The case moves the high watermark itself. */
  readonly watermarkIsSet: boolean;
  /** By partition and guard: the name that steps see. */
  readonly guardNames: Map<string, string>;
  waiting: readonly Waiting[];
}

/** Away from the small numbers that cases give outright. */
const FIRST_PRODUCER_ID = 1_000;

export const idOf = (broker: number): string => String(broker);

/** A setting of the cluster by Kafka's name, as a number. */
export function settingOf({ shape }: World, name: string, byDefault: number): number {
  return numberOf(shape.cluster.config, name, byDefault);
}

/** What is no number of 0 or more counts as not given. */
function numberOf(config: CaseFile['cluster']['config'], name: string, byDefault: number): number {
  const value = Number(config.get(name) ?? byDefault);
  return Number.isFinite(value) && value >= 0 ? value : byDefault;
}

/** An empty cluster of the case's shape. */
export function newWorld(shape: CaseFile): World {
  const { brokers, partitions } = shape.cluster;
  return {
    shape,
    now: 0,
    live: new Set(Array.from({ length: brokers }, (_, broker) => broker)),
    partitions: Array.from({ length: partitions }, (_, number) => newPartition(shape, number)),
    transactions: new Map(),
    heldMarkers: new Set(),
    markers: new Map(),
    coordinatorEpoch: 0,
    coordinatorHost: 0,
    nextProducerId: FIRST_PRODUCER_ID,
    groups: new Map(),
    groupLogs: new Map(),
    named: new Map(),
    values: [null],
    watermarkIsSet: shape.steps.some((step) => step.do === 'setHighWatermark'),
    guardNames: new Map(),
    waiting: [],
  };
}

function newPartition(shape: CaseFile, number: number): Partition {
  const brokers = Array.from({ length: shape.cluster.replicationFactor }, (_, broker) => broker);
  const replicas = brokers.map((broker) => newReplica(shape, number, broker, brokers));
  return { number, leader: 0, leaderEpoch: 0, isr: brokers, isrIsSet: false, replicas };
}

/** An empty replica; the first broker's leads. */
export function newReplica(shape: CaseFile, partition: number, broker: number, brokers: readonly number[]): Replica {
  const { minInsyncReplicas, transactionVersion, verification, config } = shape.cluster;
  const p: BrokerParameters = {
    id: idOf(broker),
    partition,
    replicas: brokers.map(idOf),
    minIsr: effectiveMinIsr(minInsyncReplicas, brokers.length),
    lagMaxMs: numberOf(config, 'replica.lag.time.max.ms', 30_000),
    requestTimeoutMs: numberOf(config, 'request.timeout.ms', 30_000),
    reconnectBackoffMs: 0,
    flushEvery: numberOf(config, 'log.flush.interval.messages', Number.MAX_SAFE_INTEGER),
    transactional: true,
    transactionVersion,
    verificationEnabled: verification,
  };
  const volatile = freshMemory(p, true);
  volatile.followers = new Map(p.replicas.filter((id) => id !== p.id).map((id) => [id, freshFollower(0)]));
  const data: BrokerData = {
    durable: { flushed: 0, logStart: 0, highWatermark: 0 },
    unflushed: emptyLog(),
    volatile,
  };
  return { broker, p, data, snapshots: [], held: false };
}

/** The replica that leads and is up; `undefined` when nobody does. */
export const leaderOf = ({ live }: World, partition: Partition): Replica | undefined =>
  live.has(partition.leader) ? partition.replicas.find(({ broker }) => broker === partition.leader) : undefined;

/** Puts the records' values away; returns their ids. */
export function recordsOf(world: World, count: number, values: readonly unknown[] | undefined): number[] {
  return Array.from({ length: count }, (_, place) => world.values.push(values?.[place] ?? null) - 1);
}
