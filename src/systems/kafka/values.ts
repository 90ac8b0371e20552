/** A lane's settings as typed values: read once, so that nobody compares strings in the middle of a run. */
import type { Settings, SettingValue } from '../../scenario/scenario';
import type { MemoryKind } from '../../machines/guard';
import { invariant } from '../../terms/invariant';
import { settingsReader } from '../reading';

export interface KafkaValues {
  readonly acks: 0 | 1 | 'all';
  readonly retries: number;
  readonly idempotence: boolean;
  readonly transactionalId: string;
  readonly maxInFlight: number;
  readonly lingerMs: number;
  readonly batchSizeBytes: number;
  readonly requestTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
  readonly transactionTimeoutMs: number;
  readonly maxBlockMs: number;
  readonly replicationFactor: number;
  readonly partitions: number;
  readonly minInsyncReplicas: number;
  readonly uncleanElection: boolean;
  readonly replicaLagTimeMaxMs: number;
  readonly brokerSessionTimeoutMs: number;
  readonly flushIntervalMessages: number;
  readonly transactionVersion: 1 | 2;
  readonly verification: boolean;
  readonly abortSweepMs: number;
  readonly isolation: 'read_committed' | 'read_uncommitted';
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly autoOffsetReset: 'earliest' | 'latest' | 'none';
  readonly maxPollRecords: number;
  readonly sessionTimeoutMs: number;
  readonly maxPollIntervalMs: number;
  readonly groupInstanceId: string;
  readonly assignmentStrategy: 'range' | 'cooperative-sticky';
  readonly consumers: number;
  readonly processing: 'inPoll' | 'handedOver';
  readonly onPartitionsLost: 'finish' | 'drop';
  readonly throwsAt: number;
  readonly onException: 'close' | 'crash';
  readonly steps: string;
  readonly transactionRecords: number;
  readonly abortsAt: number;
  readonly onRestart: 'resend' | 'resume' | 'ask';
  readonly onError: 'resend' | 'report';
  readonly replacementAfterMs: number;
  readonly sinkWrite: 'append' | 'upsert' | 'insertUnique' | 'increment';
  readonly sinkDedup: MemoryKind;
  readonly sinkDedupWindowMs: number;
  /** Brokers before 2.8 ask for it of whoever writes idempotently. */
  readonly asksForIdempotentWrite: boolean;
}

/** Takes complete settings, such as `effectiveSettings` gives. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings): KafkaValues {
  const take = settingsReader(settings);
  return {
    acks: acksOf(settings['acks']),
    retries: take.number('retries'),
    idempotence: take.boolean('enable.idempotence'),
    transactionalId: take.text('transactional.id'),
    maxInFlight: take.number('max.in.flight.requests.per.connection'),
    lingerMs: take.number('linger.ms'),
    batchSizeBytes: take.number('batch.size'),
    requestTimeoutMs: take.number('request.timeout.ms'),
    deliveryTimeoutMs: take.number('delivery.timeout.ms'),
    retryBackoffMs: take.number('retry.backoff.ms'),
    retryBackoffMaxMs: take.number('retry.backoff.max.ms'),
    reconnectBackoffMs: take.number('reconnect.backoff.ms'),
    maxBlockMs: take.number('max.block.ms'),
    transactionTimeoutMs: take.number('transaction.timeout.ms'),
    replicationFactor: take.number('replication.factor'),
    partitions: take.number('num.partitions'),
    minInsyncReplicas: take.number('min.insync.replicas'),
    uncleanElection: take.boolean('unclean.leader.election.enable'),
    replicaLagTimeMaxMs: take.number('replica.lag.time.max.ms'),
    brokerSessionTimeoutMs: take.number('broker.session.timeout.ms'),
    flushIntervalMessages: take.number('log.flush.interval.messages'),
    transactionVersion: take.oneOf('transaction.version', [1, 2]),
    verification: take.boolean('transaction.partition.verification.enable'),
    abortSweepMs: take.number('transaction.abort.timed.out.transaction.cleanup.interval.ms'),
    isolation: take.oneOf('isolation.level', ['read_committed', 'read_uncommitted']),
    autoCommit: take.boolean('enable.auto.commit'),
    autoCommitIntervalMs: take.number('auto.commit.interval.ms'),
    autoOffsetReset: take.oneOf('auto.offset.reset', ['earliest', 'latest', 'none']),
    maxPollRecords: take.number('max.poll.records'),
    sessionTimeoutMs: take.number('session.timeout.ms'),
    maxPollIntervalMs: take.number('max.poll.interval.ms'),
    groupInstanceId: take.text('group.instance.id'),
    assignmentStrategy: take.oneOf('partition.assignment.strategy', ['range', 'cooperative-sticky']),
    consumers: take.number('app.consumers'),
    processing: take.oneOf('app.processing', ['inPoll', 'handedOver']),
    onPartitionsLost: take.oneOf('app.onPartitionsLost', ['finish', 'drop']),
    throwsAt: take.number('app.throwsAt'),
    onException: take.oneOf('app.onException', ['close', 'crash']),
    steps: take.text('app.steps'),
    transactionRecords: take.number('app.transaction.records'),
    abortsAt: take.number('app.abortsAt'),
    onRestart: take.oneOf('app.onRestart', ['resend', 'resume', 'ask']),
    onError: take.oneOf('app.onError', ['resend', 'report']),
    replacementAfterMs: take.number('app.replacement.after.ms'),
    sinkWrite: take.oneOf('sink.write', ['append', 'upsert', 'insertUnique', 'increment']),
    sinkDedup: take.oneOf('sink.dedup', ['none', 'set', 'lastN', 'highWater', 'bloom']),
    sinkDedupWindowMs: take.number('sink.dedup.window.ms'),
    asksForIdempotentWrite: take.boolean('broker.asks.IdempotentWrite'),
  };
}

/** `acks` as people write it: `0`, `1`, `all`, and Kafka's `-1` for `all`; the numbers are taken as well as the texts. */
export function acksOf(value: SettingValue | undefined): 0 | 1 | 'all' {
  const written = String(value);
  if (written === '0') return 0;
  if (written === '1') return 1;
  invariant(written === 'all' || written === '-1', `acks is 0, 1 or all, not ${written}`);
  return 'all';
}

/** Writes a value of `acks` in the one form that settings have; other values come back as they are. */
export function canonicalAcks(value: SettingValue): SettingValue {
  if (value === -1 || value === '-1') return 'all';
  return value === 0 || value === 1 ? String(value) : value;
}
