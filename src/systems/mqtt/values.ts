/** An MQTT lane's settings as typed values; seconds become milliseconds. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readSink } from '../shared';
import { DENIES, HAND_ON, MQTT_STEPS } from './settings';

const SECOND = 1_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const level = (name: string) => take.oneOf(name, [0, 1, 2] as const);
  return {
    published: level('publish.qos'),
    subscribed: level('subscribe.qos'),
    bridge: take.oneOf('bridge.qos', ['none', 0, 1, 2] as const),
    bridgeClean: take.boolean('bridge.cleanStart'),
    bridgeReconnectMs: take.number('restart_timeout') * SECOND,
    publisherClean: take.boolean('publisher.cleanStart'),
    subscriberClean: take.boolean('subscriber.cleanStart'),
    onNewSession: take.oneOf('client.onNewSession', ['republish', 'drop']),
    publisherPersists: take.boolean('publisher.persistentStore'),
    subscriberPersists: take.boolean('subscriber.persistentStore'),
    reconnectMs: take.number('reconnectPeriod'),
    brokerHandsOn: take.oneOf('broker.handOn', HAND_ON),
    subscriberHandsOn: take.oneOf('subscriber.handOn', HAND_ON),
    tellsDenied: take.oneOf('broker.denies', DENIES) === 'reasonCode',
    maxQueued: take.number('max_queued_messages'),
    sessionExpiryMs: take.number('persistent_client_expiration') * SECOND,
    persistence: take.boolean('persistence'),
    autosaveMs: take.number('autosave_interval') * SECOND,
    processingMs: take.number('app.processing.ms'),
    clickedTwice: take.number('app.clickedTwice'),
    steps: take.oneOf('app.steps', MQTT_STEPS),
    sink: readSink(take),
  };
}

export type MqttValues = ReturnType<typeof readValues>;
