/**
 * Rights and who loses them. A server looks at a principal's rights before it looks at what is asked, so a right that is
 * revoked is no matter of its chart: the question is answered by what stands here. Only where the server itself must act
 * otherwise from then on is its chart told.
 */
import { note, type Effect, type Effects, type NodeEvent } from './effects';

/** What a server says to somebody who may not do what it asks. */
export interface Denial {
  /** The system's own name of the error. */
  readonly error: string;
  /** The answer, as the system's protocol gives it; empty where it gives none. */
  readonly effects: Effects;
  /** Whom it concerns; absent: the question's records. */
  readonly records?: readonly number[];
}

/** What a right covers: undefined for a question that does not need it after all. */
export type Denies = (question: NodeEvent) => Denial | undefined;

export interface RightPlan {
  readonly target: string;
  readonly operation: string;
  /** The servers that look at it; the first one stands for all of them in the trace. */
  readonly at: readonly string[];
  /** By the name under which a question reaches its server's chart. */
  readonly denies: Readonly<Record<string, Denies>>;
  /**
   * Looked at when somebody begins: with the first question over a connection, or of calls with the first of a process. Who has
   * begun before goes on.
   */
  readonly once?: true;
  /** Their charts are told, too, by the events `revoke` and `grant` with a `RightBody`; of what is lost also when they start. */
  readonly told?: true;
}

/** With the events `revoke` and `grant`. */
export interface RightBody {
  readonly target: string;
  readonly operation: string;
  /** The nodes that act in the principal's name. */
  readonly nodes: readonly string[];
  /** The name of the trace event that told of it: what a refusal relies on. */
  readonly loss: string;
}

/** An answer that refuses: named and shaped as the protocol says, of which nothing is known here. */
export function denyWith(
  error: string,
  answer: { readonly name: string; readonly as?: string; readonly body: (question: NodeEvent) => object },
): Denies {
  return (question) => {
    const { records, about, from: to } = question;
    const { body, ...names } = answer;
    const message = { ...names, to, body: body(question), records, about, says: error, answers: question };
    return { error, effects: [{ do: 'send', message }] };
  };
}

/** The refusal as an event of the trace. */
export const noteDenied = (error: string, records: readonly number[], why: string, relies: string): Effect =>
  note({ kind: 'refuse', reason: 'unauthorized', error, records, why }, { relies: [relies] });
