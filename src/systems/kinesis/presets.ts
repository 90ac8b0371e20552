/** Named settings of the kinesis system: where a lane starts from. Times are those in service: nothing is scaled. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Small batches, so that a batch can be watched; and no retention, since a run is over long before a day has passed. */
const SMALL: Settings = { maxRecords: 3, RetentionPeriodHours: 0 };
const CAUGHT: Settings = { ...SMALL, 'app.onError': 'retryThenStop' };

export const KINESIS_PRESETS: readonly PresetDescription[] = [
  {
    id: 'uncaught',
    claim: 'none',
    title: 'KCL, exceptions not caught',
    summary: 'the library goes on with the next batch',
    settings: SMALL,
  },
  {
    id: 'caught',
    claim: 'at-least-once',
    title: 'KCL, exceptions caught and tried again',
    summary: 'effect first · checkpoint after the batch',
    settings: CAUGHT,
  },
  {
    id: 'caught-with-keys',
    claim: 'exactly-once',
    title: 'KCL into a sink with keys',
    summary: 'exceptions caught · upsert',
    settings: { ...CAUGHT, 'sink.write': 'upsert' },
  },
  {
    id: 'checkpoint-first',
    claim: 'at-most-once',
    title: 'KCL, checkpoint on receipt',
    summary: 'checkpoint, then work',
    settings: { ...CAUGHT, 'app.steps': 'P E', 'app.retries': 0, 'app.onRestart': 'resume' },
  },
  {
    id: 'event-source',
    claim: 'none',
    title: 'Lambda event source on Kinesis',
    summary: 'a failing batch blocks its shard until its retries are over',
    settings: { ...SMALL, 'app.onError': 'retryThenSkip' },
  },
];
