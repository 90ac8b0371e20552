/** Google Pub/Sub, default and with exactly-once delivery. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { STEPS_OF_A_WORKER, workerIds } from '../messaging';
import { stepProblems } from '../shared';
import { claimOf } from './claims';
import { PUBSUB_FIGURES } from './figures';
import { PUBSUB_MEMORIES } from './memories';
import { planPubSub } from './plan';
import { PUBSUB_PRESETS } from './presets';
import { PUBSUB_RIGHT_FAULTS } from './rights';
import { PUBSUB_SETTINGS } from './settings';
import { readValues } from './values';

const CALLS = ['Publish', 'Pull', 'Acknowledge', 'ModifyAckDeadline'] as const;

export const pubsub: System = {
  id: 'pubsub',
  title: 'Google Pub/Sub',
  short: 'Pub/Sub',
  settings: PUBSUB_SETTINGS,
  presets: PUBSUB_PRESETS,
  nodes: ['publisher', 'subscription', ...workerIds('subscriber'), 'sink'],
  messages: [
    ...CALLS.flatMap((name) => [`${name}Request`, `${name}Response`]),
    'PushEndpointReady',
    'PushRequest',
    'Write',
    'WriteResponse',
  ],
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
  steps: STEPS_OF_A_WORKER,
  ownFaults: PUBSUB_RIGHT_FAULTS,
  principals: { subscriber: workerIds('subscriber') },
  memories: PUBSUB_MEMORIES,
  figures: PUBSUB_FIGURES,
  claimOf,
  refuse,
  plan: planPubSub,
};

/** What the service itself refuses (INVALID_ARGUMENT), and what would contradict its promise. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const problems: Problem[] = [];
  if (v.exactlyOnce && v.push)
    problems.push({
      where: 'subscriptionType',
      what: 'push, with exactly-once delivery, which only pull subscriptions have',
      fix: 'use pull, or switch enableExactlyOnceDelivery off',
    });
  if (v.exactlyOnce && v.regions === 1 && v.repeatedRecord > 0)
    problems.push({
      where: 'service.repeatedRecord',
      what: `${v.repeatedRecord}, with exactly-once delivery in one region, where nothing acknowledged comes again`,
      fix: 'set app.subscriberRegions=2, or switch enableExactlyOnceDelivery off',
    });
  return [...problems, ...stepProblems(v.worker.steps, false)];
}
