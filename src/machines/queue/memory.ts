/** What a queue is told once, and what it keeps: messages, who holds them on lease, and the memory of names before it. */
import type { NodeData, NodeEvent } from '../../engine/contracts';
import { newGuard, type GuardParameters, type NameGuard } from '../guard/attachment';

export interface QueueWords {
  /** The system's own names of the answers and pushes. */
  readonly enqueued: string;
  readonly delivery: string;
  /** Absent: settling is not answered. */
  readonly settled?: string;
  readonly extended?: string;
  /** Tells a worker that its channel is closed; of queues that have channels. */
  readonly channelClosed?: string;
  /** The error of a worker who may be handed messages and may not have them decrypted; of queues that encrypt. */
  readonly sealed?: string;
}

export interface QueueParameters {
  readonly words: QueueWords;
  /** How long a message is hidden from the others once it is handed out; `untilDisconnect`: as long as the connection lives. */
  readonly lease: { readonly ms: number } | 'untilDisconnect';
  /**
   * What a settlement with an old handle does: it is taken all the same, has no effect but success, is refused, or costs the
   * worker its channel and with it all that it holds.
   */
  readonly lateSettle: 'accepted' | 'ignored' | 'error' | 'closesChannel';
  readonly order: 'none' | 'groupLock' | 'redeliverTail';
  /** Only the first so many messages are looked at for one that may be handed out; 0: all of them. */
  readonly looksAtMost: number;
  /** A message that was taken is answered. */
  readonly confirms: boolean;
  /** The message is gone as soon as it is handed out. */
  readonly autoSettle: boolean;
  /** Handed out more often than this it goes to the dead letters; 0: no limit. */
  readonly receivesMax: number;
  /**
   * What becomes of what is given up: nothing keeps it, it is kept as a dead letter, or no queue takes dead letters, and it is
   * dropped, as nobody asks whether it was taken, or held back until one does.
   */
  readonly deadLetters: 'none' | 'keep' | 'dropUntaken' | 'holdUntaken';
  /** A dead letter is as old as its stay among the dead letters, and not as the message that it was. */
  readonly deadLettersLiveAnew: boolean;
  /** So long after it was given up somebody has a dead letter moved back; 0: nobody does. */
  readonly redriveAfterMs: number;
  /** So long after it was accepted a message is dropped, wherever it is; 0: never. */
  readonly retentionMs: number;
  /** At most so many messages wait; more are dropped. 0: no limit. */
  readonly lengthMax: number;
  /** For this record a deleted message comes back once, a little after its deletion; 0: none. */
  readonly ghostRecord: number;
  /** No binding wants this record's message: it is dropped, and confirmed all the same. 0: none. */
  readonly unroutableRecord: number;
  readonly tellsUnroutable: boolean;
  readonly guard: GuardParameters | undefined;
  /** In whose names the guard tells messages apart. */
  readonly guardScope: 'queue' | 'group';
  /** Whether a message that its holder gives back has failed once more, as far as `receivesMax` goes. */
  readonly countsReleases: boolean;
  /** Without a lease by the clock: who keeps a message for longer loses its channel, and all that it holds. 0: never. */
  readonly deliveryTimeoutMs: number;
  /** A worker that cannot answer for so long is taken for gone; 0: nobody looks. */
  readonly silenceMs: number;
  /** What a loss of power leaves: all, nothing, what was there at the last message stored, or at the last flush. */
  readonly flush: 'always' | 'never' | 'enqueues' | { readonly everyMs: number };
  /** After a restart who leads has a damaged file, and cannot read this record's message nor later ones; 0: it has none. */
  readonly damagedFrom: number;
  /** Whether anything is left when the process alone dies. */
  readonly outlivesCrash: boolean;
  /** A message that is settled stays stored, out of everybody's hands. */
  readonly keepsSettled: boolean;
  /** After a restart the guard is as it was, or knows the names of the messages that are still stored. */
  readonly guardAfterRestart: 'kept' | 'rebuilt';
}

/** What a queue has that is one service for ever, tells messages apart by nothing, and has no channels to close. */
export const PLAIN_QUEUE = {
  confirms: true,
  autoSettle: false,
  looksAtMost: 0,
  lengthMax: 0,
  deadLettersLiveAnew: false,
  redriveAfterMs: 0,
  ghostRecord: 0,
  unroutableRecord: 0,
  tellsUnroutable: false,
  guard: undefined,
  guardScope: 'queue',
  countsReleases: true,
  deliveryTimeoutMs: 0,
  silenceMs: 0,
  flush: 'always',
  damagedFrom: 0,
  outlivesCrash: true,
  keepsSettled: false,
  guardAfterRestart: 'kept',
} as const satisfies Partial<QueueParameters>;

export interface QueuedMessage {
  readonly id: number;
  readonly record: number;
  readonly name: string;
  readonly key: number;
  readonly body: number;
  readonly acceptedMs: number;
  receives: number;
  /** Times that it was given back without having failed. */
  excused: number;
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
  /** How many it takes; one that stays, how many it holds at a time. */
  readonly most: number;
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
  /** Of a message that is given back: it is to stay out for so long. */
  readonly againAfterMs?: number;
}

export interface Kept {
  messages: QueuedMessage[];
  deadLetters: QueuedMessage[];
  /** Settled messages that a replica may bring back. */
  readonly settled: Map<number, QueuedMessage>;
  /** Settled messages that stay stored. */
  finished: QueuedMessage[];
  nextId: number;
  nextHandle: number;
  readonly guard: NameGuard | undefined;
}

export interface QueueMemory {
  receivers: Receiver[];
  /** Workers for whom messages are not decrypted, each with the name of the right's loss. Rights are kept elsewhere. */
  sealed: ReadonlyMap<string, string>;
  /** A flush is due. */
  flushing: boolean;
  /** What a damaged file has cost at this start. */
  unreadable: readonly QueuedMessage[];
}

/** Durable is what was flushed last, where that is less than all. */
export type QueueData = NodeData<Kept | undefined, Kept, QueueMemory>;

export const emptyQueue = (p: QueueParameters): Kept => ({
  messages: [],
  deadLetters: [],
  settled: new Map(),
  finished: [],
  nextId: 1,
  nextHandle: 1,
  guard: p.guard === undefined ? undefined : newGuard(p.guard),
});
