/** Which claim a ttl lane's settings make, by the order of the worker's steps and by how the book errs. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { keepsBook, readValues, type TtlValues } from './values';

/**
 * The strongest claim that these complete settings can be held to, from the first sending to the effect. A book makes nothing
 * exactly once by being there: it must not forget, must not take one event for another, and must be part of the effect.
 */
export function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const steps = parseSteps(v.worker.steps);
  if (!steps.ok) return 'none';
  const before = (step: 'progress' | 'remember') => {
    const [at, effect] = [groupOf(steps.value, step), groupOf(steps.value, 'effect')];
    return at >= 0 && at < effect;
  };
  const absorbsAll = v.write === 'upsert' || (isOneWithEffect(v) && forgetsNone(v));
  const losesNone = !before('progress') && !before('remember') && !swallows(v) && v.sender.retries > 0;
  if (losesNone) return absorbsAll ? 'exactly-once' : 'at-least-once';
  const atMostOnce = absorbsAll || (before('remember') && v.check === 'putIfAbsent' && forgetsNone(v));
  return atMostOnce ? 'at-most-once' : 'none';
}

const isOneWithEffect = ({ worker, key }: TtlValues): boolean => worker.steps === '[M E] P' && key !== 'perAttempt';

/** The book outlasts whatever may still come, and whoever asks it. A window is held to be long enough when it is meant to be. */
const forgetsNone = ({ memory, key, store, worker, windowMs, anchor }: TtlValues): boolean =>
  memory !== 'lastN' &&
  key !== 'perAttempt' &&
  (windowMs === 0 || anchor !== 'eventTime') &&
  (store === 'sink' || store === 'sharedStore' || (store === 'disk' && worker.workers === 1));

/** It may take an event for another that it has seen. */
const swallows = (v: TtlValues): boolean =>
  keepsBook(v) && (v.memory === 'bloom' || v.memory === 'highWater' || v.key === 'content');
