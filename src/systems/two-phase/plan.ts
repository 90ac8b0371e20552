/** How a lane's settings become nodes: the application and the service. */
import type { LanePlan } from '../../engine/contracts';
import { applicantRole } from '../../machines/mutation/applicant';
import { mutationServiceRole } from '../../machines/mutation/service';
import type { Settings, Workload } from '../../scenario/scenario';
import { stepGroups } from '../shared';
import { TWO_PHASE_RIGHTS } from './rights';
import { readValues } from './values';

const [APPLICATION, SERVICE] = ['application', 'service'];

/** The nodes of one lane. Throws when the settings are ones that the validation refuses. */
export function planTwoPhase(settings: Settings, { count, everyMs }: Workload): LanePlan {
  const v = readValues(settings);
  const application = applicantRole({
    records: count,
    everyMs,
    service: SERVICE,
    groups: stepGroups(v.steps),
    id: v.id,
    timeoutMs: v.timeoutMs,
    retriesMax: v.retries,
    backoffMs: v.backoffMs,
    tells: v.tells,
    thinkingMs: v.thinkingMs,
    onExpired: v.onExpired,
    onRestart: v.onRestart,
    confirmsAgainMs: v.confirmsAgainMs,
  });
  const { holdMs, keepsMs, confirm, stock } = v;
  const service = mutationServiceRole({ holdMs, keepsMs, confirm, stock });
  return {
    nodes: [
      { id: APPLICATION, role: application },
      { id: SERVICE, role: service },
    ],
    partitions: [],
    rights: TWO_PHASE_RIGHTS,
  };
}
