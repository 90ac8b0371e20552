/** A RabbitMQ lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { readSender, readWorker } from '../messaging';
import { settingsReader } from '../reading';
import { readSink } from '../shared';
import { ON_ERROR } from './settings';

const SECOND = 1_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    confirms: take.boolean('confirm.select'),
    mandatory: take.boolean('mandatory'),
    persistent: take.number('delivery_mode') === 2,
    unroutableRecord: take.number('app.unroutableRecord'),
    quorum: take.text('x-queue-type') === 'quorum',
    deliveryLimit: take.number('x-delivery-limit'),
    deadLetters: take.boolean('x-dead-letter-exchange'),
    ttlMs: take.number('x-message-ttl'),
    consumerTimeoutMs: take.number('consumer_timeout'),
    heartbeatMs: take.number('heartbeat') * SECOND,
    autoAck: take.boolean('auto_ack'),
    prefetch: take.number('prefetch_count'),
    acksOnNewChannel: take.boolean('app.acksOnNewChannel'),
    acksTwiceRecord: take.number('app.acksTwiceRecord'),
    transactionalAcks: take.boolean('app.transactionalAcks'),
    dropsRedelivered: take.boolean('app.dropsRedelivered'),
    onError: take.oneOf('app.onError', ON_ERROR),
    sender: readSender(take),
    worker: readWorker(take),
    sink: readSink(take),
  };
}

export type RabbitValues = ReturnType<typeof readValues>;

/** Whether the queue gives a message up after so many failures: only quorum queues count them. */
export const givesUp = ({ quorum, deliveryLimit }: RabbitValues): boolean => quorum && deliveryLimit >= 0;
