/** The settings of the spark system, with Spark's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { CODE_SETTINGS, SOURCE_SETTINGS } from '../replay';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const KAFKA_SOURCE: Shelf = {
  of: 'consumer',
  source: 'Apache Spark: Structured Streaming + Kafka Integration Guide; KafkaSourceProvider',
};
const STREAM: Shelf = { of: 'consumer', source: 'Apache Spark documentation: Structured Streaming Programming Guide' };

export const SPARK_SETTINGS: readonly SettingDescription[] = [
  number(
    KAFKA_SOURCE,
    'maxOffsetsPerTrigger',
    FROM_ZERO,
    0,
    'At most so many records are in a micro-batch; 0: all that there are.',
    PROMINENT,
  ),
  number(
    KAFKA_SOURCE,
    'minOffsetsPerTrigger',
    FROM_ZERO,
    0,
    'A micro-batch waits for so many records, though not for longer than maxTriggerDelay; 0: for none.',
  ),
  number(KAFKA_SOURCE, 'maxTriggerDelay', FROM_ZERO, 900_000, 'How many ms a micro-batch waits for that at most.'),
  number(
    STREAM,
    'trigger.processingTime',
    FROM_ZERO,
    0,
    'How many ms lie between two micro-batches; 0: none.',
    PROMINENT,
  ),
  choice(
    KAFKA_SOURCE,
    'startingOffsets',
    ['earliest', 'latest'],
    'latest',
    'Where a query begins that finds no checkpoint.',
    PROMINENT,
  ),
  toggle(
    KAFKA_SOURCE,
    'failOnDataLoss',
    true,
    'The query fails when the source no longer has what it planned to read; without this it goes on after the gap.',
  ),
  choice(
    APPLICATION,
    'app.guardedBy',
    ['batchId', 'partitionIdAndEpochId'],
    'batchId',
    'What the sink remembers with M: the number of the batch, or the place of a row within it.',
    PROMINENT,
  ),
  number(APPLICATION, 'app.queries', [1, 2], 1, 'How many queries share the checkpoint directory.'),
  ...CODE_SETTINGS,
  stepsSetting('E P'),
  ...SOURCE_SETTINGS,
  ...SINK_SETTINGS,
];
