/** Pub/Sub's permissions. Receiving and acknowledging are one: pubsub.subscriptions.consume. Source: Pub/Sub access control. */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, denyQuestion, rightFault } from '../rights';

const at = ['subscription'] as const;
export const PUBSUB_DENIED = 'PERMISSION_DENIED';

export const PUBSUB_PUBLISH: RightPlan = {
  target: 'topic',
  operation: 'pubsub.topics.publish',
  at,
  denies: { request: denyCall('PublishResponse', PUBSUB_DENIED) },
};
/** A push endpoint asks for nothing: what it needs no right for is not denied. */
export const PUBSUB_CONSUME: RightPlan = {
  target: 'subscription',
  operation: 'pubsub.subscriptions.consume',
  at,
  denies: {
    receive: denyQuestion('PullResponse', PUBSUB_DENIED),
    settle: denyCall('AcknowledgeResponse', PUBSUB_DENIED),
    extend: denyCall('ModifyAckDeadlineResponse', PUBSUB_DENIED),
    release: denyCall('ModifyAckDeadlineResponse', PUBSUB_DENIED),
  },
};

export const pubSubRights = (push: boolean): readonly RightPlan[] =>
  push ? [PUBSUB_PUBLISH] : [PUBSUB_PUBLISH, PUBSUB_CONSUME];

export const PUBSUB_RIGHT_FAULTS = [
  rightFault(PUBSUB_PUBLISH, 'publisher'),
  rightFault(PUBSUB_CONSUME, 'subscriber'),
  certificateFault('publisher', 'subscriber'),
];
