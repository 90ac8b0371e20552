/** A temporal lane's settings as typed values. */
import type { Settings } from '../../scenario/scenario';
import { settingsReader } from '../reading';
import { readCode, readSender } from '../replay';

/** Takes complete settings. Throws when a setting is missing or of a wrong type. */
export function readValues(settings: Settings) {
  const take = settingsReader(settings);
  return {
    runtime: take.oneOf('app.runtime', ['temporal', 'restate']),
    reuse: take.oneOf('WorkflowIdReusePolicy', ['AllowDuplicate', 'RejectDuplicate']),
    retentionMs: take.number('idempotency_retention'),
    timeoutMs: take.number('StartToCloseTimeout'),
    retryMs: take.number('RetryPolicy.InitialInterval'),
    attempts: take.number('RetryPolicy.MaximumAttempts'),
    stepKey: take.oneOf('app.stepKey', ['none', 'derived', 'perAttempt']),
    workers: take.number('app.workers'),
    steps: take.text('app.steps'),
    code: readCode(take),
    sender: readSender(take),
  };
}

export type TemporalValues = ReturnType<typeof readValues>;
