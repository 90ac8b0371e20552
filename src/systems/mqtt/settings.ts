/** The settings of the mqtt system, with the protocol's, Mosquitto's and MQTT.js's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { APPLICATION, SINK_SETTINGS } from '../shared';

const PUBLISHER: Shelf = { of: 'producer', source: 'MQTT 5.0, sections 3.1, 3.3 and 4; MQTT.js client options' };
const BROKER: Shelf = { of: 'broker', source: 'mosquitto.conf' };
const SUBSCRIBER: Shelf = { of: 'consumer', source: 'MQTT 5.0, sections 3.1, 3.8 and 4; MQTT.js client options' };

export const MQTT_STEPS = ['P E', 'E P', '[M E] P'] as const;
export const HAND_ON = ['PUBLISH', 'PUBREL'] as const;
export const DENIES = ['reasonCode', 'acknowledges'] as const;
const LEVELS = [0, 1, 2] as const;
const LEVEL_SAYS = '0: one packet, and nobody asks. 1: acknowledged, may come twice. 2: four packets, once a session.';

const BRIDGE: Shelf = { of: 'broker', source: 'mosquitto.conf: bridges' };

export const MQTT_SETTINGS: readonly SettingDescription[] = [
  choice(PUBLISHER, 'publish.qos', LEVELS, 0, `The level from the publisher to the broker. ${LEVEL_SAYS}`, PROMINENT),
  toggle(
    PUBLISHER,
    'publisher.cleanStart',
    true,
    'The publisher asks for a new session with each connection, in which neither side remembers anything.',
    PROMINENT,
  ),
  choice(
    PUBLISHER,
    'client.onNewSession',
    ['republish', 'drop'],
    'republish',
    'What the publisher’s library does with what is unfinished when the session is new.',
    PROMINENT,
  ),
  toggle(
    PUBLISHER,
    'publisher.persistentStore',
    false,
    'What is unfinished is kept on disk and outlives the publisher’s process.',
  ),
  number(
    PUBLISHER,
    'reconnectPeriod',
    FROM_ONE,
    1_000,
    'How many milliseconds a client waits before it connects again.',
  ),
  choice(
    BROKER,
    'broker.denies',
    DENIES,
    'reasonCode',
    'What the broker answers to a publish that it does not allow: that it does not (5.0), or that all is well (3.1.1), and drops it.',
    { source: 'MQTT 5.0, 3.4.2.1; MQTT 3.1.1, [MQTT-3.3.5-2]; mosquitto' },
  ),
  choice(
    BROKER,
    'broker.handOn',
    HAND_ON,
    'PUBREL',
    'When the broker passes a message of level 2 on: when it comes, or when it is released. Mosquitto waits for the release.',
    { ...PROMINENT, source: 'MQTT 5.0, section 4.3.3 allows both; mosquitto source' },
  ),
  number(BROKER, 'max_queued_messages', [0, 100_000], 1_000, 'How many messages wait for a client that is away.'),
  number(
    BROKER,
    'persistent_client_expiration',
    FROM_ZERO,
    0,
    'After so many seconds away a client’s kept session is forgotten, with all that waits in it; 0: never.',
  ),
  toggle(BROKER, 'persistence', false, 'The broker saves its sessions, so that they outlive its process.', PROMINENT),
  number(BROKER, 'autosave_interval', [1, 86_400], 1_800, 'So many seconds apart.'),
  choice(
    BRIDGE,
    'bridge.qos',
    ['none', ...LEVELS],
    'none',
    'A second broker stands between the first one and the subscriber, with a hop and a level of its own; none: there is no such bridge.',
  ),
  toggle(BRIDGE, 'bridge.cleanStart', false, 'The bridge asks for a new session with each connection (cleansession).'),
  number(BRIDGE, 'restart_timeout', FROM_ONE, 5, 'How many seconds a bridge waits before it connects again.'),
  choice(
    SUBSCRIBER,
    'subscribe.qos',
    LEVELS,
    0,
    'The highest level from the broker to the subscriber; the lower of this and the published one is used.',
    PROMINENT,
  ),
  toggle(
    SUBSCRIBER,
    'subscriber.cleanStart',
    true,
    'The subscriber asks for a new session with each connection: what came while it was away is gone.',
    PROMINENT,
  ),
  choice(
    SUBSCRIBER,
    'subscriber.handOn',
    HAND_ON,
    'PUBREL',
    'When the subscriber’s library gives its application a message of level 2. MQTT.js waits for the release.',
    { source: 'MQTT 5.0, section 4.3.3 allows both; MQTT.js source' },
  ),
  toggle(
    SUBSCRIBER,
    'subscriber.persistentStore',
    false,
    'The numbers that the subscriber’s library knows outlive its process.',
  ),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 20, 'How long the subscriber handles one message.'),
  number(
    APPLICATION,
    'app.clickedTwice',
    [0, 10_000],
    0,
    'This record is published twice by the application, as when somebody clicks twice; 0: none.',
  ),
  choice(
    APPLICATION,
    'app.steps',
    MQTT_STEPS,
    'P E',
    'P E: the library ends the handshake before the application works. E P: after the effect. [M E] P: with a memory of names.',
    PROMINENT,
  ),
  ...SINK_SETTINGS,
];
