/** A Pub/Sub lane's settings as typed values; seconds become milliseconds. */
import type { Settings } from '../../scenario/scenario';
import { readSender, readWorker } from '../messaging';
import { settingsReader } from '../reading';
import { readSink } from '../shared';
import { DEAD_LETTER_TOPICS } from './settings';

const SECOND = 1_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    exactlyOnce: take.boolean('enableExactlyOnceDelivery'),
    deadlineMs: take.number('ackDeadlineSeconds') * SECOND,
    push: take.text('subscriptionType') === 'push',
    ordered: take.boolean('enableMessageOrdering'),
    retentionMs: take.number('messageRetentionDuration') * SECOND,
    deadLetterTopic: take.oneOf('deadLetterTopic', DEAD_LETTER_TOPICS),
    maxDeliveryAttempts: take.number('maxDeliveryAttempts'),
    repeatedRecord: take.number('service.repeatedRecord'),
    regions: take.oneOf('app.subscriberRegions', [1, 2]),
    maxOutstanding: take.number('client.maxOutstandingMessages'),
    leaseManagement: take.boolean('client.leaseManagement'),
    extendsBuffered: take.boolean('client.extendsBuffered'),
    maxExtensionMs: take.number('client.maxExtensionPeriod.ms'),
    onError: take.oneOf('app.onError', ['nack', 'abandon']),
    dedupKey: take.oneOf('app.dedupKey', ['order_id', 'messageId']),
    sender: readSender(take),
    worker: readWorker(take),
    sink: readSink(take),
  };
}

export type PubSubValues = ReturnType<typeof readValues>;
