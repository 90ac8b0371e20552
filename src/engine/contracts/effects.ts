/** What a node may ask for. Actions return these as data; the engine performs them, in order. */
import type { BatchStamp, Fact } from '../../trace/event';

export type { Place, ProducerCall } from '../../trace/event';

/**
 * A message as its sender makes it. A fresh message goes over the connection from the sender to `to`; an answer goes
 * back over the connection that brought the question (`answers` is the question's event) and takes over its attempt.
 */
export interface Outgoing {
  readonly name: string;
  readonly to: string;
  readonly body: unknown;
  readonly records: readonly number[];
  /** What it is about when it holds no record: part of its logical identity. */
  readonly about: string;
  readonly says: string;
  /** For a batch of a producer that numbers its batches. */
  readonly stamp?: BatchStamp;
  readonly answers?: NodeEvent;
  /** What the receiver's chart knows it by, where systems call the same thing differently; absent: its name. */
  readonly as?: string;
  /**
   * A call of its own, as over HTTP: it needs no connection made before, losing it or its answer breaks nothing else, and
   * nobody is told of the loss. Its answer goes back over it by itself.
   */
  readonly call?: true;
  /** Of a call that may wait long for its answer: so long after one of the two is lost, `callLost` comes with its body. */
  readonly lostAfterMs?: number;
  /**
   * Such a call stands for a question over a connection that the process keeps from its start: what became of a certificate
   * since is no matter of it.
   */
  readonly held?: true;
  /**
   * The receiver takes such messages of one connection one at a time: the next one when it has answered the last. They
   * wait in its socket meanwhile. Source: Kafka's Selector mutes a channel until its request is answered.
   */
  readonly inTurn?: boolean;
  /** Which part of the receiver it is for; absent: of an answer the part that asked, of anything else all of them. */
  readonly part?: string;
}

export type Effect =
  | { readonly do: 'send'; readonly message: Outgoing; readonly relies?: readonly string[] }
  /**
   * Opens a connection as soon as the peer can be reached, trying every `backoffMs`; then `connected` comes. When another
   * part of this node holds one already, `connected` comes for it at once.
   */
  | { readonly do: 'connect'; readonly peer: string; readonly backoffMs: number }
  /** Closes it from our side: what we sent may still arrive, what comes back is lost. */
  | { readonly do: 'disconnect'; readonly peer: string }
  /** Closes the connection that the peer has opened to us: it is told, what we sent arrives, what is on its way is lost. */
  | { readonly do: 'dismiss'; readonly peer: string }
  /** Comes back as the event `event` after `delayMs`. A second timer of the same name replaces the first. */
  | {
      readonly do: 'startTimer';
      readonly name: string;
      readonly event: string;
      readonly delayMs: number;
      readonly body?: unknown;
      /**
       * It is to ask again what was denied: as long as this node lacks a right to it, it does not come. Stands for asking
       * every `delayMs` without writing down the attempts that could not succeed.
       */
      readonly whenAllowed?: Asked;
    }
  | { readonly do: 'stopTimer'; readonly name: string }
  /** Nothing that is still to be decided depends on this timer: a run whose time is over before it comes is over. */
  | { readonly do: 'needNotWait'; readonly name: string }
  /**
   * From now on, `peerSilent` comes when the peer could not have answered for `silenceMs`, and `peerHeard` when it can
   * again. Stands for heartbeats and repeated polls, which would otherwise fill the trace and never end.
   */
  | { readonly do: 'watch'; readonly peer: string; readonly silenceMs: number }
  /** A boundary between steps, where a pinned or random crash may strike; what follows in the list is then not done. */
  | {
      readonly do: 'reach';
      readonly when: 'before' | 'after';
      readonly step: string;
      readonly record: number;
      readonly relies?: readonly string[];
    }
  /**
   * Writes down what happened. `as` gives the event names in its lane; `relies` names earlier events whose content this
   * one needed (the append behind a fetch). A name that nobody gave yet is left out.
   */
  | {
      readonly do: 'note';
      readonly fact: Fact;
      readonly as?: string | readonly string[];
      readonly relies?: readonly string[];
      readonly durable?: boolean;
    }
  /** An event to ourselves, handled right after this turn; `part`: by another part of this node. */
  | { readonly do: 'raise'; readonly event: string; readonly body?: unknown; readonly part?: string };

export type Effects = readonly Effect[];

/** A question that needs its rights whatever is in it. */
export interface Asked {
  /** The name under which it reaches its server's chart. */
  readonly question: string;
  readonly of: string;
  /** It is a call of its own, which needs the other's trust each time. */
  readonly call?: true;
}

/** What a node is told. `type` is a message's name, a timer's event, or one of the engine's own below. */
export interface NodeEvent {
  readonly type: string;
  /** Who sent it, or the peer of a connection event; empty otherwise. */
  readonly from: string;
  readonly body: unknown;
  readonly records: readonly number[];
  /** The connection that brought it; answers go back over it. */
  readonly connection: number;
  readonly attempt: number;
  /** What it is about; of a connection event who opened the connection: `own` or `peer`. */
  readonly about: string;
  /** Which part of this node it is for; empty: every part. */
  readonly part: string;
  /** Which part of the sender sent it: an answer goes back to that one. */
  readonly fromPart: string;
  /** It is taken in turn: the next such message of its connection waits for its answer. */
  readonly inTurn: boolean;
}

export const nothing: Effects = [];
export const note = (
  fact: Fact,
  more: { as?: string | readonly string[]; relies?: readonly string[]; durable?: boolean } = {},
): Effect => ({ do: 'note', fact, ...more });
