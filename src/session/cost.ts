/** Whether a stranger's scenario may run without being asked for: nothing heavy starts by opening a link. */
import type { Scenario } from '../scenario/scenario';

const RECORDS_AT_MOST = 3_000;
const EVENTS_AT_MOST = 1_500_000;

/** Records times lanes, which is what a run costs as a rule. */
export const recordsToRun = ({ records, lanes }: Scenario): number => records.count * lanes.length;

/** True when a run could keep the page busy for more than a moment: by its size, or by what its limits would allow. */
export function isHeavy(scenario: Scenario): boolean {
  return recordsToRun(scenario) > RECORDS_AT_MOST || scenario.limits.events * scenario.lanes.length > EVENTS_AT_MOST;
}
