/** The settings of the pulsar system, with Pulsar's own names and defaults, and those that the applications decide. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ZERO, number, PROMINENT, text, toggle, type Shelf } from '../describe';
import { WORKER_SETTINGS } from '../messaging';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const PRODUCER: Shelf = { of: 'producer', source: 'Apache Pulsar: ProducerBuilder, ProducerConfigurationData' };
const BROKER: Shelf = { of: 'broker', source: 'Apache Pulsar: broker.conf, ServiceConfiguration' };
const CONSUMER: Shelf = { of: 'consumer', source: 'Apache Pulsar: ConsumerBuilder, ConsumerConfigurationData' };
const COORDINATOR: Shelf = { of: 'coordinator', source: 'Apache Pulsar documentation: transactions' };

export const NUMBERINGS = ['library', 'line', 'counter'] as const;
export const ON_RESTART = ['resend', 'resume', 'askBroker'] as const;
export const PIPELINES = ['consume', 'process'] as const;
export const MARKS = ['today', 'neverReset', 'pushedOnly'] as const;

const PRODUCER_SETTINGS: readonly SettingDescription[] = [
  text(
    PRODUCER,
    'producerName',
    '',
    'The name under which the broker remembers numbers; empty: the broker makes one up, another for each process.',
    PROMINENT,
  ),
  choice(
    PRODUCER,
    'sequenceId',
    NUMBERINGS,
    'library',
    'Who numbers messages. library: the client, from behind what the broker has. line: the record’s own number. counter: the application, from 0 in each process.',
    { ...PROMINENT, source: 'Apache Pulsar: TypedMessageBuilder.sequenceId, ProducerImpl' },
  ),
  number(
    PRODUCER,
    'initialSequenceId',
    [-1, 1_000_000],
    -1,
    'The client’s first number is one above this, or above what the broker has.',
  ),
  number(
    PRODUCER,
    'sendTimeoutMs',
    FROM_ZERO,
    30_000,
    'So long after a send the client gives up and throws; 0: never, as de-duplication asks for.',
    PROMINENT,
  ),
  number(PRODUCER, 'maxPendingMessages', [0, 100_000], 0, 'How many messages may be under way at a time; 0: no limit.'),
  toggle(PRODUCER, 'batchingEnabled', true, 'Messages that come close together are sent as one entry.'),
  number(PRODUCER, 'batchingMaxMessages', [1, 1_000], 1_000, 'How many messages an entry holds at most.'),
  number(
    PRODUCER,
    'batchingMaxPublishDelayMicros',
    [0, 60_000_000],
    1_000,
    'How long the first message of a batch waits for others.',
  ),
  choice(
    PRODUCER,
    'accessMode',
    ['Shared', 'ExclusiveWithFencing'],
    'Shared',
    'What becomes of a second producer of the same name: it is turned away while the first is connected, or it takes its place.',
    { source: 'Apache Pulsar documentation: producer access mode; AbstractTopic.addProducer' },
  ),
  toggle(PRODUCER, 'enableTransaction', false, 'The processor writes and acknowledges inside a transaction.', {
    ...PROMINENT,
    source: 'Apache Pulsar: ClientBuilder.enableTransaction',
  }),
];

const BROKER_SETTINGS: readonly SettingDescription[] = [
  toggle(
    BROKER,
    'brokerDeduplicationEnabled',
    false,
    'The broker keeps the highest number of each producer name, and stores nothing at or below it.',
    PROMINENT,
  ),
  number(
    BROKER,
    'brokerDeduplicationEntriesInterval',
    [1, 1_000_000],
    1_000,
    'So many entries after the last one the numbers are saved; a new owner replays what stands behind.',
  ),
  number(
    BROKER,
    'brokerDeduplicationProducerInactivityTimeoutMinutes',
    [0, 10_000_000],
    360,
    'The number of a name that nobody uses for so long is forgotten; looked at each third of it; 0: never.',
  ),
  choice(
    BROKER,
    'broker.marks',
    MARKS,
    'today',
    'What a failed write does to the numbers: sets them back (today), leaves them (issue 21892), or nobody waits for the write (issue 5218).',
    { source: 'Apache Pulsar: MessageDeduplication; apache/pulsar issues 5218, 21892' },
  ),
  number(
    BROKER,
    'bookkeeper.failingRecord',
    [0, 10_000],
    0,
    'The first write of this record to storage fails; 0: none does.',
    { source: 'a fault of storage, placed' },
  ),
  number(BROKER, 'bookkeeper.failing.ms', FROM_ZERO, 1_000, 'How long that write takes to fail.', {
    source: 'a fault of storage, placed',
  }),
  number(BROKER, 'numPartitions', [1, 2], 1, 'How many partitions the input topic has, each with numbers of its own.', {
    source: 'Apache Pulsar documentation: partitioned topics',
  }),
  number(
    BROKER,
    'keepAliveIntervalSeconds',
    [0, 3_600],
    30,
    'A connection whose pings are not answered for so long is closed; 0: nobody looks.',
  ),
  toggle(
    BROKER,
    'acknowledgmentAtBatchIndexLevelEnabled',
    false,
    'The broker takes acknowledgements of single messages of a batch.',
  ),
  toggle(BROKER, 'transactionCoordinatorEnabled', false, 'There is a transaction coordinator.'),
  number(
    COORDINATOR,
    'transactionTimeout.ms',
    [1, 3_600_000],
    60_000,
    'So long after it began an open transaction is aborted by its coordinator.',
    { ...PROMINENT, source: 'Apache Pulsar: TransactionBuilder.withTransactionTimeout' },
  ),
];

const CONSUMER_SETTINGS: readonly SettingDescription[] = [
  number(
    CONSUMER,
    'ackTimeoutMillis',
    FROM_ZERO,
    0,
    'A message that is not acknowledged for so long is delivered again; 0: never, as long as the consumer is connected.',
    PROMINENT,
  ),
  number(
    CONSUMER,
    'negativeAckRedeliveryDelayMicros',
    FROM_ZERO,
    60_000_000,
    'So long after a negative acknowledgement a message is delivered again.',
  ),
  number(CONSUMER, 'receiverQueueSize', [1, 100_000], 1_000, 'How many messages a consumer is sent ahead.'),
  toggle(
    CONSUMER,
    'batchIndexAckEnabled',
    false,
    'Single messages of a batch are acknowledged; without, a batch is done when all of it is.',
    PROMINENT,
  ),
  toggle(CONSUMER, 'ackReceiptEnabled', false, 'An acknowledgement is answered, and sent again until it is.'),
  choice(
    CONSUMER,
    'subscriptionIsolationLevel',
    ['READ_COMMITTED', 'READ_UNCOMMITTED'],
    'READ_COMMITTED',
    'Whether the reader of the output waits for the end of transactions.',
    { ...PROMINENT, source: 'Apache Pulsar: SubscriptionIsolationLevel, PIP-298' },
  ),
];

const APPLICATION_SETTINGS: readonly SettingDescription[] = [
  choice(
    APPLICATION,
    'app.pipeline',
    PIPELINES,
    'consume',
    'consume: consumers write to the sink. process: a processor writes to a second topic, which a reader brings to the sink.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.onRestart',
    ON_RESTART,
    'resend',
    'What a restarted producer does with what it cannot remember was stored; askBroker: it goes on behind getLastSequenceId().',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.standby.after.ms',
    FROM_ZERO,
    0,
    'A second producer of the same name takes over when the first is silent for so long; 0: there is none.',
  ),
  number(APPLICATION, 'app.jumpsAtRecord', [0, 10_000], 0, 'This record’s number is too high by seven; 0: none.'),
  number(
    APPLICATION,
    'app.job.again.ms',
    FROM_ZERO,
    0,
    'So long after a send threw a time-out a job sends the record once more; 0: never.',
  ),
  number(APPLICATION, 'app.backoff.ms', FROM_ZERO, 100, 'How long a client waits before it connects again.'),
  toggle(APPLICATION, 'app.messageKey', true, 'Messages go to a partition by their key; without, in turn.'),
  number(
    APPLICATION,
    'app.transaction.messages',
    [1, 1_000],
    1,
    'How many messages the processor takes into one transaction at most.',
  ),
  number(
    APPLICATION,
    'app.neighbour.every',
    [0, 1_000],
    0,
    'Each so-manieth record is sent to the output topic by a neighbour without transactions; 0: none.',
  ),
  choice(
    APPLICATION,
    'app.onError',
    ['nack', 'abandon'],
    'nack',
    'What a consumer does after a failure: a negative acknowledgement, or nothing.',
  ),
  stepsSetting('E P'),
];

export const PULSAR_SETTINGS: readonly SettingDescription[] = [
  ...PRODUCER_SETTINGS,
  ...BROKER_SETTINGS,
  ...CONSUMER_SETTINGS,
  ...APPLICATION_SETTINGS,
  ...WORKER_SETTINGS,
  ...SINK_SETTINGS,
];
