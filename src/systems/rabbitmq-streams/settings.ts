/** The settings of the rabbitmq-streams system, with the names and defaults of RabbitMQ's stream client for Java and of the broker. */
import { NUMBERINGS } from '../../machines/caller/numbering';
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, text, toggle, type Shelf } from '../describe';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const PRODUCER: Shelf = { of: 'producer', source: 'rabbitmq-stream-java-client: ProducerBuilder; API documentation' };
const STREAM: Shelf = { of: 'broker', source: 'RabbitMQ documentation: streams' };
const CONSUMER: Shelf = { of: 'consumer', source: 'rabbitmq-stream-java-client: ConsumerBuilder; API documentation' };

export const FIRST_OFFSETS = ['first', 'next'] as const;
export const ON_RESTART = ['resend', 'resume', 'ask'] as const;

const PRODUCER_SETTINGS: readonly SettingDescription[] = [
  text(
    PRODUCER,
    'name',
    '',
    'The producer’s name, which must be the same after a restart: it switches de-duplication on. Empty: none.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.publishingId',
    NUMBERINGS,
    'client',
    'Where publishing ids come from: the client library counts on from what the broker has; the record’s own place in the source; or a counter that starts anew with the process.',
    { ...PROMINENT, source: 'rabbitmq-stream-java-client: outbound message deduplication' },
  ),
  text(
    APPLICATION,
    'app.publishingIds',
    '',
    'With ids that are the records’ own: the ids of the first records, in the order in which they are published, as in 1,2,3,10,4. Empty: 1, 2, 3 and so on.',
  ),
  toggle(
    PRODUCER,
    'retryOnRecovery',
    true,
    'What was not confirmed is published again when the connection has been recovered; without, the application is told that it failed.',
    PROMINENT,
  ),
  number(
    PRODUCER,
    'confirmTimeout.ms',
    FROM_ZERO,
    30_000,
    'So long without a confirm, the application is told that it does not know; 0: the client waits for ever, as the documentation asks for with a name.',
    PROMINENT,
  ),
  number(PRODUCER, 'maxUnconfirmedMessages', [1, 10_000], 10_000, 'How many messages wait for their confirm at most.'),
  number(
    PRODUCER,
    'recoveryBackOffDelay.ms',
    FROM_ONE,
    5_000,
    'How long a client waits before it connects again (recoveryBackOffDelayPolicy).',
    { source: 'rabbitmq-stream-java-client: Environment' },
  ),
  choice(
    APPLICATION,
    'app.onRestart',
    ON_RESTART,
    'resend',
    'What a restarted application does with what it cannot remember was confirmed: publishes it again, leaves it, or asks for the highest id and goes on after it (getLastPublishingId).',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.job.again.ms',
    FROM_ZERO,
    0,
    'So long after it was told of a failure the application publishes the record again; 0: never.',
  ),
  choice(
    APPLICATION,
    'app.instances',
    [1, 2],
    1,
    'How many instances publish under the one name, each its share of the records.',
    PROMINENT,
  ),
];

const STREAM_SETTINGS: readonly SettingDescription[] = [
  number(STREAM, 'max-age.ms', FROM_ZERO, 0, 'So long after it was written a message is gone, read or not; 0: never.'),
];

const CONSUMER_SETTINGS: readonly SettingDescription[] = [
  choice(
    CONSUMER,
    'offset',
    FIRST_OFFSETS,
    'next',
    'Where a consumer without a stored offset begins: at the first message that there is, or after the last.',
    PROMINENT,
  ),
  number(
    CONSUMER,
    'messageCountBeforeStorage',
    FROM_ONE,
    10_000,
    'After so many messages the consumer stores its offset (AutoTrackingStrategy).',
    PROMINENT,
  ),
  number(CONSUMER, 'flushInterval.ms', FROM_ONE, 5_000, 'And at least so often (AutoTrackingStrategy).', PROMINENT),
  stepsSetting('E P'),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 20, 'How long the consumer handles one message.'),
];

export const RABBITMQ_STREAMS_SETTINGS: readonly SettingDescription[] = [
  ...PRODUCER_SETTINGS,
  ...STREAM_SETTINGS,
  ...CONSUMER_SETTINGS,
  ...SINK_SETTINGS,
];
