/** A Kinesis lane's settings as typed values; hours become milliseconds. */
import type { Settings } from '../../scenario/scenario';
import { readSender } from '../messaging';
import { settingsReader } from '../reading';
import { readSink } from '../shared';
import { ON_ERROR } from './settings';

const HOUR = 3_600_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    retentionMs: take.number('RetentionPeriodHours') * HOUR,
    inFlight: take.number('app.inFlight'),
    maxRecords: take.number('maxRecords'),
    failoverMs: take.number('failoverTimeMillis'),
    rebalanceAtMs: take.number('app.rebalanceAt.ms'),
    workers: take.number('app.workers'),
    processingMs: take.number('app.processing.ms'),
    poisonRecord: take.number('app.poisonRecord'),
    poisonTimes: take.number('app.poison.times'),
    onError: take.oneOf('app.onError', ON_ERROR),
    retryAttempts: take.number('app.retryAttempts'),
    recordAgeSeconds: take.number('MaximumRecordAgeInSeconds'),
    steps: take.text('app.steps'),
    sender: readSender(take),
    sink: readSink(take),
  };
}

export type KinesisValues = ReturnType<typeof readValues>;

/**
 * The age in ms from which on an event source mapping passes a batch over, the retention's if that is shorter; 0: none, as
 * for KCL, which looks at no ages. Source: AWS Lambda, parameters for Kinesis event source mappings.
 */
export function recordAgeOf({
  onError,
  recordAgeSeconds,
  retentionMs,
}: Pick<KinesisValues, 'onError' | 'recordAgeSeconds' | 'retentionMs'>): number {
  if (onError !== 'retryThenSkip') return 0;
  const ages = [recordAgeSeconds * 1_000, retentionMs].filter((ms) => ms > 0);
  return ages.length === 0 ? 0 : Math.min(...ages);
}
