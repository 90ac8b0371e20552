/**
 * Permissions of the publisher and of the pipeline's worker service account: Pub/Sub's, one for reading and acknowledging,
 * and that of the output, for which BigQuery's stands. Sources: Pub/Sub and BigQuery access control; Dataflow, security.
 */
import type { RightPlan } from '../../engine/contracts';
import { PUBSUB_CONSUME, PUBSUB_DENIED, PUBSUB_PUBLISH } from '../pubsub/rights';
import { certificateFault, denyQuestion, rightFault } from '../rights';

/** The same right where the subscription is read by position. */
const CONSUME: RightPlan = {
  ...PUBSUB_CONSUME,
  denies: {
    fetch: denyQuestion('PullResponse', PUBSUB_DENIED),
    save: denyQuestion('AcknowledgeResponse', PUBSUB_DENIED),
  },
};
const WRITE: RightPlan = {
  target: 'output',
  operation: 'bigquery.tables.updateData',
  at: ['output'],
  denies: { Write: denyQuestion('WriteResponse', PUBSUB_DENIED) },
};

export const DATAFLOW_RIGHTS = [PUBSUB_PUBLISH, CONSUME, WRITE] as const;

export const DATAFLOW_RIGHT_FAULTS = [
  rightFault(PUBSUB_PUBLISH, 'publisher'),
  rightFault(CONSUME, 'worker'),
  rightFault(WRITE, 'worker'),
  certificateFault('output', 'publisher', 'worker'),
];
