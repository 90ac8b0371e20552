/**
 * NATS allows by subject what a client may publish, and an acknowledgement is published too. What is not allowed is dropped;
 * the error goes to the connection, not to whoever published. Source: NATS documentation, authorization.
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denySilently, rightFault } from '../rights';

const at = ['server'] as const;
const silently = denySilently('Permissions Violation for Publish');

const PUBLISH: RightPlan = { target: 'stream', operation: 'publish', at, denies: { request: silently } };
const ACK: RightPlan = {
  target: '$JS.ACK',
  operation: 'publish',
  at,
  denies: { settle: silently, extend: silently, release: silently, reject: silently },
};

export const JETSTREAM_RIGHTS = [PUBLISH, ACK] as const;

export const JETSTREAM_RIGHT_FAULTS = [
  rightFault(PUBLISH, 'publisher'),
  rightFault(ACK, 'consumer'),
  certificateFault('server', 'publisher', 'consumer'),
];
