/** Which claim a Pulsar lane's settings make, by Pulsar's documentation and by the order of the steps. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { absorbsRepeats } from '../shared';
import { keepsNames, mayBeSwallowed, readValues, type PulsarValues } from './values';

/**
 * The strongest claim that these complete settings can be held to, from send to effect. De-duplication is about storing:
 * a consumer that dies between its effect and its acknowledgement does the effect twice all the same. A transaction is
 * about what goes from one topic into another, for readers of committed messages.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  if (mayBeSwallowed(v)) return 'none';
  if (acknowledgesFirst(v)) return keepsNames(v) || absorbsRepeats(v.sink) ? 'at-most-once' : 'none';
  return absorbsRepeats(v.sink) || isOnceInOutput(v) ? 'exactly-once' : 'at-least-once';
}

/** Each record is once in the output topic, for its reader. */
const isOnceInOutput = (v: PulsarValues): boolean =>
  v.processes && v.transactional && v.isolation === 'READ_COMMITTED' && keepsNames(v);

export function acknowledgesFirst({ worker }: PulsarValues): boolean {
  const steps = parseSteps(worker.steps);
  if (!steps.ok) return false;
  const work = Math.max(groupOf(steps.value, 'effect'), groupOf(steps.value, 'hiddenEffect'));
  return groupOf(steps.value, 'progress') < work;
}
