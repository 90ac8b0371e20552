/** The settings of the pubsub system, with the API's own names and defaults, and those that the application decides. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { senderSettings, WORKER_SETTINGS } from '../messaging';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const API = 'google.pubsub.v1 API definition: Subscription';
const SUBSCRIPTION: Shelf = { of: 'broker', source: API };
const LIBRARY: Shelf = { of: 'consumer', source: 'Pub/Sub client libraries: lease management, flow control' };

export const DEAD_LETTER_TOPICS = ['none', 'withSubscription', 'withoutSubscription', 'noPublishRight'] as const;

const SUBSCRIPTION_SETTINGS: readonly SettingDescription[] = [
  toggle(
    SUBSCRIPTION,
    'enableExactlyOnceDelivery',
    false,
    'No redelivery before the deadline and none after an acknowledgement that succeeded; acknowledgements have results.',
    PROMINENT,
  ),
  number(
    SUBSCRIPTION,
    'ackDeadlineSeconds',
    [10, 600],
    10,
    'For how many seconds a message is with one subscriber; with exactly-once delivery 60 when nothing is given.',
    PROMINENT,
  ),
  choice(
    SUBSCRIPTION,
    'subscriptionType',
    ['pull', 'push'],
    'pull',
    'Who begins: the subscriber pulls, or the service calls it (then nothing extends a deadline).',
  ),
  toggle(
    SUBSCRIPTION,
    'enableMessageOrdering',
    false,
    'Messages of one ordering key come in order, and a redelivery brings the later ones of the key again.',
    PROMINENT,
  ),
  number(
    SUBSCRIPTION,
    'messageRetentionDuration',
    [600, 2_678_400],
    604_800,
    'After so many seconds a message is gone, whether anybody has handled it or not.',
  ),
  choice(
    SUBSCRIPTION,
    'deadLetterTopic',
    DEAD_LETTER_TOPICS,
    'none',
    'Where a message goes that was delivered too often; a topic without subscription keeps nothing, and without the right to publish nothing gets there.',
    { source: 'Pub/Sub documentation: handle message failures' },
  ),
  number(
    SUBSCRIPTION,
    'maxDeliveryAttempts',
    [5, 100],
    5,
    'After so many deliveries a message goes to the dead-letter topic, if there is one.',
  ),
  number(
    SUBSCRIPTION,
    'service.repeatedRecord',
    [0, 10_000],
    0,
    'This record’s message is delivered once more although it was acknowledged, as a best effort allows; 0: none.',
    { source: 'Pub/Sub documentation: subscription overview, at-least-once delivery' },
  ),
  choice(
    SUBSCRIPTION,
    'app.subscriberRegions',
    [1, 2],
    1,
    'In how many regions subscribers of this subscription connect: exactly-once delivery is kept within one.',
    { source: 'Pub/Sub documentation: exactly-once delivery' },
  ),
];

const LIBRARY_SETTINGS: readonly SettingDescription[] = [
  number(
    LIBRARY,
    'client.maxOutstandingMessages',
    [1, 100],
    1,
    'How many messages a subscriber holds at a time: one in its hands, the others waiting in the library.',
    PROMINENT,
  ),
  toggle(
    LIBRARY,
    'client.leaseManagement',
    true,
    'The library extends the deadline of what the subscriber works on; a plain pull does not.',
    PROMINENT,
  ),
  toggle(
    LIBRARY,
    'client.extendsBuffered',
    true,
    'It extends the deadline of messages that wait in its buffer, too; old libraries did not.',
  ),
  number(
    LIBRARY,
    'client.maxExtensionPeriod.ms',
    FROM_ZERO,
    3_600_000,
    'So long after it got a message the library stops extending its deadline.',
  ),
  choice(
    APPLICATION,
    'app.onError',
    ['nack', 'abandon'],
    'nack',
    'What a subscriber does after a failure: it gives the message back at once, or lets the deadline pass.',
  ),
  choice(
    APPLICATION,
    'app.dedupKey',
    ['order_id', 'messageId'],
    'order_id',
    'By what a memory of names in front of the sink knows a message: an attribute that the publisher set, or the id that the service gave.',
    PROMINENT,
  ),
  stepsSetting('E P'),
];

export const PUBSUB_SETTINGS: readonly SettingDescription[] = [
  ...SUBSCRIPTION_SETTINGS,
  ...LIBRARY_SETTINGS,
  ...senderSettings(5, 'Pub/Sub client libraries: publish retry settings (they retry until a total time is over)'),
  ...WORKER_SETTINGS,
  ...SINK_SETTINGS,
];
