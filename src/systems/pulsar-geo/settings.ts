/** The settings of the pulsar-geo system, with Pulsar's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { SENDER_SETTINGS } from '../replay';
import { APPLICATION, consumerSteps, failoverSettings, SINK_SETTINGS, stepsSetting } from '../shared';

const BROKER: Shelf = { of: 'broker', source: 'Apache Pulsar: ServiceConfiguration' };
const SUBSCRIPTION: Shelf = { of: 'consumer', source: 'Apache Pulsar: ConsumerConfigurationData' };

export const PULSAR_GEO_SETTINGS: readonly SettingDescription[] = [
  toggle(
    BROKER,
    'brokerDeduplicationEnabled',
    false,
    'Brokers of both clusters keep the highest sequence id of each producer, and store nothing at or below it again.',
    PROMINENT,
  ),
  number(
    BROKER,
    'managedLedgerDefaultMarkDeleteRateLimit',
    [0, 1_000],
    1,
    'How often in a second the replicator’s cursor is written down; 0: each time that it moves.',
    PROMINENT,
  ),
  toggle(
    BROKER,
    'enableReplicatedSubscriptions',
    true,
    'Whether brokers take snapshots of matching positions at all, for subscriptions that ask for it.',
  ),
  number(
    BROKER,
    'replicatedSubscriptionsSnapshotFrequencyMillis',
    FROM_ONE,
    1_000,
    'So often a pair of matching positions is taken.',
    PROMINENT,
  ),
  number(
    BROKER,
    'replicatedSubscriptionsSnapshotMaxCachedPerSubscription',
    FROM_ONE,
    10,
    'How many of those pairs are kept for a subscription.',
  ),
  toggle(
    SUBSCRIPTION,
    'replicateSubscriptionState',
    false,
    'The subscription’s position is told to the other cluster when it passes a snapshot.',
    PROMINENT,
  ),
  choice(
    SUBSCRIPTION,
    'subscriptionInitialPosition',
    ['Latest', 'Earliest'],
    'Latest',
    'Where the application begins in the other cluster when its subscription is not there.',
    PROMINENT,
  ),
  ...failoverSettings('eu', { first: 'the first region', other: 'the other' }),
  consumerSteps('acknowledges'),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 0, 'How long it handles one message.'),
  toggle(APPLICATION, 'app.bothWays', false, 'The clusters replicate to each other.'),
  stepsSetting('E P'),
  ...SENDER_SETTINGS,
  ...SINK_SETTINGS,
];
