/** What a topic's broker is told once, what storage keeps of the topic, and what the broker alone knows. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import type { MarkPair, MarkRule, MarkSnapshot } from './marks';

export interface TopicWords {
  /** The system's own names of what the broker says. */
  readonly registered: string;
  readonly stored: string;
  readonly notStored: string;
  readonly delivery: string;
  /** Absent: an acknowledgement outside every transaction is not answered. */
  readonly settled?: string;
  readonly settledInTransaction: string;
  readonly fetched: string;
  /** Tells a peer that the broker has given its connection up. */
  readonly closed: string;
  /** Tell a client that one producer, or one consumer, of its has been closed; absent: as `closed`. */
  readonly producerClosed?: string;
  readonly consumerClosed?: string;
}

export interface TopicParameters {
  readonly words: TopicWords;
  readonly partitions: number;
  /** The number that its first partition has in the trace. */
  readonly firstPartition: number;
  /** How long a write to storage takes. */
  readonly writeMs: number;
  /** The first write of this record fails, after so long; 0: none does. */
  readonly failingRecord: number;
  readonly failingMs: number;
  /** Absent: nothing is told apart. */
  readonly dedup: DedupParameters | undefined;
  /** Whether a producer of a name that is in use is turned away, or takes the place of who had it. */
  readonly sameName: 'refuse' | 'fence';
  /** Who is silent for so long has lost its connection; 0: nobody looks. */
  readonly silenceMs: number;
  /** A message that is not acknowledged for so long goes to somebody again; 0: never. */
  readonly ackTimeoutMs: number;
  /** So long after it was given back a message is handed out again. */
  readonly redeliveryDelayMs: number;
  /** Acknowledgements count for single messages of a batch; without, a batch is done when all of it is. */
  readonly batchIndexAck: boolean;
  /** What its readers see of transactions. */
  readonly isolation: 'committed' | 'everything';
}

export interface DedupParameters {
  readonly rule: MarkRule;
  /** The marks are saved after so many entries. */
  readonly snapshotEntries: number;
  /** The marks of a producer that is away for longer are forgotten; 0: never. */
  readonly inactivityMs: number;
}

/** An entry of the log: a message, a batch of them, or the marker that ends a transaction. */
export interface TopicEntry {
  readonly offset: number;
  readonly partition: number;
  readonly records: readonly number[];
  /** The number of its first message; the others follow it. */
  readonly firstId: number;
  readonly producer: string;
  /** The highest number in it: what the producer's mark is raised to. */
  readonly highest: number;
  /** '': none. */
  readonly transaction: string;
}

export interface TopicTransaction {
  state: 'open' | 'committed' | 'aborted';
  readonly entries: TopicEntry[];
}

export interface TopicLog {
  readonly entries: TopicEntry[];
  end: number;
  snapshot: MarkSnapshot;
  sinceSnapshot: number;
}

/** What BookKeeper keeps: logs, cursors, transactions. */
export interface TopicKept {
  readonly logs: readonly TopicLog[];
  nextId: number;
  /** Messages that are done, by number. */
  readonly acked: Set<number>;
  /** Messages that an open transaction has acknowledged. */
  readonly pending: Map<number, string>;
  readonly transactions: Map<string, TopicTransaction>;
  /** Records whose failing write has failed. */
  readonly failed: Set<number>;
  /** How many names were generated. */
  generated: number;
  /** Names as the trace counts them. */
  readonly producers: Map<string, number>;
}

export interface PublishBody {
  readonly correlation: number;
  readonly producer: string;
  readonly partition: number;
  readonly records: readonly number[];
  /** Of the first message; the others have the numbers after it. */
  readonly sequence: number;
  readonly transaction: string;
}

export interface PublishAnswer {
  readonly correlation: number;
  readonly error: '' | 'MessageDupUnknown' | 'PersistenceError' | 'ProducerFenced' | 'NotConnected' | 'NotAllowedError';
  readonly known: boolean;
}

export interface RegisterBody {
  readonly correlation: number;
  /** '': the broker gives it one. */
  readonly name: string;
}

export interface RegisterAnswer {
  readonly correlation: number;
  readonly name: string;
  /** By partition: the highest number that is persisted under the name; -1: none. */
  readonly last: readonly number[];
}

export interface TopicAckBody {
  readonly correlation: number;
  readonly id: number;
  readonly transaction: string;
}

export interface TopicAckAnswer {
  readonly correlation: number;
  readonly error: '' | 'TransactionConflict' | 'TransactionNotFound';
}

export interface EndBody {
  readonly correlation: number;
  readonly transaction: string;
  readonly commit: boolean;
}

/** A write that waits for storage. */
export interface PendingWrite {
  readonly event: NodeEvent;
  readonly body: PublishBody;
}

export interface TopicReceiver {
  readonly worker: string;
  readonly connection: number;
  readonly most: number;
  readonly correlation: number;
}

export interface TopicLease {
  readonly handle: number;
  readonly worker: string;
  readonly connection: number;
}

export interface Registered {
  readonly worker: string;
  readonly connection: number;
}

/** What dies with the broker. */
export interface TopicMemory {
  marks: readonly MarkPair[];
  /** Producers that are connected, by name. */
  readonly connected: Map<string, Registered>;
  /** Who waits for a name that is in use. */
  applicants: NodeEvent[];
  /** Since when a producer is away, by name. */
  readonly away: Map<string, number>;
  writes: PendingWrite[];
  receivers: TopicReceiver[];
  readonly leases: Map<number, TopicLease>;
  /** Messages of a batch that is not done as a whole. */
  readonly partly: Set<number>;
  /** Given back, and not yet to be handed out. */
  readonly resting: Set<number>;
  readonly receives: Map<number, number>;
  nextHandle: number;
  /** Readers by position that wait for something to read. */
  waiting: NodeEvent[];
}

export type TopicData = NodeData<TopicKept, undefined, TopicMemory>;

export const emptyTopic = (p: TopicParameters): TopicKept => ({
  logs: Array.from({ length: p.partitions }, () => ({
    entries: [],
    end: 0,
    snapshot: { marks: new Map(), from: 0 },
    sinceSnapshot: 0,
  })),
  nextId: 1,
  acked: new Set(),
  pending: new Map(),
  transactions: new Map(),
  failed: new Set(),
  generated: 0,
  producers: new Map(),
});

export const freshTopicMemory = (p: TopicParameters): TopicMemory => ({
  marks: Array.from({ length: p.partitions }, () => ({ pushed: new Map(), persisted: new Map() })),
  connected: new Map(),
  applicants: [],
  away: new Map(),
  writes: [],
  receivers: [],
  leases: new Map(),
  partly: new Set(),
  resting: new Set(),
  receives: new Map(),
  nextHandle: 1,
  waiting: [],
});
