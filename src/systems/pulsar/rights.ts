/**
 * Pulsar asks for `produce` when a producer is created and for `consume` when somebody subscribes; a message that is sent and an
 * acknowledgement are not looked at again. Who loses its right is sent away when the policies change, and refused when it comes
 * back. Sources: ServerCnx (handleProducer, handleSubscribe, handleSend, handleAck), Producer.checkPermissions,
 * Consumer.checkPermissions.
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyQuestion, rightFault } from '../rights';

const denied = denyQuestion('Error', 'AuthorizationError');
const right = (operation: string, question: string, at: readonly string[]): RightPlan => ({
  target: 'topic',
  operation,
  at,
  denies: { [question]: denied },
  // The broker itself closes what is open.
  told: true,
});

/** `brokers`: those that own a topic in this lane. */
export const pulsarRights = (brokers: readonly string[]): readonly [RightPlan, RightPlan] => [
  right('produce', 'register', brokers),
  right('consume', 'receive', brokers),
];

const [PRODUCE, CONSUME] = pulsarRights([]);

export const PULSAR_RIGHT_FAULTS = [
  ...['producer', 'processor'].map((principal) => rightFault(PRODUCE, principal)),
  ...['consumer', 'processor'].map((principal) => rightFault(CONSUME, principal)),
  certificateFault('broker', 'producer', 'consumer', 'processor'),
];
