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
    ['limits', 'workqueue', 'interest'],
    'limits',
    'limits: messages stay after they are acknowledged. workqueue: an acknowledged message is deleted. interest: once every consumer has acknowledged it; here there is one.',
    PROMINENT,
  ),
  number(
    STREAM,
    'duplicate_window.ms',
    FROM_ZERO,
    0,
    'How long a Nats-Msg-Id is known, from its first sight. 0: by default, which is 2 minutes, or max_age where that is shorter, and not at all in a stream that is sourced.',
    PROMINENT,
  ),
  toggle(
    STREAM,
    'sources',
    false,
    'The stream is filled by sourcing another one: then ids have no window unless one is set by hand.',
  ),
  number(STREAM, 'max_age.ms', FROM_ZERO, 0, 'After so long a message is gone; 0: never.'),
  number(
    STREAM,
    'sync_interval.ms',
    FROM_ZERO,
    120_000,
    'How often what was acknowledged is flushed to disk. 0: `always`, that is before each acknowledgement.',
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
  number(
    CONSUMER,
    'client.nakDelay.ms',
    FROM_ZERO,
    0,
    'A consumer that asks for a message again (nak) names this time to wait; 0: at once.',
    { source: 'nats-server: consumer.processNak' },
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

/** Somebody publishes again what was published and confirmed long ago, under the same ids. */
const REPLAY_SETTINGS: readonly SettingDescription[] = [
  number(APPLICATION, 'app.replay.from', [0, 10_000], 0, 'From this record on records are published again; 0: none.'),
  number(APPLICATION, 'app.replay.to', [0, 10_000], 0, 'The last record that is published again.'),
  number(APPLICATION, 'app.replay.at.ms', FROM_ZERO, 3_000, 'When that begins.'),
  number(APPLICATION, 'app.replay.every.ms', FROM_ZERO, 0, 'The time from one of them to the next; 0: all at once.'),
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
  ...REPLAY_SETTINGS,
  ...WORKER_SETTINGS,
  ...SINK_SETTINGS,
];
