/**
 * A stream asks for `write` when a publisher is declared and for `read` when somebody subscribes, asks for a stored offset or for
 * the highest id of a name; what is published on a declared publisher, delivered or stored after that is not looked at again.
 * Source: rabbit_stream_reader (declare_publisher, query_publisher_sequence, subscribe, query_offset, store_offset).
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyEntry, rightFault } from '../rights';

const at = ['stream'] as const;
const REFUSED = 'ACCESS_REFUSED';
const declared = denyEntry('DeclarePublisherResponse', REFUSED);
const subscribed = denyEntry('SubscribeResponse', REFUSED);

const WRITE: RightPlan = {
  target: 'stream',
  operation: 'write',
  at,
  denies: { request: declared, queryHighest: declared },
  once: true,
};
const READ: RightPlan = {
  target: 'stream',
  operation: 'read',
  at,
  denies: {
    queryHighest: denyEntry('QueryPublisherSequenceResponse', REFUSED),
    restore: subscribed,
    fetch: subscribed,
  },
  once: true,
};

export const STREAM_RIGHTS = [WRITE, READ] as const;

export const STREAM_RIGHT_FAULTS = [
  rightFault(WRITE, 'publisher'),
  ...['publisher', 'consumer'].map((principal) => rightFault(READ, principal)),
  certificateFault('stream', 'publisher', 'consumer'),
];
