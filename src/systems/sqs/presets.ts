/** Named settings of the sqs system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Visibility and the deduplication interval are a tenth of what they are in service, and retention far less, so that they can be watched. */
const SCALED: Settings = { VisibilityTimeout: 3, 'service.deduplicationInterval': 30, MessageRetentionPeriod: 600 };

export const SQS_PRESETS: readonly PresetDescription[] = [
  {
    id: 'standard',
    claim: 'at-least-once',
    title: 'SQS standard',
    summary: 'visibility timeout · effect first',
    scaled: 'visibility 3 s for 30 s',
    settings: { ...SCALED },
  },
  {
    id: 'standard-with-names',
    claim: 'exactly-once',
    title: 'SQS standard into a sink with keys',
    summary: 'effect first · upsert',
    scaled: 'visibility 3 s for 30 s',
    settings: { ...SCALED, 'sink.write': 'upsert' },
  },
  {
    id: 'delete-first',
    claim: 'at-most-once',
    title: 'SQS standard, deleted on receipt',
    summary: 'delete, then work',
    scaled: 'visibility 3 s for 30 s',
    settings: { ...SCALED, 'app.steps': 'P E', 'app.retries': 0, 'app.onRestart': 'resume' },
  },
  {
    id: 'fifo',
    claim: 'at-least-once',
    title: 'SQS FIFO',
    summary: 'deduplication id of the order · message groups',
    scaled: 'window 30 s for 5 min',
    settings: { ...SCALED, FifoQueue: true, MessageDeduplicationId: 'persisted' },
  },
  {
    id: 'fifo-content-ids',
    claim: 'at-least-once',
    title: 'SQS FIFO, ids made from the body',
    summary: 'ContentBasedDeduplication',
    scaled: 'window 30 s for 5 min',
    settings: { ...SCALED, FifoQueue: true, ContentBasedDeduplication: true },
  },
];
