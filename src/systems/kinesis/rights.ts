/**
 * The stream and the table of leases are two services with rights of their own. Sources: Kinesis Data Streams and KCL
 * documentation, IAM permissions required for KCL consumer applications.
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, denyQuestion, rightFault } from '../rights';

const DENIED = 'AccessDeniedException';

const PUT: RightPlan = {
  target: 'stream',
  operation: 'kinesis:PutRecord',
  at: ['stream'],
  denies: { request: denyCall('PutRecordResponse', DENIED) },
};
const GET: RightPlan = {
  target: 'stream',
  operation: 'kinesis:GetRecords',
  at: ['stream'],
  denies: { fetch: denyQuestion('GetRecordsResponse', DENIED) },
};
const UPDATE: RightPlan = {
  target: 'leases',
  operation: 'dynamodb:UpdateItem',
  at: ['leases'],
  denies: {
    acquire: denyQuestion('AcquireLeaseResponse', DENIED),
    checkpoint: denyQuestion('CheckpointResponse', DENIED),
  },
};

export const KINESIS_RIGHTS = [PUT, GET, UPDATE] as const;

export const KINESIS_RIGHT_FAULTS = [
  rightFault(PUT, 'producer'),
  rightFault(GET, 'worker'),
  rightFault(UPDATE, 'worker'),
  certificateFault('producer', 'worker'),
];
