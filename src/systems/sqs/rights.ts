/** What AWS asks of a caller, action by action. Sources: SQS Developer Guide, API permissions and key management. */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, denyQuestion, rightFault } from '../rights';

const at = ['queue'] as const;
const DENIED = 'AccessDenied';

const SEND: RightPlan = {
  target: 'queue',
  operation: 'sqs:SendMessage',
  at,
  denies: { request: denyCall('SendMessageResponse', DENIED) },
};
const RECEIVE: RightPlan = {
  target: 'queue',
  operation: 'sqs:ReceiveMessage',
  at,
  denies: { receive: denyQuestion('ReceiveMessageResponse', DENIED) },
};
const DELETE: RightPlan = {
  target: 'queue',
  operation: 'sqs:DeleteMessage',
  at,
  denies: { settle: denyCall('DeleteMessageResponse', DENIED) },
};
const EXTEND: RightPlan = {
  target: 'queue',
  operation: 'sqs:ChangeMessageVisibility',
  at,
  denies: {
    extend: denyCall('ChangeMessageVisibilityResponse', DENIED),
    release: denyCall('ChangeMessageVisibilityResponse', DENIED),
  },
};
/** The queue itself has to know: it hands the message out before it finds that the caller may not have it decrypted. */
const DECRYPT: RightPlan = { target: 'key', operation: 'kms:Decrypt', at, denies: {}, told: true };

export const SQS_RIGHTS = [SEND, RECEIVE, DELETE, EXTEND, DECRYPT] as const;

export const SQS_RIGHT_FAULTS = [
  rightFault(SEND, 'sender'),
  ...[RECEIVE, DELETE, EXTEND, DECRYPT].map((right) => rightFault(right, 'worker')),
  certificateFault('sender', 'worker'),
];
