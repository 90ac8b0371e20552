/**
 * RabbitMQ asks for `write` on the exchange with every publish, and for `read` on the queue when somebody begins to consume;
 * an acknowledgement needs no right. Source: RabbitMQ documentation, access control.
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, denyQuestion, rightFault } from '../rights';

const at = ['broker'] as const;
const WRITE: RightPlan = {
  target: 'exchange',
  operation: 'write',
  at,
  denies: { request: denyCall('ChannelClose', 'ACCESS_REFUSED') },
};
const READ: RightPlan = {
  target: 'queue',
  operation: 'read',
  at,
  denies: { receive: denyQuestion('ChannelClose', 'ACCESS_REFUSED') },
};

export const RABBIT_RIGHTS = [WRITE, READ] as const;

export const RABBIT_RIGHT_FAULTS = [
  rightFault(WRITE, 'publisher'),
  rightFault(READ, 'consumer'),
  certificateFault('broker', 'publisher', 'consumer'),
];
