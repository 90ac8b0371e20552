/**
 * A publish that a broker does not allow: version 5.0 has a reason code for it, version 3.1.1 has none, and a broker may then
 * acknowledge it and drop it. Sources: MQTT 5.0, 3.4.2.1 and 3.5.2.1; MQTT 3.1.1, [MQTT-3.3.5-2].
 */
import { denyWith, type Denies, type RightPlan } from '../../engine/contracts';
import type { PacketBody } from '../../machines/handover/session';
import { certificateFault, rightFault } from '../rights';

const ERROR = 'Not authorized';
const ANSWERS = { 1: 'PUBACK', 2: 'PUBREC' } as const;

const denyPublish =
  (tells: boolean): Denies =>
  (question) => {
    const packet = question.body as PacketBody;
    if (packet.qos === 0) return { error: ERROR, effects: [] };
    const body = { ...packet, ...(tells ? { reason: ERROR } : {}) };
    return denyWith(ERROR, { name: ANSWERS[packet.qos], body: () => body })(question);
  };

const publish = (tells: boolean): RightPlan => ({
  target: 'topic',
  operation: 'publish',
  at: ['broker'],
  denies: { PUBLISH: denyPublish(tells) },
});

/** `tells`: the broker says that it does not allow it. */
export const mqttRights = (tells: boolean): readonly RightPlan[] => [publish(tells)];

export const MQTT_RIGHT_FAULTS = [
  rightFault(publish(true), 'publisher'),
  certificateFault('broker', 'publisher', 'subscriber'),
];
