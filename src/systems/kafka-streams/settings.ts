/**
 * The settings of the kafka-streams system: those of Kafka Streams with its own names and defaults, those of the clients and
 * brokers below it, and what the application decides.
 */
import type { SettingDescription } from '../../scenario/catalog';
import { APPLICATION, FROM_ZERO, PROMINENT, choice, number, toggle } from '../kafka/describe';
import { KAFKA_SETTINGS } from '../kafka/settings';

const STREAMS = { of: 'application', source: 'StreamsConfig, Kafka 4 documentation: Kafka Streams Configs' } as const;

/** Settings of the kafka system that mean the same here; some have another default. */
const DEFAULT_OF: Readonly<Record<string, SettingDescription['default']>> = {
  'linger.ms': 100,
  'transaction.timeout.ms': 10_000,
  'auto.offset.reset': 'earliest',
  'max.poll.records': 1_000,
  'partition.assignment.strategy': 'cooperative-sticky',
  'app.onRestart': 'ask',
};

const SOURCE_OF: Readonly<Record<string, string>> = {
  'transaction.timeout.ms': 'StreamsConfig: 10 s with exactly_once_v2; ProducerConfig says a minute',
  'linger.ms': 'StreamsConfig: what it overrides of its producers',
  'auto.offset.reset': 'StreamsConfig: what it overrides of its consumers',
  'max.poll.records': 'StreamsConfig: what it overrides of its consumers',
};

/** What they say where it differs: here they are about the processors, or about the reader behind them. */
const EXPLAINS: Readonly<Record<string, string>> = {
  'isolation.level':
    'Whether the reader of the output topic also reads records of transactions that are open or were aborted.',
  'app.throwsAt': 'The record whose first processing by a processor throws an exception; 0: none.',
  'app.steps':
    'In which order the reader of the output topic does the effect (E) and saves progress (P), as brackets make one step.',
};

const SHARED = [
  ...['acks', 'retries', 'enable.idempotence', 'max.in.flight.requests.per.connection', 'linger.ms', 'batch.size'],
  ...['request.timeout.ms', 'delivery.timeout.ms', 'retry.backoff.ms', 'retry.backoff.max.ms', 'reconnect.backoff.ms'],
  ...['transaction.timeout.ms', 'max.block.ms', 'replication.factor', 'num.partitions', 'min.insync.replicas'],
  ...['unclean.leader.election.enable', 'replica.lag.time.max.ms', 'broker.session.timeout.ms'],
  ...['log.flush.interval.messages', 'transaction.version', 'transaction.partition.verification.enable'],
  ...['transaction.abort.timed.out.transaction.cleanup.interval.ms', 'isolation.level', 'auto.offset.reset'],
  ...['max.poll.records', 'session.timeout.ms', 'max.poll.interval.ms', 'partition.assignment.strategy'],
  ...['group.instance.id', 'app.throwsAt', 'app.onRestart', 'app.steps', 'sink.write', 'sink.dedup'],
  'sink.dedup.window.ms',
];

const shared: readonly SettingDescription[] = KAFKA_SETTINGS.filter(({ name }) => SHARED.includes(name)).map((one) => ({
  ...one,
  default: DEFAULT_OF[one.name] ?? one.default,
  explains: EXPLAINS[one.name] ?? one.explains,
  source: SOURCE_OF[one.name] ?? one.source,
}));

const OWN: readonly SettingDescription[] = [
  choice(
    STREAMS,
    'processing.guarantee',
    ['at_least_once', 'exactly_once_v2'],
    'at_least_once',
    'Whether outputs and progress are committed in one transaction, or outputs first and progress after them.',
    PROMINENT,
  ),
  number(
    STREAMS,
    'commit.interval.ms',
    FROM_ZERO,
    30_000,
    'How long a processor works before it commits; 0: after every poll. Kafka Streams takes 100 with exactly_once_v2.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.processors',
    [1, 3],
    1,
    'How many instances of the processor share the input topic, as members of one group.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.groupMetadata',
    ['full', 'groupId'],
    'full',
    'What sendOffsetsToTransaction is given: all that the consumer knows of its group, or the group’s name alone, which shuts no zombie out.',
    PROMINENT,
  ),
  toggle(
    APPLICATION,
    'app.rewindOnAbort',
    true,
    'Whether the processor goes back to the committed offsets after an abort; otherwise it goes on after records that were not done.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.onException',
    ['abort', 'close'],
    'abort',
    'What an exception ends in: the transaction is aborted and the loop goes on, or everything is closed and a new instance starts. Without transactions it is always closed.',
  ),
  choice(
    APPLICATION,
    'app.outsideEffect',
    ['none', 'perRecord'],
    'none',
    'Whether the processor also calls a service outside Kafka for each record, which no transaction can take back.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.restore.ms',
    FROM_ZERO,
    0,
    'How long an instance that died rebuilds its local state from the changelog, with exactly_once_v2; 0: it keeps none.',
  ),
];

/** All settings of the kafka-streams system, in the order in which the page shows them. */
export const STREAMS_SETTINGS: readonly SettingDescription[] = [...OWN, ...shared];
