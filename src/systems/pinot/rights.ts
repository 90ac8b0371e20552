/**
 * Rights of a server: Kafka's on the stream, and to commit a segment at the controller. Sources: `kafka/rights.ts`;
 * LLCSegmentCompletionHandlers (Actions.Cluster.COMMIT_SEGMENT) and RealtimeSegmentDataManager.
 */
import type { RightPlan } from '../../engine/contracts';
import { SOURCE_RIGHTS, sourceRightFaults } from '../kafka/rights';
import { denyQuestion, rightFault } from '../rights';

/** The segment and its end offset become official together, so they are refused together. */
const COMMIT: RightPlan = {
  target: 'cluster',
  operation: 'CommitSegment',
  at: ['segments-0', 'segments-1'],
  denies: { Write: denyQuestion('WriteResponse', '403 Forbidden') },
};

export const PINOT_RIGHTS: readonly RightPlan[] = [...SOURCE_RIGHTS, COMMIT];

export const PINOT_RIGHT_FAULTS = [
  ...sourceRightFaults('server', ['producer', 'server']),
  rightFault(COMMIT, 'server'),
];
