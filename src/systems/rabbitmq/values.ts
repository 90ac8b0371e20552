/** A RabbitMQ lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { readSender, readWorker } from '../messaging';
import { settingsReader } from '../reading';
import { readSink } from '../shared';
import { DEAD_LETTER_STRATEGIES, ON_ERROR } from './settings';

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
    confirmsDeadLetters: take.oneOf('x-dead-letter-strategy', DEAD_LETTER_STRATEGIES) === 'at-least-once',
    deadLettersUntaken: take.boolean('app.deadLettersUntaken'),
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

/** Whether what the queue gives up can still be found: in another queue, or held back until one takes it. */
export const keepsDeadLetters = (v: RabbitValues): boolean =>
  v.deadLetters && (!v.deadLettersUntaken || v.confirmsDeadLetters);

const AS_MANY_AS_THERE_ARE = 65_535;
const AS_MANY_OF_A_QUORUM_QUEUE = 2_000;

/**
 * How many unacknowledged messages a consumer is sent: a quorum queue knows no unlimited prefetch (rabbit_fifo_client). With
 * automatic acknowledgement nothing is unacknowledged, and the prefetch limits nothing (AMQP 0-9-1, basic.qos).
 */
export function unacknowledgedMost({ autoAck, prefetch, quorum }: RabbitValues): number {
  if (autoAck) return AS_MANY_AS_THERE_ARE;
  if (prefetch > 0) return prefetch;
  return quorum ? AS_MANY_OF_A_QUORUM_QUEUE : AS_MANY_AS_THERE_ARE;
}
