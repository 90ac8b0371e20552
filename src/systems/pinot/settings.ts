/** The settings of the pinot system, with Pinot's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { SOURCE_SETTINGS } from '../replay';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const STREAM: Shelf = { of: 'consumer', source: 'Apache Pinot: StreamConfig' };
const DEDUP: Shelf = { of: 'sink', source: 'Apache Pinot: DedupConfig; documentation: stream ingestion with dedup' };

export const PINOT_SETTINGS: readonly SettingDescription[] = [
  number(
    STREAM,
    'realtime.segment.flush.threshold.rows',
    FROM_ZERO,
    5_000_000,
    'After so many rows a consuming segment is committed; 0: no such limit.',
    PROMINENT,
  ),
  number(
    STREAM,
    'realtime.segment.flush.threshold.time',
    FROM_ZERO,
    21_600_000,
    'After so many ms it is committed at the latest.',
    PROMINENT,
  ),
  number(
    { of: 'consumer', source: 'Apache Pinot documentation: table configuration, segmentsConfig' },
    'replication',
    [1, 2],
    1,
    'How many servers consume each partition for themselves.',
    PROMINENT,
  ),
  choice(
    STREAM,
    'stream.kafka.consumer.prop.auto.offset.reset',
    ['smallest', 'largest'],
    'largest',
    'Where a table begins that has no segments yet, and nothing else.',
  ),
  choice(
    {
      of: 'consumer',
      source: 'Apache Kafka: ConsumerConfig, which Pinot leaves as it is; since apache/pinot #19359 earliest',
    },
    'auto.offset.reset',
    ['earliest', 'latest'],
    'latest',
    'Where a server goes on when the stream no longer has its offset: at the oldest record that is left, or at the end.',
  ),
  toggle(
    DEDUP,
    'dedupConfig.dedupEnabled',
    false,
    'Keeps the primary keys of a partition in memory, and drops rows whose key is there.',
    PROMINENT,
  ),
  number(DEDUP, 'dedupConfig.metadataTTL', FROM_ZERO, 0, 'For how many ms a key is kept; 0: for ever.', PROMINENT),
  number(APPLICATION, 'app.partitions', [1, 2], 1, 'How many partitions the stream has; one consuming segment each.'),
  number(APPLICATION, 'app.rowMs.first', FROM_ZERO, 5, 'How long the first replica takes for a row.'),
  number(APPLICATION, 'app.rowMs.second', FROM_ZERO, 15, 'How long the second replica takes for a row.'),
  stepsSetting('[E P]'),
  ...SOURCE_SETTINGS,
  ...SINK_SETTINGS,
];
