/** Named settings of the flink system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';

/**
 * An interval of 1 s where a minute is usual, a checkpoint that is given up after 10 s and not 10 min, and transactions of
 * 20 s where the broker's ceiling is 15 minutes.
 */
const CHECKPOINTED: Settings = {
  'execution.checkpointing.interval': 1_000,
  'execution.checkpointing.timeout': 10_000,
  'execution.checkpointing.storage': 'filesystem',
  'restart-strategy.fixed-delay.attempts': 3,
  'retention.ms': 0,
};

const EXACTLY_ONCE: Settings = {
  ...CHECKPOINTED,
  'sink.delivery-guarantee': 'exactly-once',
  'transaction.timeout.ms': 20_000,
  'isolation.level': 'read_committed',
  'app.steps': 'e [T P] V',
};

export const FLINK_PRESETS: readonly PresetDescription[] = [
  {
    id: 'as-shipped',
    claim: 'none',
    title: 'Flink as it comes',
    summary: 'no checkpoints · guarantee none',
    settings: { 'retention.ms': 0 },
  },
  {
    id: 'at-least-once',
    claim: 'at-least-once',
    title: 'Flink, at-least-once sink',
    summary: 'checkpoints · the sink flushes',
    scaled: 'interval 1 s for 1 min',
    settings: { ...CHECKPOINTED, 'sink.delivery-guarantee': 'at-least-once' },
  },
  {
    id: 'exactly-once',
    claim: 'exactly-once',
    title: 'Flink, exactly-once sink',
    summary: 'two phases · read_committed',
    scaled: 'transaction 20 s for 15 min',
    settings: EXACTLY_ONCE,
  },
  {
    id: 'read-uncommitted',
    claim: 'at-least-once',
    title: 'Flink, exactly-once sink, reader of everything',
    summary: 'two phases · read_uncommitted',
    scaled: 'transaction 20 s for 15 min',
    settings: { ...EXACTLY_ONCE, 'isolation.level': 'read_uncommitted' },
  },
  {
    id: 'heap-checkpoints',
    claim: 'at-least-once',
    title: 'Flink, checkpoints on the JobManager’s heap',
    summary: 'two phases · storage jobmanager',
    scaled: 'transaction 20 s for 15 min',
    settings: { ...EXACTLY_ONCE, 'execution.checkpointing.storage': 'jobmanager' },
  },
  {
    id: 'short-transactions',
    claim: 'at-most-once',
    title: 'Flink, transactions shorter than an outage',
    summary: 'two phases · aborted before the restart',
    scaled: 'transaction 2 s for 15 min',
    settings: { ...EXACTLY_ONCE, 'transaction.timeout.ms': 2_000, 'restart-strategy.fixed-delay.delay': 3_000 },
  },
];
