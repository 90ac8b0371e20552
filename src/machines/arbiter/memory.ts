/** What whoever decides transactions is told once, and what it keeps of each. */
import type { NodeData, NodeEvent } from '../../engine/contracts';

export interface ArbiterParameters {
  readonly words: {
    readonly begun: string;
    readonly enlisted: string;
    readonly ended: string;
    /** What a participant is told, by what it takes part with. */
    readonly end: Readonly<Record<Share, string>>;
  };
  /** So long after its beginning an open transaction is aborted. */
  readonly timeoutMs: number;
  /** How long it waits for a participant before it tells it again. */
  readonly retryMs: number;
}

/** With what a node takes part: with messages that it has stored, or with acknowledgements. */
export type Share = 'messages' | 'acknowledgements';

export interface Participant {
  readonly node: string;
  readonly share: Share;
}

export type ArbiterState = 'open' | 'committing' | 'aborting' | 'committed' | 'aborted';

export interface ArbitratedTransaction {
  readonly id: string;
  readonly openedMs: number;
  state: ArbiterState;
  readonly participants: Participant[];
  /** Participants that have not answered yet, once it is decided. */
  missing: Participant[];
  /** Who asked for the end and has no answer: more than one when a question came again, or as a late copy. */
  asked: NodeEvent[];
}

export interface ArbiterKept {
  next: number;
  readonly transactions: Map<string, ArbitratedTransaction>;
}

export type ArbiterData = NodeData<ArbiterKept, undefined, undefined>;

export interface BegunAnswer {
  readonly correlation: number;
  readonly transaction: string;
}
export interface EnlistBody extends Participant {
  readonly correlation: number;
  readonly transaction: string;
}
/** The answer to enlisting and to ending. */
export interface ArbiterAnswer {
  readonly correlation: number;
  readonly error: '' | 'InvalidTxnStatus';
}
