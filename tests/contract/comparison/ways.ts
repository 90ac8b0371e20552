/** The ways in which the comparison says that a memory is broken: for each one a run that shows it. */
import type { Lanes } from '../../support/catalogueRun';
import type { FaultRow } from '../../support/faultRows';
import { API_WAYS } from './waysOfApis';
import { COPY_WAYS } from './waysOfCopies';
import { PIPELINE_WAYS } from './waysOfPipelines';
import { QUEUE_WAYS } from './waysOfQueues';

/** A run of one lane of the row's own system. */
export interface Struck extends Omit<FaultRow, 'row'> {
  /** What the memory needs: the same run with these instead shows nothing. */
  readonly heal?: Partial<Omit<FaultRow, 'row' | 'shows'>>;
}

/** A lane of a scenario of the catalogue, and what did not land once in it. */
export interface Opened {
  readonly scenario: string;
  readonly lane: string;
  readonly shows: readonly string[];
  /** What else the run shows. */
  readonly look?: (run: Lanes) => void;
}

/** What the system does not take at all, and the setting that it names. */
export interface Refused {
  readonly preset: string;
  readonly settings: NonNullable<FaultRow['settings']>;
  readonly refused: string;
}

export type Ways = Readonly<Record<string, Readonly<Record<string, Struck | Opened | Refused>>>>;

/** By the row's key, and by the cell's own words for each way. */
export const WAYS: Ways = { ...API_WAYS, ...QUEUE_WAYS, ...PIPELINE_WAYS, ...COPY_WAYS };
