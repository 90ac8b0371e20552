/** A singlestore lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readCode, readSource } from '../replay';
import { readSink } from '../shared';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    most: take.number('pipelines_max_offsets_per_batch_partition'),
    intervalMs: take.number('BATCH_INTERVAL'),
    retries: take.number('pipelines_max_retries_per_batch_partition'),
    stopOnError: take.boolean('pipelines_stop_on_error'),
    alterTo: take.number('app.alterOffsets'),
    steps: take.text('app.steps'),
    code: readCode(take),
    source: readSource(take),
    sink: readSink(take),
  };
}
