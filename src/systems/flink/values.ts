/** A flink lane's settings as typed values. */
import { groupOf, parseSteps } from '../../machines/worker/steps';
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readSource } from '../replay';
import { readSink } from '../shared';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  const backend = take.oneOf('state.backend.type', ['hashmap', 'rocksdb']);
  return {
    intervalMs: take.number('execution.checkpointing.interval'),
    mode: take.oneOf('execution.checkpointing.mode', ['EXACTLY_ONCE', 'AT_LEAST_ONCE']),
    timeoutMs: take.number('execution.checkpointing.timeout'),
    storage: take.oneOf('execution.checkpointing.storage', ['jobmanager', 'filesystem']),
    snapshotMs: take.number(`app.snapshot.${backend}.ms`),
    restarts: take.number('restart-strategy.fixed-delay.attempts'),
    restartDelayMs: take.number('restart-strategy.fixed-delay.delay'),
    restoreFrom: take.number('app.restoreFrom'),
    startFrom: take.oneOf('app.startingOffsets', ['earliest', 'latest']),
    jobs: take.number('app.jobs'),
    samePrefix: take.boolean('app.samePrefix'),
    guarantee: take.oneOf('sink.delivery-guarantee', ['none', 'at-least-once', 'exactly-once']),
    transactionTimeoutMs: take.number('transaction.timeout.ms'),
    transactionMaxMs: take.number('transaction.max.timeout.ms'),
    isolation: take.oneOf('isolation.level', ['read_uncommitted', 'read_committed']),
    prefix: take.text('app.transactionalIdPrefix'),
    steps: take.text('app.steps'),
    source: readSource(take),
    sink: readSink(take),
  };
}

export type FlinkValues = ReturnType<typeof readValues>;

/** Whether an operator calls a service outside for each record (X). Steps that cannot be read call nobody. */
export function callsService({ steps: written }: FlinkValues): boolean {
  const steps = parseSteps(written);
  return steps.ok && groupOf(steps.value, 'outside') >= 0;
}
