/** Named settings of the kafka system: where a lane starts from. */
import type { PresetDescription } from '../../scenario/catalog';
import type { Settings } from '../../scenario/scenario';
import { LARGEST_INT } from './settings';

/**
 * Kafka's own time-outs are made for data centres and would stretch a run of one second to minutes. These keep their order
 * (request < delivery, session < poll interval) and are short enough to be watched.
 */
export const SCALED_TIMES: Settings = {
  'linger.ms': 0,
  'request.timeout.ms': 500,
  'delivery.timeout.ms': 5_000,
  'retry.backoff.ms': 100,
  'reconnect.backoff.ms': 50,
  'transaction.timeout.ms': 2_000,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 300,
  'max.block.ms': 5_000,
  'broker.session.timeout.ms': 300,
  'replica.lag.time.max.ms': 300,
  'session.timeout.ms': 1_000,
  'max.poll.interval.ms': 3_000,
};

/** One record at a time, progress saved where the steps say so, from the first record on. */
const STEP_BY_STEP: Settings = { 'enable.auto.commit': false, 'max.poll.records': 1, 'auto.offset.reset': 'earliest' };

const COMMON: Settings = { ...SCALED_TIMES, ...STEP_BY_STEP, 'replication.factor': 1 };

/** `session.timeout.ms` for the rest: all of them are made short. */
const SCALED = 'session 1 s for 45 s';

const REPLICATED: Settings = { ...COMMON, 'replication.factor': 3 };

const AT_MOST_ONCE: PresetDescription = {
  id: 'at-most-once',
  claim: 'at-most-once',
  title: 'At most once',
  summary: 'acks=0 · progress first',
  scaled: SCALED,
  settings: {
    ...COMMON,
    acks: '0',
    retries: 0,
    'enable.idempotence': false,
    'app.steps': 'P E',
    'app.onRestart': 'resume',
  },
};

const AT_LEAST_ONCE: PresetDescription = {
  id: 'at-least-once',
  claim: 'at-least-once',
  title: 'At least once',
  summary: 'acks=all · retries · effect first',
  scaled: SCALED,
  settings: {
    ...COMMON,
    acks: 'all',
    retries: LARGEST_INT,
    'enable.idempotence': false,
    'app.steps': 'E P',
    'app.onRestart': 'resend',
  },
};

const EXACTLY_ONCE: PresetDescription = {
  id: 'exactly-once',
  claim: 'exactly-once',
  title: 'Exactly once, at this sink',
  summary: 'transactions · effect and progress in one step',
  scaled: SCALED,
  settings: {
    ...COMMON,
    acks: 'all',
    retries: LARGEST_INT,
    'enable.idempotence': true,
    'transactional.id': 'payments',
    'isolation.level': 'read_committed',
    'app.transaction.records': 1,
    'app.steps': '[E P]',
    'app.onRestart': 'ask',
  },
};

const DEFAULTS: PresetDescription = {
  id: 'defaults',
  claim: 'at-least-once',
  title: 'Kafka 4, nothing set',
  summary: 'idempotent · automatic commit · real time-outs',
  settings: {},
};

const IDEMPOTENT_SINK: PresetDescription = {
  id: 'idempotent-sink',
  claim: 'exactly-once',
  title: 'At least once into a sink with keys',
  summary: 'idempotent · effect first · upsert',
  scaled: SCALED,
  settings: {
    ...COMMON,
    acks: 'all',
    retries: LARGEST_INT,
    'enable.idempotence': true,
    'app.steps': 'E P',
    'app.onRestart': 'resend',
    'sink.write': 'upsert',
  },
};

const ACKS_ONE_REPLICATED: PresetDescription = {
  id: 'acks-one-replicated',
  claim: 'none',
  title: 'Three brokers, the leader answers alone',
  summary: 'acks=1 · three replicas',
  scaled: SCALED,
  settings: {
    ...REPLICATED,
    acks: '1',
    retries: LARGEST_INT,
    'enable.idempotence': false,
    'app.steps': 'E P',
    'app.onRestart': 'resend',
  },
};

const ACKS_ALL_REPLICATED: PresetDescription = {
  id: 'acks-all-replicated',
  claim: 'at-least-once',
  title: 'Three brokers, two copies before the answer',
  summary: 'acks=all · min.insync.replicas=2',
  scaled: SCALED,
  settings: {
    ...REPLICATED,
    acks: 'all',
    retries: LARGEST_INT,
    'enable.idempotence': true,
    'min.insync.replicas': 2,
    'app.steps': 'E P',
    'app.onRestart': 'resend',
  },
};

/** The three references first. */
export const KAFKA_PRESETS: readonly PresetDescription[] = [
  AT_MOST_ONCE,
  AT_LEAST_ONCE,
  EXACTLY_ONCE,
  DEFAULTS,
  IDEMPOTENT_SINK,
  ACKS_ONE_REPLICATED,
  ACKS_ALL_REPLICATED,
];
