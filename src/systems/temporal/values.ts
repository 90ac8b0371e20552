/** A temporal lane's settings as typed values. */
import type { AttemptRules } from '../../machines/feed/memory';
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
    temporal: {
      timeoutMs: take.number('StartToCloseTimeout'),
      silenceMs: take.number('HeartbeatTimeout'),
      retryMs: take.number('RetryPolicy.InitialInterval'),
      attemptsMax: take.number('RetryPolicy.MaximumAttempts'),
    },
    restate: {
      timeoutMs: take.number('inactivity_timeout') + take.number('abort_timeout'),
      silenceMs: 0,
      retryMs: take.number('retry_policy.initial_interval'),
      attemptsMax: take.number('retry_policy.max_attempts'),
    },
    stepKey: take.oneOf('app.stepKey', ['none', 'derived', 'perAttempt']),
    workers: take.number('app.workers'),
    steps: take.text('app.steps'),
    code: readCode(take),
    sender: readSender(take),
  };
}

export type TemporalValues = ReturnType<typeof readValues>;

/** In Temporal the cap is a hundred times the first wait, in Restate a minute; both double. */
const RESTATE_CAP_MS = 60_000;
const TEMPORAL_CAP = 100;

/** How this runtime times a step out and tries it again. */
export function attemptsOf(v: TemporalValues): AttemptRules {
  const rules = v.runtime === 'restate' ? v.restate : v.temporal;
  const retryCapMs = v.runtime === 'restate' ? RESTATE_CAP_MS : TEMPORAL_CAP * rules.retryMs;
  return { ...rules, factor: 2, retryCapMs };
}
