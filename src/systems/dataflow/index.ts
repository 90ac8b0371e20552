/** Google Dataflow: bundles, ids on every hop, and what lies outside of them. MODEL.md says what is modelled. */
import type { System } from '../../engine/contracts';
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import type { Claim } from '../../terms/claim';
import type { Problem } from '../../terms/problem';
import { SINK_MESSAGES, WORKER_STEPS } from '../replay';
import { DATAFLOW_FIGURES } from './figures';
import { DATAFLOW_MEMORIES } from './memories';
import { planDataflow } from './plan';
import { DATAFLOW_PRESETS } from './presets';
import { DATAFLOW_RIGHT_FAULTS } from './rights';
import { DATAFLOW_SETTINGS } from './settings';
import { readValues } from './values';
import { absorbsRepeats } from '../shared';

const CALLS = ['Publish', 'Pull', 'Acknowledge', 'Subscription'] as const;

export const dataflow: System = {
  id: 'dataflow',
  title: 'Google Dataflow',
  short: 'Dataflow',
  settings: DATAFLOW_SETTINGS,
  presets: DATAFLOW_PRESETS,
  nodes: ['publisher', 'subscription', 'worker', 'worker-2', 'api', 'output'],
  messages: [...CALLS.flatMap((name) => [`${name}Request`, `${name}Response`]), ...SINK_MESSAGES],
  roles: {
    send: 'PublishRequest',
    sendAnswer: 'PublishResponse',
    receive: 'PullRequest',
    delivery: 'PullResponse',
    settle: 'AcknowledgeRequest',
    settleAnswer: 'AcknowledgeResponse',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: ['send', 'ack', ...WORKER_STEPS],
  ownFaults: DATAFLOW_RIGHT_FAULTS,
  principals: { worker: ['worker', 'worker-2'] },
  memories: DATAFLOW_MEMORIES,
  figures: DATAFLOW_FIGURES,
  claimOf,
  refuse,
  plan: planDataflow,
};

/** Exactly once inside, for what carries one id; a call is made as often as its bundle runs. Late elements are dropped. */
function claimOf(settings: Settings): Claim {
  const v = readValues(settings);
  const absorbs = absorbsRepeats(v.sink);
  const inside = v.mode === 'exactly_once' ? v.idAttribute === 'orderId' : absorbs;
  const callsOnce = !v.steps.includes('X') || (v.apiKnowsKeys && v.code.deterministic);
  const once = inside && callsOnce;
  if (v.latenessMs > 0) return once ? 'at-most-once' : 'none';
  return once ? 'exactly-once' : 'at-least-once';
}

/** The mode is what says whether ids are remembered with the effect. */
function refuse(settings: Settings): readonly Problem[] {
  const { steps, mode } = readValues(settings);
  const parsed = parseSteps(steps);
  if (!parsed.ok) return parsed.problems;
  const effect = groupOf(parsed.value, 'effect');
  const remembers =
    effect >= 0 && groupOf(parsed.value, 'remember') === effect && groupOf(parsed.value, 'progress') === effect;
  const forgets = effect >= 0 && groupOf(parsed.value, 'remember') < 0 && groupOf(parsed.value, 'progress') > effect;
  if (mode === 'exactly_once' ? remembers : forgets) return [];
  return [
    {
      where: 'app.steps',
      what: `${steps}, with streaming_mode=${mode}`,
      fix: mode === 'exactly_once' ? 'write [M E P], with X before it or not' : 'write E P, with X before it or not',
    },
  ];
}
