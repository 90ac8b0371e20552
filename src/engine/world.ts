/** One lane in the middle of a run: its nodes, its connections, what is due, and what has been written down. */
import type { CrashWeather, Fault, NetworkWeather, RunLimits } from '../scenario/scenario';
import type { MessageRef } from '../trace/event';
import type { Recorder } from '../trace/recorder';
import type { SystemDescription } from '../scenario/catalog';
import type { AnyRole, Asked, Effect, NodeData, NodeEvent, Part, RightPlan } from './contracts';
import type { Queue } from './queue';
import type { Stepper } from './stepMachine';

/** What let an event happen: the trace events before it, and whether they only let it start. */
export interface Trigger {
  readonly seqs: readonly number[];
  readonly control: boolean;
}

/** A turn: the rest of what a node has to do about one event. Kept when a pause interrupts it. */
export interface Turn {
  readonly part: PartState;
  readonly event: NodeEvent;
  readonly trigger: Trigger;
  readonly actions: string[];
  readonly effects: Effect[];
}

/** One chart of a node: where it stands. */
export interface PartState {
  readonly name: string;
  readonly part: Part<NodeData>;
  readonly stepper: Stepper;
  state: string;
}

/** Something that a node is about to be told. */
export interface Word {
  readonly event: NodeEvent;
  readonly trigger: Trigger;
  /** The timer that it is the end of: a word that is not told yet is taken back by whoever stops the timer. */
  readonly timer?: Timer;
}

export interface NodeState {
  readonly id: string;
  readonly role: AnyRole;
  readonly parts: readonly PartState[];
  /** The part whose turn it is, or was last. */
  acting: PartState;
  data: NodeData;
  status: 'up' | 'paused' | 'down';
  incarnation: number;
  /** The turn that a pause interrupted. */
  interrupted: Turn | undefined;
  /** What came while it was paused, oldest first. */
  inbox: Word[];
  /** What its parts are still to be told of this moment: by itself, or because an event is for several parts. */
  raised: Word[];
  /** Running timers by key. */
  timers: Map<string, Timer>;
  lastSeq: number;
}

export interface Flight {
  readonly message: MessageRef;
  readonly event: NodeEvent;
  /** The sending's trace event. */
  readonly sentSeq: number;
  gone: boolean;
}

/** One TCP connection from the node that opened it (`client`) to the other (`server`). */
export interface Connection {
  readonly id: number;
  readonly client: string;
  readonly server: string;
  open: boolean;
  /** Of a call: who alone can take the answer, and whether somebody is to be told when there will be none. */
  readonly call:
    | {
        readonly incarnation: number;
        readonly part: string;
        readonly body: unknown;
        readonly lostAfterMs: number | undefined;
      }
    | undefined;
  /** Closed by the node that opened it: what still comes to that node is lost. */
  abandoned: boolean;
  /** Broken by a cut that neither end has noticed. */
  stalled: boolean;
  readonly flights: Set<Flight>;
  /** The latest arrival on the way to each end: within one connection, order holds. */
  lastArrivalAt: { client: number; server: number };
}

/** Messages of one connection that a server takes one at a time. */
export interface InTurn {
  readonly server: string;
  /** The one that was called up and is about to be taken. */
  next: Flight | undefined;
  readonly waiting: { readonly flight: Flight; readonly connection: Connection }[];
}

export interface Waiting {
  readonly client: string;
  readonly server: string;
  readonly backoffMs: number;
  readonly sinceMs: number;
  readonly trigger: Trigger;
}

/** A node that wants to know when a peer has been unable to answer for a while. */
export interface Watch {
  readonly node: string;
  readonly peer: string;
  readonly silenceMs: number;
  /** The silence that is running out; 0: the peer can answer. */
  token: number;
  silent: boolean;
}

export interface Cut {
  readonly between: readonly [string, string];
  readonly oneWay: boolean;
}

/** A timer that waits until its node may ask what it is to ask. */
export interface Parked {
  readonly timer: Timer;
  readonly asks: Asked;
  readonly sinceMs: number;
  readonly everyMs: number;
}

/** A right that a principal does not have any more, or a certificate of its that has expired. */
export interface Loss {
  readonly principal: string;
  /** `Write on topic`, `certificate`. */
  readonly what: string;
  /** `Write on topic of producer`. */
  readonly says: string;
  /** Of the trace event that told of it: what a refusal relies on. */
  readonly name: string;
  /** The nodes that act in the principal's name. */
  readonly nodes: readonly string[];
  /** On which node it is told. */
  readonly keeper: string;
  /** Absent: it is the certificate. */
  readonly right: RightPlan | undefined;
  /** Connections up to this number were open then, and by node, this life of it had begun. */
  readonly since: { readonly connection: number; readonly lives: ReadonlyMap<string, number> };
  readonly cause: number;
}

/** A pinned fault and how often its place was met so far. */
export interface Pin {
  readonly index: number;
  readonly fault: Fault;
  met: number;
  struck: boolean;
}

/** A timer of a node. A stopped one stays in the queue and is passed over there: it does not even move the clock. */
export interface Timer {
  readonly what: 'timer';
  readonly node: string;
  /** Its name among all timers of the node. */
  readonly key: string;
  readonly name: string;
  readonly event: NodeEvent;
  readonly cause: number;
  stopped: boolean;
  /** No run waits for it. */
  isIdle: boolean;
}

export type Due =
  | { readonly what: 'start'; readonly node: string }
  | { readonly what: 'arrival'; readonly flight: Flight; readonly connection: Connection | undefined }
  | { readonly what: 'vanish'; readonly flight: Flight; readonly connection: Connection }
  | Timer
  | { readonly what: 'connect'; readonly waiting: Waiting }
  | {
      readonly what: 'notice';
      readonly node: string;
      readonly peer: string;
      readonly connection: Connection;
      readonly trigger: Trigger;
    }
  | { readonly what: 'silence'; readonly watch: Watch; readonly token: number; readonly cause: number }
  | {
      readonly what: 'callLost';
      readonly node: string;
      readonly incarnation: number;
      readonly event: NodeEvent;
      readonly cause: number;
    }
  | { readonly what: 'heard'; readonly watch: Watch; readonly cause: number }
  | { readonly what: 'pinned'; readonly pin: Pin }
  | { readonly what: 'restart'; readonly node: string; readonly incarnation: number; readonly cause: number }
  | { readonly what: 'wake'; readonly node: string; readonly incarnation: number; readonly cause: number }
  | { readonly what: 'heal'; readonly cut: Cut; readonly cause: number }
  | { readonly what: 'grant'; readonly loss: Loss };

export interface World {
  readonly seed: string;
  readonly network: NetworkWeather;
  readonly crashes: CrashWeather;
  readonly limits: RunLimits;
  /** Random faults strike before this instant only: the first of the two phases. */
  readonly faultsUntilMs: number;
  now: number;
  readonly queue: Queue<Due>;
  readonly nodes: Map<string, NodeState>;
  /** The newest connection that each node opened to each other, by `linkOf`. */
  readonly connections: Map<string, Connection>;
  /** Calls that may still be answered, by connection number. */
  readonly calls: Map<number, Connection>;
  /** By connection: those on which a question that is taken in turn has no answer yet. */
  readonly turns: Map<number, InTurn>;
  readonly waiting: Map<string, Waiting>;
  readonly cuts: Set<Cut>;
  readonly watches: Map<string, Watch>;
  readonly recorder: Recorder;
  /** Names that notes gave to trace events. */
  readonly named: Map<string, number>;
  /** How often each identity occurred, messages and steps: by place, and there by what it is about. */
  readonly counts: Map<string, Map<string, number>>;
  readonly pins: readonly Pin[];
  /** By target of the system's own faults: the nodes that are told of it. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  readonly principals: NonNullable<SystemDescription['principals']>;
  readonly rights: readonly RightPlan[];
  /** Rights and certificates that somebody does not have now. */
  readonly losses: Set<Loss>;
  /** Timers that ask again what is denied now, each with the instant at which it was started. */
  readonly parked: Parked[];
  /** Calls that were not trusted, until they would be. */
  readonly distrusted: { readonly connection: Connection; readonly cause: number; readonly sinceMs: number }[];
  made: number;
}

/** Counts one more occurrence of this at that place, and says the how-manieth it is, from 1. */
export function countOf({ counts }: World, place: string, about: string): number {
  const here = counts.get(place) ?? new Map<string, number>();
  const count = (here.get(about) ?? 0) + 1;
  here.set(about, count);
  if (count === 1) counts.set(place, here);
  return count;
}

/** A number that nothing else in this lane has: connections, copies, silences. */
export function freshId(world: World): number {
  world.made += 1;
  return world.made;
}
