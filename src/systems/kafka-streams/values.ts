/** A lane's settings as typed values: Kafka's own by way of the kafka system, and those of the processors. */
import type { Settings } from '../../scenario/scenario';
import { LARGEST_INT } from '../kafka/describe';
import { KAFKA_SETTINGS } from '../kafka/settings';
import { readValues, type KafkaValues } from '../kafka/values';
import { settingsReader } from '../reading';

export interface StreamsValues {
  /** Of the producer in front and of brokers and coordinators. */
  readonly kafka: KafkaValues;
  /** Of the processors' two clients. */
  readonly processor: KafkaValues;
  /** Of the reader behind the output topic. */
  readonly reader: KafkaValues;
  readonly exactlyOnce: boolean;
  readonly commitIntervalMs: number;
  readonly processors: number;
  readonly groupMetadata: 'full' | 'groupId';
  readonly rewindOnAbort: boolean;
  readonly onException: 'abort' | 'close';
  readonly restoreMs: number;
  readonly callsService: boolean;
}

/**
 * The settings of a kafka lane that this lane's own are a part of. What is no setting here is as Kafka has it, except that
 * nobody commits automatically and the producer in front has no transactions.
 */
export function asKafkaSettings(settings: Settings): Settings {
  const defaults = Object.fromEntries(KAFKA_SETTINGS.map((setting) => [setting.name, setting.default]));
  const names = new Set(KAFKA_SETTINGS.map(({ name }) => name).filter((name) => name !== 'app.onException'));
  const own = Object.fromEntries(Object.entries(settings).filter(([name]) => names.has(name)));
  return { ...defaults, ...own, 'transactional.id': '', 'enable.auto.commit': false };
}

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readStreamsValues(settings: Settings): StreamsValues {
  const kafka = readValues(asKafkaSettings(settings));
  const take = settingsReader(settings);
  const exactlyOnce = take.oneOf('processing.guarantee', ['at_least_once', 'exactly_once_v2']) === 'exactly_once_v2';
  return {
    kafka,
    processor: processorValues(kafka, exactlyOnce),
    reader: { ...kafka, throwsAt: 0, groupInstanceId: '' },
    exactlyOnce,
    commitIntervalMs: take.number('commit.interval.ms'),
    processors: take.number('app.processors'),
    groupMetadata: take.oneOf('app.groupMetadata', ['full', 'groupId']),
    rewindOnAbort: take.boolean('app.rewindOnAbort'),
    onException: take.oneOf('app.onException', ['abort', 'close']),
    restoreMs: take.number('app.restore.ms'),
    callsService: take.oneOf('app.outsideEffect', ['none', 'perRecord']) === 'perRecord',
  };
}

/** What Kafka Streams overrides with exactly_once_v2. Source: StreamsConfig. */
function processorValues(kafka: KafkaValues, exactlyOnce: boolean): KafkaValues {
  if (!exactlyOnce) return { ...kafka, isolation: 'read_uncommitted' };
  return { ...kafka, isolation: 'read_committed', deliveryTimeoutMs: LARGEST_INT };
}
