/** A mirrormaker lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readSource } from '../replay';
import { readSink } from '../shared';

const MS = 1_000;

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const level = (name: string) => take.oneOf(name, ['read_uncommitted', 'read_committed']);
  const flushMs = take.number('offset.flush.interval.ms');
  const boundary = take.oneOf('transaction.boundary', ['poll', 'interval']);
  const emits = take.boolean('emit.checkpoints.enabled');
  return {
    flushMs,
    exactlyOnce: take.oneOf('exactly.once.source.support', ['disabled', 'preparing', 'enabled']) === 'enabled',
    requires: take.oneOf('exactly.once.support', ['requested', 'required']) === 'required',
    boundaryMs: boundary === 'poll' ? 0 : take.number('transaction.boundary.interval.ms') || flushMs,
    copies: level('source.consumer.isolation.level'),
    copyReset: take.oneOf('source.consumer.auto.offset.reset', ['earliest', 'latest']),
    idempotentCopies: take.boolean('producer.enable.idempotence'),
    lagMax: take.number('offset.lag.max'),
    emits,
    emitMs: take.number('emit.checkpoints.interval.seconds') * MS,
    syncsGroups: emits && take.boolean('sync.group.offsets.enabled'),
    syncMs: take.number('sync.group.offsets.interval.seconds') * MS,
    policy: take.oneOf('replication.policy.class', ['DefaultReplicationPolicy', 'IdentityReplicationPolicy']),
    isolation: level('isolation.level'),
    reset: take.oneOf('auto.offset.reset', ['latest', 'earliest']),
    reads: take.oneOf('app.reads', ['target', 'failover']),
    failoverMs: take.number('app.failover.ms'),
    translates: take.boolean('app.translateOffsets'),
    consumerSteps: take.text('app.consumer.steps'),
    processingMs: take.number('app.processing.ms'),
    abortedRecord: take.number('app.abortedRecord'),
    bothWays: take.boolean('app.bothWays'),
    stopsMs: take.number('app.stopsMirrors.ms'),
    steps: take.text('app.steps'),
    source: readSource(take),
    sink: readSink(take),
  };
}

export type MirrorMakerValues = ReturnType<typeof readValues>;
