/** MQTT, levels 0, 1 and 2 over two hops. MODEL.md says what is modelled, from which source. */
import type { System } from '../../engine/contracts';
import type { Settings } from '../../scenario/scenario';
import type { Problem } from '../../terms/problem';
import { claimOf } from './claims';
import { MQTT_FIGURES } from './figures';
import { MQTT_MEMORIES } from './memories';
import { planMqtt } from './plan';
import { MQTT_PRESETS } from './presets';
import { MQTT_RIGHT_FAULTS } from './rights';
import { MQTT_SETTINGS } from './settings';
import { readValues } from './values';

export const mqtt: System = {
  id: 'mqtt',
  title: 'MQTT',
  settings: MQTT_SETTINGS,
  presets: MQTT_PRESETS,
  nodes: ['publisher', 'broker', 'bridge', 'subscriber', 'sink'],
  messages: [
    'CONNECT',
    'CONNACK',
    'SUBSCRIBE',
    'PUBLISH',
    'PUBACK',
    'PUBREC',
    'PUBREL',
    'PUBCOMP',
    'Write',
    'WriteResponse',
  ],
  roles: {
    send: 'PUBLISH',
    sendAnswer: 'PUBACK',
    write: 'Write',
    writeAnswer: 'WriteResponse',
  },
  steps: ['send', 'ack', 'receive', 'effect', 'progress'],
  ownFaults: MQTT_RIGHT_FAULTS,
  memories: MQTT_MEMORIES,
  figures: MQTT_FIGURES,
  claimOf,
  refuse,
  plan: planMqtt,
};

/** What would be without effect. */
function refuse(settings: Settings): readonly Problem[] {
  const v = readValues(settings);
  const level = v.published < v.subscribed ? v.published : v.subscribed;
  if (v.steps === 'P E' || level > 0) return [];
  return [
    {
      where: 'app.steps',
      what: `${v.steps}, at level 0, where nothing is acknowledged`,
      fix: 'use P E, or raise publish.qos and subscribe.qos',
    },
  ];
}
