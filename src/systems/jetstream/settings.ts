/** The settings of the jetstream system, with NATS's own names and defaults, and those that the applications decide. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { senderSettings, WORKER_SETTINGS } from '../messaging';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const PUBLISHER: Shelf = {
  of: 'producer',
  source: 'NATS documentation: JetStream model deep dive, message deduplication',
};
const STREAM: Shelf = { of: 'broker', source: 'nats-server: StreamConfig' };
const CONSUMER: Shelf = { of: 'consumer', source: 'nats-server: ConsumerConfig' };

const STREAM_SETTINGS: readonly SettingDescription[] = [
  choice(
    STREAM,
    'retention',
    ['limits', 'workqueue'],
    'limits',
    'limits: messages stay after they are acknowledged. workqueue: an acknowledged message is deleted.',
    PROMINENT,
  ),
  number(
    STREAM,
    'duplicate_window.ms',
    FROM_ZERO,
    120_000,
    'How long a Nats-Msg-Id is known, from its first sight; 0: not at all.',
    PROMINENT,
  ),
  toggle(
    STREAM,
    'sources',
    false,
    'The stream is filled by sourcing another one: then ids have no window unless one is set by hand.',
  ),
  number(STREAM, 'max_age.ms', FROM_ZERO, 0, 'After so long a message is gone; 0: never.'),
  choice(
    STREAM,
    'sync_interval',
    ['2m', 'always'],
    '2m',
    'When what was acknowledged is flushed to disk: every two minutes, which are 20 s here, or before each acknowledgement.',
    { ...PROMINENT, source: 'nats-server: jetstream options, sync_interval' },
  ),
  number(
    STREAM,
    'server.damagedFrom',
    [0, 10_000],
    0,
    'One replica has a damaged file from this record’s message on, and leads after the next restart; 0: none.',
    { source: 'Jepsen, NATS 2.12.1: corrupted block files on a minority of nodes' },
  ),
];

const CONSUMER_SETTINGS: readonly SettingDescription[] = [
  number(
    CONSUMER,
    'ack_wait.ms',
    FROM_ONE,
    30_000,
    'So long after a delivery that nobody acknowledges the message is delivered again.',
    PROMINENT,
  ),
  number(
    CONSUMER,
    'max_deliver',
    [-1, 1_000],
    -1,
    'Delivered so often without an acknowledgement, a message is left alone: it stays in the stream, and an advisory says so. -1: never.',
    PROMINENT,
  ),
  number(CONSUMER, 'max_ack_pending', [1, 1_000], 1_000, 'How many messages are out without acknowledgement at most.'),
  toggle(
    CONSUMER,
    'client.doubleAck',
    false,
    'The consumer asks the server to confirm its acknowledgement, and asks again when it hears nothing.',
    { ...PROMINENT, source: 'NATS documentation: JetStream consumers, AckSync' },
  ),
  number(
    CONSUMER,
    'client.inProgress.ms',
    FROM_ZERO,
    0,
    'While it works a consumer says so as often as this, which starts the ack wait anew; 0: never.',
    { ...PROMINENT, source: 'NATS documentation: JetStream consumers, AckProgress' },
  ),
  choice(
    APPLICATION,
    'app.onError',
    ['nak', 'term', 'abandon'],
    'nak',
    'What a consumer does after a failure: it asks for the message again, gives it up, or lets the ack wait pass.',
  ),
  stepsSetting('E P'),
];

export const JETSTREAM_SETTINGS: readonly SettingDescription[] = [
  choice(
    PUBLISHER,
    'Nats-Msg-Id',
    ['none', 'perAttempt', 'perCall', 'persisted', 'content'],
    'none',
    'The id that the publisher gives: none, a new one for each attempt or each call, one stored with the order, or a hash of the body.',
    PROMINENT,
  ),
  ...STREAM_SETTINGS,
  ...CONSUMER_SETTINGS,
  ...senderSettings(2, 'NATS clients: JetStream publish retry attempts, and the application'),
  ...WORKER_SETTINGS,
  ...SINK_SETTINGS,
];
