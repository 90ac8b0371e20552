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
    keepsAcknowledged: take.text('retention') === 'limits',
    windowMs: take.number('duplicate_window.ms'),
    sources: take.boolean('sources'),
    maxAgeMs: take.number('max_age.ms'),
    syncEveryMs: take.number('sync_interval.ms'),
    damagedFrom: take.number('server.damagedFrom'),
    ackWaitMs: take.number('ack_wait.ms'),
    maxDeliver: take.number('max_deliver'),
    maxAckPending: take.number('max_ack_pending'),
    doubleAck: take.boolean('client.doubleAck'),
    inProgressMs: take.number('client.inProgress.ms'),
    nakDelayMs: take.number('client.nakDelay.ms'),
    onError: take.oneOf('app.onError', ['nak', 'term', 'abandon']),
    replay: {
      from: take.number('app.replay.from'),
      to: take.number('app.replay.to'),
      atMs: take.number('app.replay.at.ms'),
      everyMs: take.number('app.replay.every.ms'),
    },
    sender: readSender(take),
    worker: readWorker(take),
    sink: readSink(take),
  };
}

export type JetStreamValues = ReturnType<typeof readValues>;

/** `StreamDefaultDuplicatesWindow` of nats-server. */
const DEFAULT_WINDOW_MS = 120_000;

/**
 * The window in ms that the server really uses: what is set by hand, in a sourced stream too. Else two minutes, cut to the
 * messages' age, and 0 for what is sourced. Source: nats-server, `checkStreamCfg`.
 */
export function windowOf({
  windowMs,
  maxAgeMs,
  sources,
}: Pick<JetStreamValues, 'windowMs' | 'maxAgeMs' | 'sources'>): number {
  if (windowMs > 0) return windowMs;
  if (sources) return 0;
  return maxAgeMs > 0 ? Math.min(maxAgeMs, DEFAULT_WINDOW_MS) : DEFAULT_WINDOW_MS;
}
