/**
 * The settings of the kafka system, with Kafka 4's own names and defaults, and those that the application decides.
 */
import type { SettingDescription } from '../../scenario/catalog';
import {
  APPLICATION,
  BROKER,
  COORDINATOR,
  FROM_ONE,
  FROM_ZERO,
  LARGEST_INT,
  PROMINENT,
  SINK,
  TOPIC,
  choice,
  number,
  text,
  toggle,
} from './describe';
import { CONSUMER_SETTINGS } from './consumerSettings';
import { PRODUCER_SETTINGS } from './producerSettings';
import { OFFERED_STEPS } from '../../machines/worker/steps';
import { MEMORY_KINDS } from '../../machines/guard';

export { LARGEST_INT };

/** Kafka counts batches in bytes; here each record is taken to be of this size. */
export const RECORD_BYTES = 1_000;

/** How many records fill a batch of `batch.size` bytes; 1 at least, since Kafka sends a larger record alone. */
export function recordsPerBatch(batchSizeBytes: number): number {
  return Math.max(1, Math.floor(batchSizeBytes / RECORD_BYTES));
}

const BROKER_SETTINGS: readonly SettingDescription[] = [
  number(TOPIC, 'replication.factor', [1, 3], 1, 'How many brokers keep a copy of the topic.', {
    ...PROMINENT,
    source: 'ReplicationConfigs (default.replication.factor), Kafka 4 documentation: Broker Configs',
  }),
  number(TOPIC, 'num.partitions', [1, 3], 1, 'Into how many partitions the topic is split; order holds within one.', {
    source: 'ServerLogConfigs (num.partitions), Kafka 4 documentation: Broker Configs',
  }),
  number(
    TOPIC,
    'min.insync.replicas',
    [1, 3],
    1,
    'How many replicas must be in sync for a write with acks=all to be taken; below that readers see nothing new.',
    PROMINENT,
  ),
  toggle(
    TOPIC,
    'unclean.leader.election.enable',
    false,
    'Lets a replica that is behind lead when no other is left: the topic lives on and acknowledged records are gone.',
    PROMINENT,
  ),
  toggle(
    BROKER,
    'broker.asks.IdempotentWrite',
    false,
    'Brokers before 2.8: an idempotent producer needs the right IdempotentWrite on the cluster, beside Write on its topic.',
    { source: 'KafkaApis 2.7 (handleInitProducerIdRequest, handleProduceRequest); KIP-679. The name is ours' },
  ),
  number(
    BROKER,
    'replica.lag.time.max.ms',
    FROM_ONE,
    30_000,
    'How long a follower may be behind before it no longer counts as in sync.',
  ),
  number(
    BROKER,
    'broker.session.timeout.ms',
    FROM_ONE,
    9_000,
    'How long a broker may be silent before the controller lets another one lead.',
  ),
  number(
    TOPIC,
    'log.flush.interval.messages',
    FROM_ONE,
    LARGEST_INT,
    'After how many records a broker forces its log to disk; by default never, so a power cut loses what is in memory.',
    {
      source: 'ServerLogConfigs (default Long.MAX_VALUE), Kafka 4 documentation: Broker Configs',
    },
  ),
  choice(
    COORDINATOR,
    'transaction.version',
    [1, 2],
    2,
    'The transaction protocol: with 2 every transaction has an epoch of its own, so that late requests of the last one are refused.',
  ),
  toggle(
    COORDINATOR,
    'transaction.partition.verification.enable',
    true,
    'Makes a broker ask the coordinator before it takes the first record of a transaction.',
    { source: 'TransactionLogConfig (KIP-890), Kafka 4 documentation: Broker Configs' },
  ),
  number(
    COORDINATOR,
    'transaction.abort.timed.out.transaction.cleanup.interval.ms',
    FROM_ONE,
    10_000,
    'How often the coordinator looks for transactions that are open for too long, to abort them.',
    { source: 'TransactionStateManagerConfig, Kafka 4 documentation: Broker Configs' },
  ),
];

const APPLICATION_SETTINGS: readonly SettingDescription[] = [
  {
    ...text(
      APPLICATION,
      'app.steps',
      'E P',
      'In which order the worker does the effect (E), remembers the name (M) and saves progress (P); brackets make one atomic step.',
      PROMINENT,
    ),
    values: OFFERED_STEPS,
  },
  number(
    APPLICATION,
    'app.transaction.records',
    [1, 10_000],
    1,
    'How many records the producer puts into one transaction.',
  ),
  number(
    APPLICATION,
    'app.abortsAt',
    [0, 10_000],
    0,
    'The record with which the producer’s application changes its mind: it aborts the transaction, then does it again; 0: none.',
    { source: 'KafkaProducer.abortTransaction(): when it is called is the application’s own' },
  ),
  number(
    APPLICATION,
    'app.consumers',
    [1, 3],
    1,
    'How many consumers share the group. One alone assigns the partition to itself; several join, and only one of them reads it.',
  ),
  choice(
    APPLICATION,
    'app.processing',
    ['inPoll', 'handedOver'],
    'inPoll',
    'Whether the loop polls again only when the records are done, or hands them to another thread and polls on.',
  ),
  choice(
    APPLICATION,
    'app.onPartitionsLost',
    ['finish', 'drop'],
    'finish',
    'What the other thread does with records that wait when their partition has gone to another member: do them, or drop them.',
    { source: 'ConsumerRebalanceListener (onPartitionsLost, KIP-429): what it does is the application’s own' },
  ),
  number(
    APPLICATION,
    'app.throwsAt',
    [0, 10_000],
    0,
    'The record whose first processing throws an exception, before anything is done for it; 0: none.',
  ),
  choice(
    APPLICATION,
    'app.onException',
    ['close', 'crash'],
    'close',
    'What an exception ends in: the consumer is closed in a finally block, or the process dies; a new one starts soon.',
  ),
  choice(
    APPLICATION,
    'app.onRestart',
    ['resend', 'resume', 'ask'],
    'resend',
    'What a restarted producer does with records of which it does not know whether they arrived: send them again, go on after them, or look them up first.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.onError',
    ['resend', 'report'],
    'report',
    'What the producer’s application does after an exception that proves nothing: send the record again in a new send(), or report it as it is.',
  ),
  number(
    APPLICATION,
    'app.replacement.after.ms',
    FROM_ZERO,
    0,
    'After how long a silence of the producer a second instance of the application takes its work over; 0: never.',
  ),
  choice(
    SINK,
    'sink.write',
    ['append', 'upsert', 'insertUnique', 'increment'],
    'append',
    'How an effect lands: one more row, a row that is overwritten, a row that is refused when it is there, or a sum.',
    PROMINENT,
  ),
  choice(
    SINK,
    'sink.dedup',
    MEMORY_KINDS,
    'none',
    'How the sink remembers the names of what it has seen, to refuse them the second time.',
    PROMINENT,
  ),
  number(SINK, 'sink.dedup.window.ms', FROM_ZERO, 0, 'How long a name is remembered; 0: for ever.'),
];

/** All settings of the kafka system, in the order in which the page shows them. */
export const KAFKA_SETTINGS: readonly SettingDescription[] = [
  ...PRODUCER_SETTINGS,
  ...BROKER_SETTINGS,
  ...CONSUMER_SETTINGS,
  ...APPLICATION_SETTINGS,
];
