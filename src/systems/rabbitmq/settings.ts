/** The settings of the rabbitmq system, with AMQP's and RabbitMQ's own names and defaults, and those of the applications. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { senderSettings, WORKER_SETTINGS } from '../messaging';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const PUBLISHER: Shelf = {
  of: 'producer',
  source: 'RabbitMQ documentation: publishers, consumer acknowledgements and publisher confirms',
};
const BROKER: Shelf = { of: 'broker', source: 'RabbitMQ documentation: queues, quorum queues' };
const CONSUMER: Shelf = { of: 'consumer', source: 'RabbitMQ documentation: consumers, consumer acknowledgements' };

export const DEAD_LETTER_STRATEGIES = ['at-most-once', 'at-least-once'] as const;
export const ON_ERROR = ['nackRequeue', 'rejectRequeue', 'discard', 'crash'] as const;

const PUBLISHER_SETTINGS: readonly SettingDescription[] = [
  toggle(
    PUBLISHER,
    'confirm.select',
    false,
    'The broker confirms each message that it has taken charge of; without, publishing is fire and forget.',
    PROMINENT,
  ),
  toggle(
    PUBLISHER,
    'mandatory',
    false,
    'A message that no binding wants is handed back before it is confirmed; without, it is dropped and confirmed.',
    PROMINENT,
  ),
  choice(
    PUBLISHER,
    'delivery_mode',
    [1, 2],
    1,
    '1: transient, gone when a classic queue’s broker stops. 2: persistent.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.unroutableRecord',
    [0, 10_000],
    0,
    'This record is published with a routing key that nobody has bound; 0: none.',
  ),
];

const BROKER_SETTINGS: readonly SettingDescription[] = [
  choice(
    BROKER,
    'x-queue-type',
    ['classic', 'quorum'],
    'classic',
    'classic: one broker has it. quorum: confirmed when a majority of brokers has it on disk, and failed deliveries are counted.',
    PROMINENT,
  ),
  number(
    BROKER,
    'x-delivery-limit',
    [-1, 1_000],
    20,
    'After so many failed deliveries a quorum queue gives a message up; -1: never.',
    PROMINENT,
  ),
  toggle(
    BROKER,
    'x-dead-letter-exchange',
    false,
    'What the queue gives up goes to another queue; without, it is dropped.',
    PROMINENT,
  ),
  choice(
    BROKER,
    'x-dead-letter-strategy',
    DEAD_LETTER_STRATEGIES,
    'at-most-once',
    'Of a quorum queue. at-most-once: a dead letter is published without confirms and gone here at once. at-least-once: it stays until a queue has confirmed it.',
    { source: 'RabbitMQ documentation: quorum queues, dead lettering' },
  ),
  toggle(
    APPLICATION,
    'app.deadLettersUntaken',
    false,
    'No queue is bound to the dead-letter exchange, or the one that is cannot take anything.',
  ),
  number(BROKER, 'x-message-ttl', FROM_ZERO, 0, 'After so many milliseconds a message is dropped; 0: never.'),
  number(
    BROKER,
    'consumer_timeout',
    FROM_ZERO,
    1_800_000,
    'A consumer that does not acknowledge for so many milliseconds loses its channel; 0: never.',
    { source: 'RabbitMQ documentation: consumers, delivery acknowledgement timeout' },
  ),
  number(
    BROKER,
    'heartbeat',
    [0, 3_600],
    60,
    'A connection that is silent for so many seconds is taken for dead; 0: nobody looks.',
    { source: 'RabbitMQ documentation: detecting dead TCP connections with heartbeats' },
  ),
];

const CONSUMER_SETTINGS: readonly SettingDescription[] = [
  toggle(CONSUMER, 'auto_ack', false, 'A message counts as done when it is written to the socket.', PROMINENT),
  number(
    CONSUMER,
    'prefetch_count',
    [0, 65_535],
    0,
    'How many unacknowledged messages a consumer is sent at most; 0: as many as there are, of a quorum queue 2,000.',
    PROMINENT,
  ),
  toggle(
    CONSUMER,
    'app.acksOnNewChannel',
    false,
    'After a reconnect the consumer acknowledges what it got on the old channel, which is an error that costs it the new one.',
  ),
  number(
    CONSUMER,
    'app.acksTwiceRecord',
    [0, 10_000],
    0,
    'This record’s message is acknowledged twice on its channel, which is an error that costs the consumer its channel; 0: none.',
  ),
  toggle(
    CONSUMER,
    'app.transactionalAcks',
    false,
    'Acknowledgements are inside AMQP transactions: answered with ok, not yet on disk.',
    { source: 'RabbitMQ documentation: broker semantics, transactions' },
  ),
  toggle(
    APPLICATION,
    'app.dropsRedelivered',
    false,
    'The consumer takes whatever is flagged as redelivered for done.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.onError',
    ON_ERROR,
    'nackRequeue',
    'What a consumer does after a failure: nack or reject and requeue (since 4.3 only a reject counts as failed), discard, or die of it.',
  ),
  stepsSetting('E P'),
];

export const RABBITMQ_SETTINGS: readonly SettingDescription[] = [
  ...PUBLISHER_SETTINGS,
  ...BROKER_SETTINGS,
  ...CONSUMER_SETTINGS,
  ...senderSettings(5, 'decided by the application: a client library does not publish again by itself'),
  ...WORKER_SETTINGS,
  ...SINK_SETTINGS,
];
