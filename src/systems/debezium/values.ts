/** A debezium lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readSink } from '../shared';
import { BOUNDARIES, CONNECTORS, POSITION_GONE, SNAPSHOT_MODES, SOURCE_SUPPORT } from './settings';

const SECOND = 1_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    isMySql: take.oneOf('connector.class', CONNECTORS) === 'MySqlConnector',
    snapshotMode: take.oneOf('snapshot.mode', SNAPSHOT_MODES),
    positionGone: take.oneOf('app.positionGone', POSITION_GONE),
    slotFailover: take.boolean('slot.failover'),
    reconnectMs: take.number('retriable.restart.connector.wait.ms'),
    createdAtMs: take.number('app.createdAt.ms'),
    renamedAtMs: take.number('app.renamedAt.ms'),
    processingMs: take.number('app.processing.ms'),
    flushMs: take.number('offset.flush.interval.ms'),
    support: take.oneOf('exactly.once.source.support', SOURCE_SUPPORT),
    required: take.text('exactly.once.support') === 'required',
    boundary: take.oneOf('transaction.boundary', BOUNDARIES),
    pollMs: take.number('poll.interval.ms'),
    readsUncommitted: take.text('isolation.level') === 'read_uncommitted',
    steps: take.text('app.steps'),
    slotHoldsMost: take.number('max_slot_wal_keep_size'),
    binlogMs: take.number('binlog_expire_logs_seconds') * SECOND,
    diskChanges: take.number('app.disk.changes'),
    afterCrash: take.oneOf('app.afterCrash', ['itself', 'replica']),
    transactionRecords: take.number('app.transaction.records'),
    retries: take.number('app.retries'),
    timeoutMs: take.number('app.timeout.ms'),
    backoffMs: take.number('app.backoff.ms'),
    sink: readSink(take),
  };
}

export type DebeziumValues = ReturnType<typeof readValues>;

/** Records and source position are one transaction. */
export const isTransactional = ({ support }: DebeziumValues): boolean => support === 'enabled';
