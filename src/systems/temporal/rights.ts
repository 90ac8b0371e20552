/**
 * Temporal's default authorizer asks for the role of a writer in the namespace for each call that is not read-only: to start
 * a workflow, to poll for tasks and to report them. Sources: temporalio/temporal, common/authorization and common/api; the
 * SDK's retry codes and poller. Restate's rules are not looked at.
 */
import type { RightPlan } from '../../engine/contracts';
import { certificateFault, denyCall, denyQuestion } from '../rights';

const DENIED = 'PERMISSION_DENIED: Request unauthorized';

const WRITE: RightPlan = {
  target: 'namespace',
  operation: 'Write',
  at: ['server'],
  denies: {
    request: denyCall('StartResponse', DENIED),
    fetch: denyQuestion('PollTaskResponse', DENIED),
    save: denyQuestion('RecordResponse', DENIED),
    restore: denyQuestion('JournalResponse', DENIED),
  },
};

export const TEMPORAL_RIGHTS = [WRITE] as const;

export const TEMPORAL_RIGHT_FAULTS = [
  { do: 'revoke', targets: ['namespace'], operations: ['Write'], principals: ['starter', 'worker'] },
  certificateFault('server', 'starter', 'worker'),
] as const;
