/**
 * Rights of a query: Kafka's on its topic, writing in the checkpoint directory, and the sink's own, for which a privilege of a
 * table stands. Sources: `kafka/rights.ts`; HDFS permissions guide (AccessControlException); `sqlRights.ts`.
 */
import type { RightPlan } from '../../engine/contracts';
import { SOURCE_RIGHTS, sourceRightFaults } from '../kafka/rights';
import { denyQuestion, rightFault } from '../rights';
import { privilege } from '../sqlRights';

/** Both logs are files of one directory, so there is one right. */
const CHECKPOINT: RightPlan = {
  target: 'checkpoint',
  operation: 'WRITE',
  at: ['checkpoint'],
  denies: { save: denyQuestion('LogWritten', 'AccessControlException: Permission denied') },
};
const TABLE = privilege({ operation: 'INSERT', target: 'table', at: 'table', writes: true });

export const SPARK_RIGHTS: readonly RightPlan[] = [...SOURCE_RIGHTS, CHECKPOINT, TABLE];

export const SPARK_RIGHT_FAULTS = [
  ...sourceRightFaults('driver', ['producer', 'driver', 'table']),
  rightFault(CHECKPOINT, 'driver'),
  rightFault(TABLE, 'driver'),
];
