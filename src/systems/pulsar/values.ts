/** A Pulsar lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { readWorker } from '../messaging';
import { settingsReader, type SettingsReader } from '../reading';
import { readSink } from '../shared';
import { MARKS, NUMBERINGS, ON_RESTART, PIPELINES } from './settings';

const SECOND = 1_000;
const MINUTE = 60_000;
const MICROS = 1_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    ...readProducer(take),
    ...readBroker(take),
    ackTimeoutMs: take.number('ackTimeoutMillis'),
    nackDelayMs: Math.round(take.number('negativeAckRedeliveryDelayMicros') / MICROS),
    queueSize: take.number('receiverQueueSize'),
    batchIndexAck: take.boolean('batchIndexAckEnabled') && take.boolean('acknowledgmentAtBatchIndexLevelEnabled'),
    ackReceipt: take.boolean('ackReceiptEnabled'),
    isolation: take.oneOf('subscriptionIsolationLevel', ['READ_COMMITTED', 'READ_UNCOMMITTED']),
    processes: take.oneOf('app.pipeline', PIPELINES) === 'process',
    perTransaction: take.number('app.transaction.messages'),
    neighbourEvery: take.number('app.neighbour.every'),
    onError: take.oneOf('app.onError', ['nack', 'abandon']),
    worker: readWorker(take),
    sink: readSink(take),
  };
}

const readProducer = (take: SettingsReader) => ({
  name: take.text('producerName'),
  numbering: take.oneOf('sequenceId', NUMBERINGS),
  initialSequence: take.number('initialSequenceId'),
  sendTimeoutMs: take.number('sendTimeoutMs'),
  pendingMax: take.number('maxPendingMessages'),
  batches: take.boolean('batchingEnabled'),
  batchMax: take.number('batchingMaxMessages'),
  batchDelayMs: Math.round(take.number('batchingMaxPublishDelayMicros') / MICROS),
  fences: take.text('accessMode') === 'ExclusiveWithFencing',
  transactional: take.boolean('enableTransaction'),
  onRestart: take.oneOf('app.onRestart', ON_RESTART),
  standbyAfterMs: take.number('app.standby.after.ms'),
  jumpsAt: take.number('app.jumpsAtRecord'),
  jobAgainMs: take.number('app.job.again.ms'),
  backoffMs: take.number('app.backoff.ms'),
  keyed: take.boolean('app.messageKey'),
});

const readBroker = (take: SettingsReader) => ({
  dedup: take.boolean('brokerDeduplicationEnabled'),
  snapshotEntries: take.number('brokerDeduplicationEntriesInterval'),
  inactivityMs: take.number('brokerDeduplicationProducerInactivityTimeoutMinutes') * MINUTE,
  marks: take.oneOf('broker.marks', MARKS),
  failingRecord: take.number('bookkeeper.failingRecord'),
  failingMs: take.number('bookkeeper.failing.ms'),
  partitions: take.number('numPartitions'),
  silenceMs: take.number('keepAliveIntervalSeconds') * SECOND,
  coordinated: take.boolean('transactionCoordinatorEnabled'),
  transactionTimeoutMs: take.number('transactionTimeout.ms'),
});

export type PulsarValues = ReturnType<typeof readValues>;

/** Whether every retry of a message, by whomever, carries the name and the number that it had before. */
export const keepsNames = ({ dedup, name, numbering, jumpsAt, keyed, partitions }: PulsarValues): boolean =>
  dedup && name !== '' && numbering === 'line' && jumpsAt === 0 && (keyed || partitions === 1);

/** Whether a message may carry a number that the broker takes for an old one. */
export const mayBeSwallowed = ({ dedup, name, numbering, jumpsAt, marks, failingRecord }: PulsarValues): boolean =>
  dedup && ((name !== '' && numbering === 'counter') || jumpsAt > 0 || (marks === 'pushedOnly' && failingRecord > 0));
