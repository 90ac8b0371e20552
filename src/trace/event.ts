/**
 * The vocabulary of a trace: everything that anybody may learn about a run, and all that a verdict may read.
 *
 * A trace is a list of events in the order in which they happened; `seq` is the place in that list, counted from 0. Every
 * event names its causes. Those that only let it start (a timer, a new connection, a restart) are listed in `control`
 * as well; of the others the content was needed. Records are numbered by the workload, never by a producer id or a
 * sequence number, so no protocol can forge them.
 */

/** By what a broker knows a batch again: who wrote it, in which life, and the number of its first record. */
export interface BatchStamp {
  readonly producerId: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly transactional: boolean;
}

/** One physical copy of a logical message. The same logical message has the same `id` in every lane. */
export interface MessageRef {
  /** API name, `ProduceRequest`. */
  readonly name: string;
  /** Logical identity: link, name, what it is about and the how-manieth. */
  readonly id: string;
  /** Physical copy on the wire, unique in its lane. */
  readonly copy: number;
  readonly from: string;
  readonly to: string;
  readonly connection: number;
  /** 1 for the first such message of its sender, 2 for the first retry, … */
  readonly attempt: number;
  readonly records: readonly number[];
  /** What it says, for people and for the checker of no verdict: `acks=all`, `offset 4`, `NOT_LEADER_OR_FOLLOWER`. */
  readonly says: string;
  /** Only on a batch of a producer that numbers its batches. */
  readonly stamp?: BatchStamp;
}

export type LossReason = 'dropped' | 'connectionBroke' | 'nodeDown' | 'partitioned' | 'staleConnection' | 'untrusted';

/** Why a node would not do what it was asked; the protocol's own error name is in `error`. */
export type RefusalReason =
  | 'duplicate'
  | 'outOfOrder'
  | 'fenced'
  | 'state'
  | 'replicas'
  | 'notLeader'
  | 'remembered'
  | 'conflict'
  | 'unauthorized';

/** Where a record stands. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

export type ProducerCall = 'send' | 'initTransactions' | 'beginTransaction' | 'commitTransaction' | 'abortTransaction';

export type Fact =
  /* The application and what it was told. */
  | { readonly kind: 'submit'; readonly record: number }
  | {
      readonly kind: 'told';
      readonly record: number;
      readonly outcome: 'ok' | 'fail' | 'unknown';
      readonly why: string;
      /** Where the broker said that it is (`RecordMetadata`); absent when it said nothing, as with acks=0. */
      readonly place?: Place;
    }
  /* The application calls its producer library. Each `send` is a logical record of its own, also when the application
     sends the same business record again. `initTransactions` is written when it has returned. */
  | { readonly kind: 'call'; readonly api: ProducerCall; readonly records: readonly number[] }
  /* The wire. */
  | { readonly kind: 'send'; readonly message: MessageRef }
  | { readonly kind: 'arrive'; readonly message: MessageRef }
  | { readonly kind: 'lost'; readonly message: MessageRef; readonly why: LossReason }
  | { readonly kind: 'copied'; readonly message: MessageRef; readonly of: number }
  | { readonly kind: 'connected'; readonly peer: string; readonly connection: number }
  | { readonly kind: 'disconnected'; readonly peer: string; readonly connection: number }
  | { readonly kind: 'timer'; readonly name: string }
  /* The log. */
  | {
      readonly kind: 'append';
      readonly partition: number;
      readonly offset: number;
      readonly records: readonly number[];
      readonly producerId: number;
      readonly epoch: number;
      readonly sequence: number;
      readonly transactional: boolean;
      readonly leaderEpoch: number;
      readonly copied: boolean;
      readonly remembered: number;
    }
  | {
      readonly kind: 'truncate';
      readonly partition: number;
      readonly offset: number;
      readonly records: readonly number[];
    }
  | {
      readonly kind: 'refuse';
      readonly reason: RefusalReason;
      readonly error: string;
      readonly records: readonly number[];
      readonly why: string;
    }
  | {
      readonly kind: 'watermark';
      readonly partition: number;
      readonly highWatermark: number;
      readonly lastStable: number;
      readonly logEnd: number;
    }
  | {
      readonly kind: 'marker';
      readonly partition: number;
      readonly offset: number;
      readonly producerId: number;
      readonly epoch: number;
      readonly commit: boolean;
      readonly records: readonly number[];
      /** On a follower that copied it. */
      readonly copied: boolean;
    }
  | {
      readonly kind: 'lead';
      readonly partition: number;
      readonly leader: string;
      readonly leaderEpoch: number;
      readonly isr: readonly string[];
      readonly clean: boolean;
    }
  /* Transactions and groups. */
  | {
      readonly kind: 'transaction';
      readonly id: string;
      readonly producerId: number;
      readonly epoch: number;
      readonly became: string;
    }
  | {
      readonly kind: 'assign';
      readonly member: string;
      readonly generation: number;
      readonly partitions: readonly number[];
    }
  | {
      readonly kind: 'commit';
      readonly group: string;
      readonly partition: number;
      readonly offset: number;
      readonly accepted: boolean;
      readonly error: string;
    }
  /* The worker. */
  | {
      readonly kind: 'position';
      readonly partition: number;
      readonly offset: number;
      readonly from: 'committed' | 'sink' | 'reset';
      /** It reads with `read_committed`; absent where nothing is known of isolation. */
      readonly committedOnly?: boolean;
    }
  | { readonly kind: 'deliver'; readonly record: number; readonly partition: number; readonly offset: number }
  | {
      readonly kind: 'skip';
      readonly records: readonly number[];
      readonly partition: number;
      readonly offset: number;
      readonly why: 'aborted' | 'remembered' | 'lost';
    }
  /** The application's own code, or a call into its library, threw; about these records, if about any. */
  | {
      readonly kind: 'exception';
      readonly error: string;
      readonly records: readonly number[];
      /** What the application does about it: it goes on after an abort, starts anew, or is at its end. */
      readonly leadsTo: 'abort' | 'close' | 'crash' | 'end';
    }
  | { readonly kind: 'step'; readonly step: string; readonly when: 'before' | 'after'; readonly record: number }
  /* A queue: messages that are leased one by one. */
  | { readonly kind: 'enqueue'; readonly record: number; readonly messageId: number; readonly name: string }
  | {
      readonly kind: 'lease';
      readonly record: number;
      readonly messageId: number;
      readonly worker: string;
      /** How often it has been handed out by now. */
      readonly receives: number;
    }
  | {
      readonly kind: 'settle';
      readonly record: number;
      readonly messageId: number;
      readonly worker: string;
      readonly accepted: boolean;
    }
  | {
      readonly kind: 'return';
      readonly record: number;
      readonly messageId: number;
      readonly why:
        'leaseOver' | 'released' | 'disconnected' | 'ghost' | 'redriven' | 'unknownTag' | 'keptTooLong' | 'silent';
    }
  | {
      readonly kind: 'bury';
      readonly record: number;
      readonly messageId: number;
      /** Where it is now: in the dead-letter queue, still with the queue that gave it up, or nowhere. */
      readonly to: 'deadLetters' | 'heldBack' | 'nowhere';
      readonly why: 'receives' | 'retention' | 'unroutable' | 'full' | 'rejected' | 'damaged' | 'deadLetterUntaken';
    }
  /* Where effects count. */
  | { readonly kind: 'stage'; readonly record: number }
  | { readonly kind: 'apply'; readonly record: number; readonly outside: boolean }
  | {
      readonly kind: 'absorb';
      readonly record: number;
      readonly reason: 'sameKey' | 'conflict' | 'remembered' | 'fenced';
    }
  | { readonly kind: 'remember'; readonly record: number; readonly names: number }
  | { readonly kind: 'forget'; readonly record: number; readonly names: number }
  /* What befalls nodes and links. A verdict may not read these; an explanation may. */
  | { readonly kind: 'fault'; readonly what: string; readonly pinned: number; readonly says: string }
  | { readonly kind: 'crash'; readonly power: boolean; readonly forMs: number }
  | { readonly kind: 'pause'; readonly forMs: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'wake' }
  | { readonly kind: 'cut'; readonly between: readonly [string, string]; readonly oneWay: boolean }
  | { readonly kind: 'heal'; readonly between: readonly [string, string] }
  /** Somebody has a right, or a valid certificate, again. */
  | { readonly kind: 'grant'; readonly says: string }
  | { readonly kind: 'end'; readonly ended: 'quiet' | 'limit'; readonly limit: string };

export type FactKind = Fact['kind'];

export interface EventHead {
  readonly seq: number;
  /** Virtual milliseconds since the run began. */
  readonly at: number;
  readonly node: string;
  /** 1 at first, one more after each restart of the node. */
  readonly incarnation: number;
  readonly causes: readonly number[];
  /** Those of `causes` that only let it start. */
  readonly control: readonly number[];
  /** Survives a crash of `node`. */
  readonly durable: boolean;
  /** The part of the node that this is about: a broker has one for each replica that it hosts. '': it has only one. */
  readonly part: string;
  /** The state of that part's chart when this happened. */
  readonly state: string;
}

export type TraceEvent = EventHead & Fact;
export type EventOf<K extends FactKind> = EventHead & Extract<Fact, { kind: K }>;

/** One step of a chart. A step that leads nowhere (`to` = `from`) may still have done something. */
export interface Edge {
  /** The chart's own name of what happened: a message, a timer's event, or something it told itself. */
  readonly on: string;
  readonly from: string;
  readonly to: string;
  /** The guard that held and so chose this edge; '': the edge asks nothing. */
  readonly guard: string;
}

/** An edge that a node took: what the live charts show. */
export interface Taken {
  /** The last event of the trace before it; what the node did on this edge comes right after. */
  readonly after: number;
  /** The event that set it off; -1: the run's beginning, or the outside world. */
  readonly by: number;
  readonly node: string;
  readonly part: string;
  readonly edge: Edge;
}

export interface Trace {
  readonly lane: string;
  readonly events: readonly TraceEvent[];
  /** Every edge that a chart took, in order. Follows from the events, so the digest leaves it out. */
  readonly taken: readonly Taken[];
  /** What each partition is called, by its number in `events`. */
  readonly partitions: readonly string[];
  /** In the order in which the diagram shows them. */
  readonly nodes: readonly string[];
  /** 8 hexadecimal characters over all events. */
  readonly digest: string;
  /** Pinned faults of the scenario, by index, that met nothing. */
  readonly notMet: readonly number[];
}

/** Whether an event is of this kind: `events.filter(isKind('apply'))`. */
export function isKind<K extends FactKind>(kind: K): (event: TraceEvent) => event is EventOf<K> {
  return (event): event is EventOf<K> => event.kind === kind;
}
