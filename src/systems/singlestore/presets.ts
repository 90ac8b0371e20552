/** Named settings of the singlestore system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

const BATCHES_OF_THREE: Settings = { pipelines_max_offsets_per_batch_partition: 3, 'retention.ms': 0 };

export const SINGLESTORE_PRESETS: readonly PresetDescription[] = [
  {
    id: 'pipeline',
    claim: 'exactly-once',
    title: 'SingleStore pipeline',
    summary: 'rows and offsets in one transaction',
    settings: BATCHES_OF_THREE,
  },
  {
    id: 'keeps-going',
    claim: 'at-most-once',
    title: 'SingleStore pipeline that keeps going',
    summary: 'stop on error off',
    settings: { ...BATCHES_OF_THREE, pipelines_stop_on_error: false },
  },
  {
    id: 'two-writes',
    claim: 'at-least-once',
    title: 'A loader of one’s own, rows first',
    summary: 'rows, then the offset',
    settings: { ...BATCHES_OF_THREE, 'app.steps': 'E P' },
  },
  {
    id: 'offset-first',
    claim: 'at-most-once',
    title: 'A loader of one’s own, offset first',
    summary: 'the offset, then rows',
    settings: { ...BATCHES_OF_THREE, 'app.steps': 'P E' },
  },
  {
    id: 'unique-key',
    claim: 'exactly-once',
    title: 'SingleStore pipeline into a table with a key',
    summary: 'one transaction · unique key',
    settings: { ...BATCHES_OF_THREE, 'sink.write': 'insertUnique' },
  },
];
