/** A JetStream lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { readSender, readWorker } from '../messaging';
import { settingsReader } from '../reading';
import { readSink } from '../shared';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    messageId: take.oneOf('Nats-Msg-Id', ['none', 'perAttempt', 'perCall', 'persisted', 'content']),
    workQueue: take.text('retention') === 'workqueue',
    windowMs: take.number('duplicate_window.ms'),
    sources: take.boolean('sources'),
    maxAgeMs: take.number('max_age.ms'),
    syncsAlways: take.text('sync_interval') === 'always',
    damagedFrom: take.number('server.damagedFrom'),
    ackWaitMs: take.number('ack_wait.ms'),
    maxDeliver: take.number('max_deliver'),
    maxAckPending: take.number('max_ack_pending'),
    doubleAck: take.boolean('client.doubleAck'),
    inProgressMs: take.number('client.inProgress.ms'),
    onError: take.oneOf('app.onError', ['nak', 'term', 'abandon']),
    sender: readSender(take),
    worker: readWorker(take),
    sink: readSink(take),
  };
}

export type JetStreamValues = ReturnType<typeof readValues>;

/** The window that the server really uses: cut to the messages' age, and none for what is sourced. */
export function windowOf({ windowMs, maxAgeMs, sources }: JetStreamValues): number {
  if (sources) return 0;
  return maxAgeMs > 0 && maxAgeMs < windowMs ? maxAgeMs : windowMs;
}
