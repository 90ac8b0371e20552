/** An SQS lane's settings as typed values; seconds become milliseconds. */
import type { NamePolicy } from '../../machines/caller/naming';
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readOddRecords, readSink } from '../shared';

const SECOND = 1_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const seconds = (name: string): number => take.number(name) * SECOND;
  return {
    fifo: take.boolean('FifoQueue'),
    visibilityMs: seconds('VisibilityTimeout'),
    retentionMs: seconds('MessageRetentionPeriod'),
    maxReceiveCount: take.number('maxReceiveCount'),
    redriveAfterMs: take.number('app.redrive.after.ms'),
    contentBased: take.boolean('ContentBasedDeduplication'),
    scope: take.oneOf('DeduplicationScope', ['queue', 'messageGroup']),
    intervalMs: seconds('service.deduplicationInterval'),
    backlogInSight: take.number('service.backlogInSight'),
    ghostRecord: take.number('service.ghostRecord'),
    deduplicationId: take.oneOf('MessageDeduplicationId', ['none', 'perAttempt', 'perCall', 'persisted', 'content']),
    retries: take.number('app.retries'),
    timeoutMs: take.number('app.timeout.ms'),
    backoffMs: take.number('app.backoff.ms'),
    onRestart: take.oneOf('app.onRestart', ['resend', 'resume']),
    retryInOtherGroup: take.boolean('app.retryInOtherGroup'),
    batchFails: take.boolean('app.batchFails'),
    jobAgainMs: take.number('app.job.again.ms'),
    workers: take.number('app.workers'),
    most: take.number('MaxNumberOfMessages'),
    processingMs: take.number('app.processing.ms'),
    slowRecord: take.number('app.slowRecord'),
    slowMs: take.number('app.slow.ms'),
    heartbeatMs: take.number('app.heartbeat.ms'),
    poisonRecord: take.number('app.poisonRecord'),
    poisonTimes: take.number('app.poison.times'),
    onError: take.oneOf('app.onError', ['abandon', 'release']),
    steps: take.text('app.steps'),
    odd: readOddRecords(take),
    sink: readSink(take),
  };
}

export type SqsValues = ReturnType<typeof readValues>;

/** The name that the queue sees: the sender's own, or the hash where it gives none and the queue makes one. */
export function namePolicy({ fifo, deduplicationId, contentBased }: SqsValues): NamePolicy {
  if (!fifo) return 'none';
  return deduplicationId === 'none' && contentBased ? 'content' : deduplicationId;
}
