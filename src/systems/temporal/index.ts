/** Durable execution, as Temporal and Restate do it: a journal of steps. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import { claimOfSteps, WORKER_STEPS } from '../replay';
import { stepProblems } from '../shared';
import { TEMPORAL_MEMORIES } from './memories';
import { planTemporal } from './plan';
import { TEMPORAL_PRESETS } from './presets';
import { TEMPORAL_RIGHT_FAULTS } from './rights';
import { TEMPORAL_SETTINGS } from './settings';
import { readValues } from './values';

const CALLS = ['Start', 'PollTask', 'Record', 'Journal'] as const;

export const temporal: System = {
  id: 'temporal',
  title: 'Temporal, Restate',
  settings: TEMPORAL_SETTINGS,
  presets: TEMPORAL_PRESETS,
  nodes: ['starter', 'server', 'worker', 'worker-2', 'service'],
  messages: [...CALLS.flatMap((name) => [`${name}Request`, `${name}Response`]), 'Write', 'WriteResponse'],
  roles: {
    send: 'StartRequest',
    sendAnswer: 'StartResponse',
    receive: 'PollTaskRequest',
    delivery: 'PollTaskResponse',
    settle: 'RecordRequest',
    settleAnswer: 'RecordResponse',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: TEMPORAL_RIGHT_FAULTS,
  principals: { worker: ['worker', 'worker-2'] },
  memories: TEMPORAL_MEMORIES,
  claimOf,
  refuse: (settings) => stepProblems(readValues(settings).steps, false),
  plan: planTemporal,
};

/** The workflow is effectively once; its steps are at least once, unless whom they call knows them again. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const isKnown = v.stepKey === 'derived' && v.code.deterministic;
  return claimOfSteps(v.steps, isKnown, v.sender.jobAgainMs > 0);
}
