import type { Settings } from '../../../src/scenario/scenario';
import type { Lanes } from '../../support/catalogueRun';

/** One misconception, the scenario that shows the truth, and where in its trace or verdict the truth stands. */
export interface Row {
  readonly number: number;
  readonly id: string;
  /** What the assertions look at, in a sentence. */
  readonly visible: string;
  /** Fails when the truth is not visible in this run. */
  shows(lanes: Lanes): void;
  /** Without its faults, or with this setting changed in every lane, the same scenario does not show it. */
  readonly without: 'its faults' | Settings;
}
