/** Amazon Kinesis Data Streams with the Kinesis Client Library. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { STEPS_OF_A_WORKER } from '../messaging';
import { stepProblems, absorbsRepeats } from '../shared';
import { KINESIS_MEMORIES } from './memories';
import { planKinesis } from './plan';
import { KINESIS_PRESETS } from './presets';
import { KINESIS_RIGHT_FAULTS } from './rights';
import { KINESIS_SETTINGS } from './settings';
import { readValues } from './values';

const CALLS = ['PutRecord', 'GetRecords', 'AcquireLease', 'Checkpoint'] as const;

export const kinesis: System = {
  id: 'kinesis',
  title: 'Amazon Kinesis with KCL',
  short: 'Kinesis',
  settings: KINESIS_SETTINGS,
  presets: KINESIS_PRESETS,
  nodes: ['producer', 'stream', 'worker', 'worker-1', 'worker-2', 'leases', 'sink'],
  messages: [...CALLS.flatMap((name) => [`${name}Request`, `${name}Response`]), 'Write', 'WriteResponse'],
  roles: {
    send: 'PutRecordRequest',
    sendAnswer: 'PutRecordResponse',
    receive: 'GetRecordsRequest',
    delivery: 'GetRecordsResponse',
    settle: 'CheckpointRequest',
    settleAnswer: 'CheckpointResponse',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: STEPS_OF_A_WORKER,
  ownFaults: KINESIS_RIGHT_FAULTS,
  principals: { worker: ['worker', 'worker-1', 'worker-2'] },
  memories: KINESIS_MEMORIES,
  claimOf,
  refuse,
  plan: planKinesis,
};

/** The strongest claim that these complete settings can be held to. An exception that nobody catches passes a batch over. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const steps = parseSteps(v.steps);
  if (!steps.ok) return 'none';
  const progressFirst = groupOf(steps.value, 'progress') < groupOf(steps.value, 'effect');
  const absorbs = absorbsRepeats(v.sink);
  const losesNone = !progressFirst && v.sender.retries > 0 && v.onError === 'retryThenStop';
  if (losesNone) return absorbs ? 'exactly-once' : 'at-least-once';
  const sendsOnce = v.sender.retries === 0 && v.sender.onRestart === 'resume';
  return absorbs || (progressFirst && sendsOnce) ? 'at-most-once' : 'none';
}

const SHORTEST_AGE_S = 60;

/** What would be without effect, and steps that no table of leases can be part of. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const alone: readonly Problem[] =
    v.rebalanceAtMs > 0 && v.workers === 1
      ? [
          {
            where: 'app.rebalanceAt.ms',
            what: `${v.rebalanceAtMs}, with one worker, which has nobody to give the shard to`,
            fix: 'set app.workers=2',
          },
        ]
      : [];
  return [...alone, ...ageProblems(v.recordAgeSeconds), ...stepProblems(v.steps, false)];
}

/** Lambda takes no age between -1 and a minute, though the numbers lie within the parameter's range. */
const ageProblems = (seconds: number): readonly Problem[] =>
  seconds === -1 || seconds >= SHORTEST_AGE_S
    ? []
    : [
        {
          where: 'MaximumRecordAgeInSeconds',
          what: `${seconds}, which is less than a minute`,
          fix: `make it ${SHORTEST_AGE_S} or more, or -1 for no limit`,
        },
      ];
