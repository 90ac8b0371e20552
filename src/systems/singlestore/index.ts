/** SingleStore pipelines: rows and offsets in one transaction of the database. MODEL.md says what is modelled. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { groupOf, parseSteps } from '../../machines/worker/steps';
import { claimOfSteps, mayRepeat, SINK_MESSAGES, SOURCE_MESSAGES, WORKER_STEPS } from '../replay';
import { stepProblems, absorbsRepeats, TOPIC_ROLES } from '../shared';
import { SINGLESTORE_MEMORIES } from './memories';
import { planSinglestore } from './plan';
import { SINGLESTORE_PRESETS } from './presets';
import { SINGLESTORE_RIGHT_FAULTS } from './rights';
import { SINGLESTORE_SETTINGS } from './settings';
import { readValues } from './values';

export const singlestore: System = {
  id: 'singlestore',
  title: 'SingleStore pipelines',
  short: 'SingleStore',
  settings: SINGLESTORE_SETTINGS,
  presets: SINGLESTORE_PRESETS,
  nodes: ['producer', 'source', 'pipeline', 'offsets', 'table', 'service'],
  messages: [
    ...SOURCE_MESSAGES,
    ...SINK_MESSAGES,
    'SaveOffset',
    'OffsetSaved',
    'LoadOffset',
    'OffsetLoaded',
    'AlterOffsets',
  ],
  roles: TOPIC_ROLES,
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: SINGLESTORE_RIGHT_FAULTS,
  memories: SINGLESTORE_MEMORIES,
  claimOf,
  refuse,
  plan: planSinglestore,
};

/** A pipeline commits its batch in one transaction: there is no first phase to prepare, and nobody who would finish it. */
function refuse(settings: Settings): readonly Problem[] {
  const { steps: written } = readValues(settings);
  const steps = parseSteps(written);
  const problems = stepProblems(written, true);
  if (!steps.ok || groupOf(steps.value, 'prepare') < 0) return problems;
  const what = `${written}, but a pipeline has no transaction in two phases`;
  return [...problems, { where: 'app.steps', what, fix: 'leave T out, as in [E P]' }];
}

/** One transaction is the guarantee; a pipeline that keeps going has given up on losing nothing. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const absorbs = absorbsRepeats(v.sink);
  const claim = claimOfSteps(v.steps, absorbs && v.code.deterministic, mayRepeat(v.source));
  if (v.alterTo >= 0) return 'none';
  if (v.stopOnError) return claim;
  return claim === 'exactly-once' || claim === 'at-most-once' ? 'at-most-once' : 'none';
}
