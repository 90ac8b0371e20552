/** What a worker says before and after each step, so that a fault can strike there. */
import type { Effect } from '../../engine/contracts';
import { faultStep } from './operations';
import type { StepName } from './steps';

/** At one fault step of one record. */
export const reachOf = (when: 'before' | 'after', step: string, record: number, reliesOn = 'submit'): Effect => ({
  do: 'reach',
  when,
  step,
  record,
  relies: [`${reliesOn} ${record}`],
});

/** One for each record and step, in this order. They follow from `reliesOn` and the record, as in `delivered 3`. */
export const reachesOf = (
  when: 'before' | 'after',
  steps: readonly StepName[],
  records: readonly number[],
  reliesOn = 'delivered',
): Effect[] => records.flatMap((record) => steps.map((step) => reachOf(when, faultStep(step), record, reliesOn)));
