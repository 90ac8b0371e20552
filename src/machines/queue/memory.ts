/** What a queue is told once, and what it keeps: messages, who holds them on lease, and the memory of names before it. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import { newGuard, type GuardParameters, type NameGuard } from '../guard/attachment';

export interface QueueWords {
  /** The system's own names of the answers and pushes. */
  readonly enqueued: string;
  readonly delivery: string;
  readonly settled: string;
  readonly extended: string;
}

export interface QueueParameters {
  readonly words: QueueWords;
  /** How long a message is hidden from the others once it is handed out; `untilDisconnect`: as long as the connection lives. */
  readonly lease: { readonly ms: number } | 'untilDisconnect';
  /** What a settlement with an old handle does: it is taken all the same, has no effect but success, or is refused. */
  readonly lateSettle: 'accepted' | 'ignored' | 'error';
  readonly order: 'none' | 'groupLock' | 'redeliverTail';
  /** The message is gone as soon as it is handed out. */
  readonly autoSettle: boolean;
  /** Handed out more often than this it goes to the dead letters; 0: no limit. */
  readonly receivesMax: number;
  readonly deadLetters: 'none' | 'keep';
  /** So long after it was accepted a message is dropped, wherever it is; 0: never. */
  readonly retentionMs: number;
  /** At most so many messages wait; more are dropped. 0: no limit. */
  readonly lengthMax: number;
  /** A deleted message comes back once, so long after its deletion, for this record; 0: none. */
  readonly ghostRecord: number;
  readonly ghostAfterMs: number;
  /** No binding wants this record's message: it is dropped, and confirmed all the same. 0: none. */
  readonly unroutableRecord: number;
  readonly tellsUnroutable: boolean;
  /** Whether messages outlive a loss of power that comes before they are flushed. */
  readonly durable: boolean;
  readonly guard: GuardParameters | undefined;
  /** In whose names the guard tells messages apart. */
  readonly guardScope: 'queue' | 'group';
}

export interface QueuedMessage {
  readonly id: number;
  readonly record: number;
  readonly name: string;
  readonly key: number;
  readonly body: number;
  readonly acceptedMs: number;
  receives: number;
  lease: Lease | undefined;
  redelivered: boolean;
}

export interface Lease {
  /** New with every handing-out: only the newest may settle. */
  readonly handle: number;
  readonly worker: string;
  readonly connection: number;
}

/** A worker that asks for messages, or lets itself be sent some. */
export interface Receiver {
  readonly event: NodeEvent;
  readonly worker: string;
  /** How many more it takes. */
  room: number;
  /** Answers one question, or goes on as long as the connection does. */
  readonly stays: boolean;
}

export interface ReceiveBody {
  readonly correlation: number;
  readonly most: number;
  readonly stays: boolean;
}
export interface DeliveredMessage {
  readonly id: number;
  readonly record: number;
  readonly handle: number;
  readonly name: string;
  readonly receives: number;
  readonly redelivered: boolean;
  readonly body: number;
}
export interface DeliveryAnswer {
  readonly correlation: number;
  readonly messages: readonly DeliveredMessage[];
}
export interface SettleBody {
  readonly correlation: number;
  readonly id: number;
  readonly handle: number;
}

export interface Kept {
  messages: QueuedMessage[];
  deadLetters: QueuedMessage[];
  /** Settled messages that a replica may bring back. */
  readonly settled: Map<number, QueuedMessage>;
  nextId: number;
  nextHandle: number;
  readonly guard: NameGuard | undefined;
}

export interface QueueMemory {
  receivers: Receiver[];
}

export type QueueData = NodeData<Kept | undefined, Kept, QueueMemory>;

export const emptyQueue = (p: QueueParameters): Kept => ({
  messages: [],
  deadLetters: [],
  settled: new Map(),
  nextId: 1,
  nextHandle: 1,
  guard: p.guard === undefined ? undefined : newGuard(p.guard),
});
