/** The settings of the singlestore system, with SingleStore's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { CODE_SETTINGS, SOURCE_SETTINGS } from '../replay';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const PIPELINE: Shelf = {
  of: 'consumer',
  source: 'SingleStore: documentation of CREATE PIPELINE (pipelines_batch_interval)',
};
const ENGINE: Shelf = {
  of: 'consumer',
  source: 'SingleStore: documentation of the engine variables; blog, pipeline tuning with engine variables',
};

export const SINGLESTORE_SETTINGS: readonly SettingDescription[] = [
  number(
    ENGINE,
    'pipelines_max_offsets_per_batch_partition',
    FROM_ONE,
    1_000_000,
    'At most so many records of a partition are in one batch.',
    PROMINENT,
  ),
  number(PIPELINE, 'BATCH_INTERVAL', FROM_ONE, 2_500, 'How many ms lie between two batches.'),
  number(
    ENGINE,
    'pipelines_max_retries_per_batch_partition',
    FROM_ZERO,
    4,
    'How often a batch that failed is tried again.',
    PROMINENT,
  ),
  toggle(
    ENGINE,
    'pipelines_stop_on_error',
    true,
    'After its retries a batch stops the pipeline; without this it is skipped, and the pipeline stays green.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.alterOffsets',
    [-1, 10_000],
    -1,
    'When the pipeline starts again, somebody sets its offset to this by hand (ALTER PIPELINE); -1: nobody does.',
  ),
  ...CODE_SETTINGS,
  stepsSetting('[E P]'),
  ...SOURCE_SETTINGS,
  ...SINK_SETTINGS,
];
