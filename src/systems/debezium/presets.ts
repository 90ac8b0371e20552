/** Named settings of the debezium system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/** Offsets are stored every five seconds and not every minute, and a lost database is asked again after 2.5 s and not 10 s, so that both can be watched. */
const SCALED: Settings = { 'offset.flush.interval.ms': 5_000, 'retriable.restart.connector.wait.ms': 2_500 };

const ONE_TRANSACTION: Settings = {
  ...SCALED,
  'exactly.once.source.support': 'enabled',
  'exactly.once.support': 'required',
  'isolation.level': 'read_committed',
  'app.steps': 'e [P V]',
};

const FAILOVER: Settings = {
  ...SCALED,
  'app.afterCrash': 'replica',
  'app.positionGone': 'goOn',
  'sink.write': 'upsert',
};

export const DEBEZIUM_PRESETS: readonly PresetDescription[] = [
  {
    id: 'adding-up',
    claim: 'at-least-once',
    title: 'CDC as it comes, adding up',
    summary: 'offsets at times · adds',
    scaled: 'flush 5 s for 60 s',
    settings: { ...SCALED, 'sink.write': 'increment' },
  },
  {
    id: 'upsert',
    claim: 'exactly-once',
    title: 'CDC as it comes, into rows by key',
    summary: 'offsets at times · upsert',
    scaled: 'flush 5 s for 60 s',
    settings: { ...SCALED, 'sink.write': 'upsert' },
  },
  {
    id: 'exactly-once',
    claim: 'exactly-once',
    title: 'CDC, exactly once on Connect',
    summary: 'one transaction · read_committed',
    scaled: 'flush 5 s for 60 s',
    settings: ONE_TRANSACTION,
  },
  {
    id: 'read-uncommitted',
    claim: 'at-least-once',
    title: 'CDC, read before it is committed',
    summary: 'one transaction · read_uncommitted',
    scaled: 'flush 5 s for 60 s',
    settings: { ...ONE_TRANSACTION, 'isolation.level': 'read_uncommitted' },
  },
  {
    id: 'slot-left-behind',
    claim: 'at-most-once',
    title: 'CDC, the new primary has no slot',
    summary: 'failover · upsert',
    scaled: 'flush 5 s for 60 s',
    settings: FAILOVER,
  },
  {
    id: 'slot-on-replica',
    claim: 'exactly-once',
    title: 'CDC, the new primary has the slot',
    summary: 'slot.failover · upsert',
    scaled: 'flush 5 s for 60 s',
    settings: { ...FAILOVER, 'slot.failover': true },
  },
  {
    id: 'mysql-when-needed',
    claim: 'exactly-once',
    title: 'CDC of MySQL, snapshot when needed',
    summary: 'binlog · upsert',
    scaled: 'flush 5 s for 60 s',
    settings: {
      ...SCALED,
      'connector.class': 'MySqlConnector',
      'snapshot.mode': 'when_needed',
      binlog_expire_logs_seconds: 0,
      'sink.write': 'upsert',
    },
  },
];
