/**
 * Pulsar's rights across clusters: a broker needs to be able to publish to the other cluster's topics like a producer. Sources:
 * Pulsar documentation, authorization; AbstractReplicator.startProducer, ConsumerImpl.connectionOpened.
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, denyQuestion, denyStoring, rightFault } from '../rights';

const at = ['us', 'eu'] as const;
const ERROR = 'AuthorizationError';

const PRODUCE: RightPlan = {
  target: 'topic',
  operation: 'produce',
  at,
  denies: {
    request: denyCall('Error', ERROR),
    // The replicator creates its producer again, and sends what it has not been told of.
    copy: denyStoring('Error', ERROR),
  },
};
const denied = denyQuestion('Error', ERROR);
const CONSUME: RightPlan = { target: 'topic', operation: 'consume', at, denies: { restore: denied, fetch: denied } };

export const PULSAR_GEO_RIGHTS = [PRODUCE, CONSUME] as const;

export const PULSAR_GEO_RIGHT_FAULTS = [
  ...['producer', 'replicator'].map((principal) => rightFault(PRODUCE, principal)),
  rightFault(CONSUME, 'app'),
  certificateFault('us', 'eu', 'producer', 'replicator', 'app'),
];
