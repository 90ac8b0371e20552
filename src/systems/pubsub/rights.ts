/** Pub/Sub's permissions. Receiving and acknowledging are one: pubsub.subscriptions.consume. Source: Pub/Sub access control. */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, denyReceive, rightFault } from '../rights';

const at = ['subscription'] as const;
const DENIED = 'PERMISSION_DENIED';

const PUBLISH: RightPlan = {
  target: 'topic',
  operation: 'pubsub.topics.publish',
  at,
  denies: { request: denyCall('PublishResponse', DENIED) },
};
/** A push endpoint asks for nothing: what it needs no right for is not denied. */
const CONSUME: RightPlan = {
  target: 'subscription',
  operation: 'pubsub.subscriptions.consume',
  at,
  denies: {
    receive: denyReceive('PullResponse', DENIED),
    settle: denyCall('AcknowledgeResponse', DENIED),
    extend: denyCall('ModifyAckDeadlineResponse', DENIED),
    release: denyCall('ModifyAckDeadlineResponse', DENIED),
  },
};

export const pubSubRights = (push: boolean): readonly RightPlan[] => (push ? [PUBLISH] : [PUBLISH, CONSUME]);

export const PUBSUB_RIGHT_FAULTS = [
  rightFault(PUBLISH, 'publisher'),
  rightFault(CONSUME, 'subscriber'),
  certificateFault('publisher', 'subscriber'),
];
