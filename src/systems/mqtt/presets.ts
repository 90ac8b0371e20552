/** Named settings of the mqtt system: where a lane starts from. Times are those of Mosquitto and MQTT.js: nothing is scaled. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

const KEPT: Settings = { 'publisher.cleanStart': false, 'subscriber.cleanStart': false };
const level = (qos: 0 | 1 | 2): Settings => ({ 'publish.qos': qos, 'subscribe.qos': qos });

export const MQTT_PRESETS: readonly PresetDescription[] = [
  {
    id: 'qos0',
    claim: 'at-most-once',
    title: 'MQTT QoS 0',
    summary: 'one packet a hop',
    settings: { ...KEPT, ...level(0) },
  },
  {
    id: 'qos1',
    claim: 'at-least-once',
    title: 'MQTT QoS 1',
    summary: 'kept sessions · acknowledged after the effect',
    settings: { ...KEPT, ...level(1), 'app.steps': 'E P' },
  },
  {
    id: 'qos2',
    claim: 'at-most-once',
    title: 'MQTT QoS 2',
    summary: 'kept sessions · once a hop · handshake before the effect',
    settings: { ...KEPT, ...level(2) },
  },
  {
    id: 'qos2-clean-start',
    claim: 'none',
    title: 'MQTT QoS 2 with a clean start',
    summary: 'a new session · the library publishes again',
    settings: { ...KEPT, ...level(2), 'publisher.cleanStart': true },
  },
  {
    id: 'qos1-with-memory',
    claim: 'exactly-once',
    title: 'MQTT QoS 1 and a memory of names',
    summary: 'kept sessions · [M E] P',
    settings: { ...KEPT, ...level(1), 'app.steps': '[M E] P' },
  },
];
