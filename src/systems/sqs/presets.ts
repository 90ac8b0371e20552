/** Named settings of the sqs system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Visibility and the deduplication interval are a tenth of what they are in service, and retention far less, so that they can be watched. */
const SCALED: Settings = { VisibilityTimeout: 3, 'service.deduplicationInterval': 30, MessageRetentionPeriod: 600 };
const FIFO: Settings = { ...SCALED, FifoQueue: true };

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
    id: 'one-receive',
    claim: 'none',
    title: 'SQS standard, dead after one receive',
    summary: 'maxReceiveCount 1 · effect first',
    scaled: 'visibility 3 s for 30 s',
    settings: { ...SCALED, maxReceiveCount: 1 },
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
    settings: { ...FIFO, MessageDeduplicationId: 'persisted' },
  },
  {
    id: 'fifo-with-names',
    claim: 'exactly-once',
    title: 'SQS FIFO into a sink with keys',
    summary: 'deduplication id of the order · upsert',
    scaled: 'window 30 s for 5 min',
    settings: { ...FIFO, MessageDeduplicationId: 'persisted', 'sink.write': 'upsert' },
  },
  {
    id: 'fifo-id-per-attempt',
    claim: 'at-least-once',
    title: 'SQS FIFO, a new id for each attempt',
    summary: 'nothing is sent twice under one id',
    scaled: 'window 30 s for 5 min',
    settings: { ...FIFO, MessageDeduplicationId: 'perAttempt' },
  },
  {
    id: 'fifo-content-ids',
    claim: 'at-least-once',
    title: 'SQS FIFO, ids made from the body',
    summary: 'ContentBasedDeduplication',
    scaled: 'window 30 s for 5 min',
    settings: { ...FIFO, ContentBasedDeduplication: true },
  },
];
