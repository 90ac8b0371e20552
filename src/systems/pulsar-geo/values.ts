/** A pulsar-geo lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readSender } from '../replay';
import { readSink } from '../shared';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const rate = take.number('managedLedgerDefaultMarkDeleteRateLimit');
  return {
    dedup: take.boolean('brokerDeduplicationEnabled'),
    saveEveryMs: rate === 0 ? 0 : Math.ceil(1_000 / rate),
    replicatesSubscription: take.boolean('enableReplicatedSubscriptions') && take.boolean('replicateSubscriptionState'),
    snapshotMs: take.number('replicatedSubscriptionsSnapshotFrequencyMillis'),
    snapshotsKept: take.number('replicatedSubscriptionsSnapshotMaxCachedPerSubscription'),
    initial: take.oneOf('subscriptionInitialPosition', ['Latest', 'Earliest']),
    reads: take.oneOf('app.reads', ['eu', 'failover']),
    failoverMs: take.number('app.failover.ms'),
    consumerSteps: take.text('app.consumer.steps'),
    processingMs: take.number('app.processing.ms'),
    bothWays: take.boolean('app.bothWays'),
    steps: take.text('app.steps'),
    source: readSender(take),
    sink: readSink(take),
  };
}

export type PulsarGeoValues = ReturnType<typeof readValues>;
