/** The settings of the temporal system, with Temporal's and Restate's own names and defaults. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, type Shelf } from '../describe';
import { CODE_SETTINGS, SENDER_SETTINGS } from '../replay';
import { APPLICATION, stepsSetting } from '../shared';

const TEMPORAL: Shelf = {
  of: 'coordinator',
  source: 'Temporal documentation: activity timeouts, retry policies, workflow id reuse',
};
const RESTATE: Shelf = { of: 'coordinator', source: 'Restate documentation: invocation idempotency, retention' };

const INVOKER: Shelf = {
  of: 'coordinator',
  source: 'restate: InvokerOptions, InvocationRetryPolicyOptions (main of August 2026)',
};

export const TEMPORAL_SETTINGS: readonly SettingDescription[] = [
  choice(
    APPLICATION,
    'app.runtime',
    ['temporal', 'restate'],
    'temporal',
    'Whose rules hold for a start under a name that was used before.',
    PROMINENT,
  ),
  choice(
    TEMPORAL,
    'WorkflowIdReusePolicy',
    ['AllowDuplicate', 'RejectDuplicate'],
    'AllowDuplicate',
    'Whether a workflow id may be used again once its workflow has closed.',
    PROMINENT,
  ),
  number(
    RESTATE,
    'idempotency_retention',
    FROM_ONE,
    86_400_000,
    'For how many ms Restate knows an idempotency key.',
    PROMINENT,
  ),
  number(
    TEMPORAL,
    'StartToCloseTimeout',
    FROM_ONE,
    10_000,
    'After so many ms without a result a step is tried again, whatever its worker is doing; Temporal has no default and wants one.',
    PROMINENT,
  ),
  number(
    TEMPORAL,
    'HeartbeatTimeout',
    FROM_ZERO,
    0,
    'A step that heartbeats is given to another worker when its worker has been silent for so many ms; 0: it does not heartbeat.',
  ),
  number(
    TEMPORAL,
    'RetryPolicy.InitialInterval',
    FROM_ONE,
    1_000,
    'How many ms lie between a failure or a time-out and the next attempt; each further time twice as many, up to 100 times.',
  ),
  number(TEMPORAL, 'RetryPolicy.MaximumAttempts', FROM_ZERO, 0, 'How often a step is tried; 0: without limit.'),
  number(
    INVOKER,
    'inactivity_timeout',
    FROM_ONE,
    60_000,
    'An invocation that has not been heard of for so many ms is asked to suspend.',
  ),
  number(INVOKER, 'abort_timeout', FROM_ONE, 600_000, 'After so many more ms it is aborted, and tried again.'),
  number(
    INVOKER,
    'retry_policy.initial_interval',
    FROM_ONE,
    500,
    'How many ms Restate waits after a failure; each further time twice as many, up to 60 s.',
  ),
  number(
    INVOKER,
    'retry_policy.max_attempts',
    FROM_ONE,
    70,
    'How often Restate tries an invocation; then it is paused until somebody resumes it.',
  ),
  choice(
    APPLICATION,
    'app.stepKey',
    ['none', 'derived', 'perAttempt'],
    'none',
    'What the step calls itself towards the service: nothing, a key made of workflow and step, or a new one each time.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.workers',
    [1, 2],
    1,
    'How many workers there are; one takes over from the other when a step times out.',
  ),
  ...CODE_SETTINGS,
  stepsSetting('X P'),
  ...SENDER_SETTINGS,
];
