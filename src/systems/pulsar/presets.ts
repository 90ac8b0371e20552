/** Named settings of the pulsar system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** A name that stays, numbers that belong to the records, and a client that never gives up. */
const DEDUP: Settings = {
  brokerDeduplicationEnabled: true,
  producerName: 'orders',
  sequenceId: 'line',
  sendTimeoutMs: 0,
  'app.onRestart': 'askBroker',
};

/** The time-out of a transaction, and the rest after a negative acknowledgement, are a tenth of what they are by default, so that both can be watched. */
const TRANSACTIONS: Settings = {
  ...DEDUP,
  'app.pipeline': 'process',
  enableTransaction: true,
  transactionCoordinatorEnabled: true,
  'transactionTimeout.ms': 6_000,
  negativeAckRedeliveryDelayMicros: 6_000_000,
  'app.steps': 'e [P V]',
};

export const PULSAR_PRESETS: readonly PresetDescription[] = [
  {
    id: 'as-shipped',
    claim: 'at-least-once',
    title: 'Pulsar as it comes',
    summary: 'no de-duplication · a name made up by the broker',
    settings: {},
  },
  {
    id: 'dedup',
    claim: 'at-least-once',
    title: 'Pulsar with de-duplication',
    summary: 'stable name · the record’s number · asks the broker after a restart',
    settings: DEDUP,
  },
  {
    id: 'dedup-into-keys',
    claim: 'exactly-once',
    title: 'Pulsar, into a sink with keys',
    summary: 'stable name · the record’s number · upsert',
    settings: { ...DEDUP, 'sink.write': 'upsert' },
  },
  {
    id: 'random-name',
    claim: 'at-least-once',
    title: 'Pulsar with a random name',
    summary: 'de-duplication on · each process is somebody else to the broker',
    settings: { ...DEDUP, producerName: '', 'app.onRestart': 'resend' },
  },
  {
    id: 'counter-from-zero',
    claim: 'none',
    title: 'Pulsar with a counter from 0',
    summary: 'stable name · each process counts from 0 again',
    settings: { ...DEDUP, sequenceId: 'counter', 'app.onRestart': 'resume' },
  },
  {
    id: 'process',
    claim: 'at-least-once',
    title: 'Pulsar, write then ack',
    summary: 'a processor between two topics · no transactions',
    settings: { ...DEDUP, 'app.pipeline': 'process' },
  },
  {
    id: 'transactions',
    claim: 'exactly-once',
    title: 'Pulsar, all in one transaction',
    summary: 'write and acknowledge in one transaction · READ_COMMITTED',
    scaled: 'transaction 6 s for 60 s',
    settings: TRANSACTIONS,
  },
  {
    id: 'transactions-uncommitted',
    claim: 'at-least-once',
    title: 'Pulsar, transaction read too early',
    summary: 'write and acknowledge in one transaction · READ_UNCOMMITTED',
    scaled: 'transaction 6 s for 60 s',
    settings: { ...TRANSACTIONS, subscriptionIsolationLevel: 'READ_UNCOMMITTED' },
  },
];
