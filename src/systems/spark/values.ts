/** A spark lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readCode, readSource } from '../replay';
import { readSink } from '../shared';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    most: take.number('maxOffsetsPerTrigger'),
    least: take.number('minOffsetsPerTrigger'),
    delayMs: take.number('maxTriggerDelay'),
    everyMs: take.number('trigger.processingTime'),
    startFrom: take.oneOf('startingOffsets', ['earliest', 'latest']),
    failOnDataLoss: take.boolean('failOnDataLoss'),
    guardedBy: take.oneOf('app.guardedBy', ['batchId', 'partitionIdAndEpochId']),
    queries: take.number('app.queries'),
    steps: take.text('app.steps'),
    code: readCode(take),
    source: readSource(take),
    sink: readSink(take),
  };
}

export type SparkValues = ReturnType<typeof readValues>;
