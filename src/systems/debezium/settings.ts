/** The settings of the debezium system, with the connectors', Kafka Connect's, Kafka's and the databases' own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';
import { APPLICATION, SINK_SETTINGS, stepsSetting } from '../shared';

const DATABASE: Shelf = {
  of: 'broker',
  source: 'PostgreSQL documentation: replication; MySQL Reference Manual: binlog',
};
const WORKER: Shelf = { of: 'coordinator', source: 'Apache Kafka documentation: Kafka Connect, worker configs' };
const CONNECTOR: Shelf = { of: 'producer', source: 'Debezium documentation: connectors for PostgreSQL and MySQL' };

export const CONNECTORS = ['PostgresConnector', 'MySqlConnector'] as const;
export const SNAPSHOT_MODES = ['initial', 'when_needed', 'no_data'] as const;
export const SOURCE_SUPPORT = ['disabled', 'preparing', 'enabled'] as const;
export const BOUNDARIES = ['poll', 'interval', 'connector'] as const;
export const POSITION_GONE = ['stop', 'goOn'] as const;

const CONNECTOR_SETTINGS: readonly SettingDescription[] = [
  choice(
    CONNECTOR,
    'connector.class',
    CONNECTORS,
    'PostgresConnector',
    'Whose log is read: PostgreSQL keeps it for as long as a slot holds it, MySQL for a time.',
    PROMINENT,
  ),
  choice(
    CONNECTOR,
    'snapshot.mode',
    SNAPSHOT_MODES,
    'initial',
    'Whether all rows are read when no offset is known; also when the position is gone; or never.',
    PROMINENT,
  ),
  choice(
    APPLICATION,
    'app.positionGone',
    POSITION_GONE,
    'stop',
    'What the connector does without a snapshot when its position is gone: newer versions fail, older ones warn and go on from what is there.',
    { ...PROMINENT, source: 'Debezium: BaseSourceTask, validation of the log’s position' },
  ),
  toggle(
    CONNECTOR,
    'slot.failover',
    false,
    'The slot is made so that a replica has it too, from PostgreSQL 17 on.',
    PROMINENT,
  ),
  number(
    CONNECTOR,
    'retriable.restart.connector.wait.ms',
    FROM_ONE,
    10_000,
    'So long after it has lost its database the connector connects again.',
  ),
  number(APPLICATION, 'app.createdAt.ms', FROM_ZERO, 0, 'When the connector is created; rows may stand there by then.'),
  number(
    APPLICATION,
    'app.renamedAt.ms',
    FROM_ZERO,
    0,
    'When the connector is taken away and created under another name, under which no offset is known; 0: never.',
  ),
  number(APPLICATION, 'app.processing.ms', FROM_ZERO, 0, 'How long the connector takes over one row or change.'),
];

const CONNECT_SETTINGS: readonly SettingDescription[] = [
  number(
    WORKER,
    'offset.flush.interval.ms',
    FROM_ONE,
    60_000,
    'How often source positions are stored: what came after is read again when the worker dies.',
    PROMINENT,
  ),
  choice(
    WORKER,
    'exactly.once.source.support',
    SOURCE_SUPPORT,
    'disabled',
    'Whether the workers write records and source position in one transaction.',
    PROMINENT,
  ),
  choice(
    { ...WORKER, source: 'Apache Kafka documentation: Kafka Connect, source connector configs' },
    'exactly.once.support',
    ['requested', 'required'],
    'requested',
    'Whether this connector insists on it; requested is met here where the workers have it enabled.',
    PROMINENT,
  ),
  choice(
    { ...WORKER, source: 'Apache Kafka documentation: Kafka Connect, source connector configs' },
    'transaction.boundary',
    BOUNDARIES,
    'poll',
    'Where one transaction ends and the next begins; Debezium’s connectors know poll alone.',
  ),
  number(
    CONNECTOR,
    'poll.interval.ms',
    FROM_ONE,
    500,
    'How often what was read is handed on: with transactions, how often one ends.',
  ),
  choice(
    { of: 'consumer', source: 'Apache Kafka documentation: consumer configs' },
    'isolation.level',
    ['read_uncommitted', 'read_committed'],
    'read_uncommitted',
    'What the reader of the topic sees: everything, or what was committed.',
    PROMINENT,
  ),
  stepsSetting('E P'),
];

const DATABASE_SETTINGS: readonly SettingDescription[] = [
  number(
    DATABASE,
    'max_slot_wal_keep_size',
    [-1, 10_000],
    -1,
    'A slot that holds back more than this is given up, here in changes instead of megabytes; -1: none is.',
    PROMINENT,
  ),
  number(
    DATABASE,
    'binlog_expire_logs_seconds',
    FROM_ZERO,
    2_592_000,
    'So many seconds after it was written the binlog is gone, read or not; 0: never.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.disk.changes',
    FROM_ZERO,
    0,
    'For how many changes that a slot holds back the database’s disk has room; then it takes no more. 0: enough for all.',
  ),
  choice(
    APPLICATION,
    'app.afterCrash',
    ['itself', 'replica'],
    'itself',
    'What stands there when the database comes back from a crash: itself, or the replica that took over.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.transaction.records',
    [1, 100],
    1,
    'How many records, each in a table of its own, the application changes in one transaction.',
  ),
  number(
    APPLICATION,
    'app.retries',
    FROM_ZERO,
    0,
    'How often the application makes a change again when it hears nothing.',
  ),
  number(APPLICATION, 'app.timeout.ms', FROM_ONE, 1_000, 'How long the application waits for its commit.'),
  number(APPLICATION, 'app.backoff.ms', FROM_ONE, 100, 'How long anybody waits before connecting again.'),
];

export const DEBEZIUM_SETTINGS: readonly SettingDescription[] = [
  ...CONNECTOR_SETTINGS,
  ...CONNECT_SETTINGS,
  ...DATABASE_SETTINGS,
  ...SINK_SETTINGS,
];
