/** The settings of a consumer, with Kafka 4's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { CONSUMER, FROM_ONE, FROM_ZERO, PROMINENT, choice, number, text, toggle } from './describe';

export const CONSUMER_SETTINGS: readonly SettingDescription[] = [
  choice(
    CONSUMER,
    'isolation.level',
    ['read_uncommitted', 'read_committed'],
    'read_uncommitted',
    'Whether the consumer also reads records of transactions that are open or were aborted.',
    PROMINENT,
  ),
  toggle(
    CONSUMER,
    'enable.auto.commit',
    true,
    'Saves progress by itself from time to time instead of where the application says so.',
    PROMINENT,
  ),
  number(CONSUMER, 'auto.commit.interval.ms', FROM_ZERO, 5_000, 'How much time passes between two automatic commits.'),
  choice(
    CONSUMER,
    'auto.offset.reset',
    ['earliest', 'latest', 'none'],
    'latest',
    'Where a consumer without saved progress begins: at the oldest record, after the newest, or with an error.',
    PROMINENT,
  ),
  number(CONSUMER, 'max.poll.records', FROM_ONE, 500, 'How many records the application gets at a time.'),
  number(
    CONSUMER,
    'session.timeout.ms',
    FROM_ONE,
    45_000,
    'How long a consumer may be silent before the group gives its partitions to others.',
  ),
  number(
    CONSUMER,
    'max.poll.interval.ms',
    FROM_ONE,
    300_000,
    'How long the application may take between two polls before its consumer leaves the group.',
  ),
  choice(
    CONSUMER,
    'partition.assignment.strategy',
    ['range', 'cooperative-sticky'],
    'range',
    'What a rebalance takes away: everything first, or only the partitions that move.',
    { source: 'ConsumerConfig (RangeAssignor first, CooperativeStickyAssignor; KIP-429)' },
  ),
  text(
    CONSUMER,
    'group.instance.id',
    '',
    'A fixed name for each consumer (with its number), so that one that comes back within its session gets its partitions again; empty: none.',
    { source: 'ConsumerConfig (KIP-345), Kafka 4 documentation: Consumer Configs' },
  ),
];
