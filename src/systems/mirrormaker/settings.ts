/** The settings of the mirrormaker system, with the names and defaults of MirrorMaker 2, Kafka Connect and Kafka's clients. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { SOURCE_SETTINGS } from '../replay';
import { APPLICATION, consumerSteps, failoverSettings, SINK_SETTINGS, stepsSetting } from '../shared';

const MIRROR: Shelf = { of: 'coordinator', source: 'Apache Kafka documentation: MirrorMaker configs' };
const CONNECT: Shelf = { of: 'coordinator', source: 'Apache Kafka documentation: Kafka Connect configs' };
const READER: Shelf = { of: 'consumer', source: 'Apache Kafka documentation: consumer configs' };
const LEVELS = ['read_uncommitted', 'read_committed'] as const;

const COPYING: readonly SettingDescription[] = [
  number(
    CONNECT,
    'offset.flush.interval.ms',
    FROM_ONE,
    60_000,
    'So often a worker without exactly-once support saves how far it has copied.',
    PROMINENT,
  ),
  choice(
    CONNECT,
    'exactly.once.source.support',
    ['disabled', 'preparing', 'enabled'],
    'disabled',
    'Whether records and the source position are written in one transaction of the target cluster.',
    PROMINENT,
  ),
  choice(
    CONNECT,
    'exactly.once.support',
    ['requested', 'required'],
    'requested',
    'Whether a connector that cannot give exactly-once is refused.',
  ),
  choice(
    CONNECT,
    'transaction.boundary',
    ['poll', 'interval'],
    'poll',
    'Whether a transaction holds what one poll has brought, or what came in an interval.',
  ),
  number(
    CONNECT,
    'transaction.boundary.interval.ms',
    FROM_ZERO,
    0,
    'How long that interval is; 0: as offset.flush.interval.ms.',
  ),
  choice(
    MIRROR,
    'source.consumer.isolation.level',
    LEVELS,
    'read_uncommitted',
    'What is copied: everything, or what was committed.',
    PROMINENT,
  ),
  choice(
    MIRROR,
    'source.consumer.auto.offset.reset',
    ['earliest', 'latest'],
    'earliest',
    'Where copying begins, and goes on when what comes next is gone.',
  ),
  toggle(
    CONNECT,
    'producer.enable.idempotence',
    false,
    'The target knows a copy that the worker sends again; Connect switches this off, and transactions switch it on.',
  ),
];

const POSITIONS: readonly SettingDescription[] = [
  number(
    MIRROR,
    'offset.lag.max',
    FROM_ZERO,
    100,
    'A pair of offsets is emitted when a translated one would lag further behind than this.',
    PROMINENT,
  ),
  toggle(MIRROR, 'emit.checkpoints.enabled', true, 'Offsets of groups are translated and put into the target cluster.'),
  number(MIRROR, 'emit.checkpoints.interval.seconds', FROM_ONE, 60, 'How often they are translated.', PROMINENT),
  toggle(
    MIRROR,
    'sync.group.offsets.enabled',
    false,
    'A translated offset becomes the group’s own in the target, as long as nobody of the group reads there.',
    PROMINENT,
  ),
  number(MIRROR, 'sync.group.offsets.interval.seconds', FROM_ONE, 60, 'How often that is done.'),
  choice(
    MIRROR,
    'replication.policy.class',
    ['DefaultReplicationPolicy', 'IdentityReplicationPolicy'],
    'DefaultReplicationPolicy',
    'What a copied topic is called: source.payments, or payments as where it comes from.',
    PROMINENT,
  ),
];

const READING: readonly SettingDescription[] = [
  choice(READER, 'isolation.level', LEVELS, 'read_uncommitted', 'What the application sees of the copy.', PROMINENT),
  choice(
    READER,
    'auto.offset.reset',
    ['latest', 'earliest'],
    'latest',
    'Where the application begins in the target cluster when its group has no offset there.',
    PROMINENT,
  ),
];

const APP: readonly SettingDescription[] = [
  ...failoverSettings('target', { first: 'the source region', other: 'the target region' }),
  toggle(
    APPLICATION,
    'app.translateOffsets',
    false,
    'It asks for the translated offset when it begins (RemoteClusterUtils.translateOffsets).',
  ),
  consumerSteps('commits its offset'),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 0, 'How long it handles one record.'),
  number(
    APPLICATION,
    'app.abortedRecord',
    [0, 10_000],
    0,
    'The producer’s first transaction with this record is aborted, and the record written again; 0: none.',
  ),
  toggle(APPLICATION, 'app.bothWays', false, 'Another mirror copies the topic back from the target to the source.'),
  number(
    APPLICATION,
    'app.stopsMirrors.ms',
    FROM_ZERO,
    0,
    'At this instant somebody stops the mirror that copies back; 0: nobody does.',
  ),
];

export const MIRRORMAKER_SETTINGS: readonly SettingDescription[] = [
  ...COPYING,
  ...POSITIONS,
  ...READING,
  stepsSetting('E P'),
  ...APP,
  ...SOURCE_SETTINGS,
  ...SINK_SETTINGS,
];
