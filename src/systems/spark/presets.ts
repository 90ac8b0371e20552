/** Named settings of the spark system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

const BATCHES_OF_FOUR: Settings = {
  maxOffsetsPerTrigger: 4,
  minOffsetsPerTrigger: 4,
  maxTriggerDelay: 10_000,
  startingOffsets: 'earliest',
  'retention.ms': 0,
};

export const SPARK_PRESETS: readonly PresetDescription[] = [
  {
    id: 'append',
    claim: 'at-least-once',
    title: 'Spark, foreachBatch that appends',
    summary: 'the sink ignores the batch id',
    scaled: 'trigger 10 s for 15 min',
    settings: BATCHES_OF_FOUR,
  },
  {
    id: 'batch-id',
    claim: 'exactly-once',
    title: 'Spark, batch id in the sink’s transaction',
    summary: 'batch id with the rows · as Delta does',
    scaled: 'trigger 10 s for 15 min',
    settings: { ...BATCHES_OF_FOUR, 'app.steps': '[M E] P' },
  },
  {
    id: 'batch-id-apart',
    claim: 'at-least-once',
    title: 'Spark, batch id written after the rows',
    summary: 'batch id apart from the rows',
    scaled: 'trigger 10 s for 15 min',
    settings: { ...BATCHES_OF_FOUR, 'app.steps': 'E M P' },
  },
  {
    id: 'upsert',
    claim: 'exactly-once',
    title: 'Spark, rows with keys',
    summary: 'upsert by key',
    scaled: 'trigger 10 s for 15 min',
    settings: { ...BATCHES_OF_FOUR, 'sink.write': 'upsert' },
  },
];
