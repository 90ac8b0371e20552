/** What an application that changes something in two phases and the service that keeps its proposals are told once, keep, and say. */
import type { NodeData } from '../../engine/contracts';
import type { Correlated } from '../messages';
import type { StepGroup } from '../worker/steps';

/** Who makes the id of a change: the application by chance or from business data, or the service when it is asked to prepare. */
export const ID_MAKERS = ['random', 'derived', 'server'] as const;
export type IdMaker = (typeof ID_MAKERS)[number];

export interface ApplicantParameters {
  readonly records: number;
  readonly everyMs: number;
  readonly service: string;
  /** In which order it prepares (e), confirms (V) and writes the id down (P); or does all in one (E). */
  readonly groups: readonly StepGroup[];
  readonly id: IdMaker;
  readonly timeoutMs: number;
  /** Attempts of one request after the first. */
  readonly retriesMax: number;
  readonly backoffMs: number;
  /** Its customer is told "ok" when the change is confirmed, or already when it is prepared. */
  readonly tells: 'afterConfirm' | 'afterPrepare';
  /** How long it thinks between the two, as while the customer decides. */
  readonly thinkingMs: number;
  /** A proposal that is gone is prepared again, or given up. */
  readonly onExpired: 'prepareAgain' | 'giveUp';
  readonly onRestart: 'resend' | 'resume';
  /** So long after a confirmation it is asked for once more, as by a job that does not trust it; 0: never. */
  readonly confirmsAgainMs: number;
}

export type Request = 'prepare' | 'confirm' | 'apply';

/** A change on its way. */
export interface Change {
  readonly record: number;
  /** '': the service has not given one yet. */
  id: string;
  /** Index of the group that it is at. */
  at: number;
  attempt: number;
  correlation: number;
  /** The customer has heard of it; a second confirmation is no news. */
  told: boolean;
  /** A second confirmation of what was confirmed. */
  readonly again: boolean;
}

export interface Diary {
  next: number;
  /** Ids that were written down, by record. */
  readonly ids: Map<number, string>;
  readonly done: Set<number>;
}
export interface ApplicantMemory {
  readonly life: number;
  correlation: number;
  changes: Change[];
}
export type ApplicantData = NodeData<Diary, undefined, ApplicantMemory>;

export interface ServiceParameters {
  /** A proposal that is not confirmed for so long is dropped; 0: never. */
  readonly holdMs: number;
  /** For how long a confirmed id is known; 0: for ever. */
  readonly keepsMs: number;
  /** A confirmation of a known id changes nothing, or whoever asks is believed. */
  readonly confirm: 'idempotent' | 'blind';
  /** How many changes there is room for, proposals included; 0: any number. */
  readonly stock: number;
}

export interface Proposal {
  readonly id: string;
  readonly record: number;
  state: 'prepared' | 'confirmed' | 'expired';
  /** When it was prepared, or confirmed. */
  atMs: number;
}
export interface Proposals {
  readonly proposals: Map<string, Proposal>;
  applied: number;
  /** Ids that the service itself has given. */
  given: number;
}
export type ServiceData = NodeData<Proposals, undefined, undefined>;

export interface ChangeBody extends Correlated {
  readonly record: number;
  /** '': the service is to give one. */
  readonly id: string;
}
export interface ChangeAnswer extends Correlated {
  readonly id: string;
  readonly error: '' | 'soldOut' | 'gone';
}
