/** The settings of the flink system, with Flink's, the Kafka connector's and Kafka's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, text, toggle, type Shelf } from '../describe';
import { SOURCE_SETTINGS } from '../replay';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const FLINK: Shelf = { of: 'coordinator', source: 'Apache Flink: CheckpointingOptions' };
const RESTARTS: Shelf = { of: 'coordinator', source: 'Apache Flink: RestartStrategyOptions' };
const CONNECTOR: Shelf = { of: 'producer', source: 'Apache Flink, Kafka connector: KafkaSinkBuilder' };

const CHECKPOINTS: readonly SettingDescription[] = [
  number(
    FLINK,
    'execution.checkpointing.interval',
    FROM_ZERO,
    0,
    'How many ms lie between two checkpoints; 0: there are none.',
    PROMINENT,
  ),
  choice(
    FLINK,
    'execution.checkpointing.mode',
    ['EXACTLY_ONCE', 'AT_LEAST_ONCE'],
    'EXACTLY_ONCE',
    'Whether barriers are aligned: without that the state counts records twice after a restart.',
    PROMINENT,
  ),
  number(
    FLINK,
    'execution.checkpointing.timeout',
    FROM_ONE,
    600_000,
    'After so many ms a checkpoint has failed, and the job with it.',
  ),
  choice(
    FLINK,
    'execution.checkpointing.storage',
    ['jobmanager', 'filesystem'],
    'jobmanager',
    'Where the durable copy lies: on the heap of the JobManager, or in a file system that outlives it.',
    {
      ...PROMINENT,
      source: 'Apache Flink: CheckpointStorageLoader (the JobManager’s heap unless a checkpoint directory is named)',
    },
  ),
  choice(
    FLINK,
    'state.backend.type',
    ['hashmap', 'rocksdb'],
    'hashmap',
    'Where the working copy of the state lies: how long a snapshot takes, and nothing about its guarantee.',
    { ...PROMINENT, source: 'Apache Flink: StateBackendOptions' },
  ),
  number(APPLICATION, 'app.snapshot.hashmap.ms', FROM_ZERO, 20, 'How long a snapshot of this job takes from the heap.'),
  number(APPLICATION, 'app.snapshot.rocksdb.ms', FROM_ZERO, 200, 'How long a snapshot of this job takes from RocksDB.'),
  number(RESTARTS, 'restart-strategy.fixed-delay.attempts', FROM_ZERO, 1, 'How often a failed job starts again.'),
  number(
    RESTARTS,
    'restart-strategy.fixed-delay.delay',
    FROM_ZERO,
    1_000,
    'How many ms lie between failure and restart.',
  ),
  number(
    APPLICATION,
    'app.restoreFrom',
    [0, 10_000],
    0,
    'A restart goes back to this checkpoint, as when a savepoint is named; 0: to the newest.',
  ),
  choice(
    APPLICATION,
    'app.startingOffsets',
    ['earliest', 'latest'],
    'earliest',
    'Where the source begins when there is no checkpoint (OffsetsInitializer).',
    { source: 'Apache Flink, Kafka connector: KafkaSourceBuilder' },
  ),
  number(APPLICATION, 'app.jobs', [1, 2], 1, 'How many jobs there are; each reads a partition of its own.'),
  toggle(APPLICATION, 'app.samePrefix', false, 'Two jobs have the same transactional id prefix, by mistake.'),
];

const SINK: readonly SettingDescription[] = [
  choice(
    CONNECTOR,
    'sink.delivery-guarantee',
    ['none', 'at-least-once', 'exactly-once'],
    'none',
    'Whether the sink flushes at each checkpoint, or commits a transaction after it, or neither.',
    {
      ...PROMINENT,
      source:
        'Apache Flink, Kafka connector: KafkaSinkBuilder (none); the SQL connector, whose name of it this is, takes at-least-once',
    },
  ),
  number(
    CONNECTOR,
    'transaction.timeout.ms',
    FROM_ONE,
    3_600_000,
    'For how long the broker lets a transaction of the sink stay open before it aborts it.',
    PROMINENT,
  ),
  number(
    { of: 'broker', source: 'Apache Kafka documentation: broker configs' },
    'transaction.max.timeout.ms',
    FROM_ONE,
    900_000,
    'The longest time-out that the broker grants.',
  ),
  choice(
    { of: 'consumer', source: 'Apache Kafka documentation: consumer configs' },
    'isolation.level',
    ['read_uncommitted', 'read_committed'],
    'read_uncommitted',
    'What the reader of the output sees: everything, or what was committed.',
    PROMINENT,
  ),
];

export const FLINK_SETTINGS: readonly SettingDescription[] = [
  ...CHECKPOINTS,
  ...SINK,
  stepsSetting('E P'),
  text(
    APPLICATION,
    'app.transactionalIdPrefix',
    'sink',
    'The prefix of the transactional ids (setTransactionalIdPrefix).',
  ),
  ...SOURCE_SETTINGS,
  ...SINK_SETTINGS,
];
