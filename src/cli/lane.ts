import { judge, type JudgedLane } from '../explorer/judge';
import type { Scenario } from '../scenario/scenario';
import { SYSTEMS } from '../systems/registry';
import type { Result } from '../terms/problem';

/** Runs the scenario and picks the lane of `--lane`; refuses a missing or unknown id with those that exist. */
export function judgeLane(scenario: Scenario, id: string | undefined): Result<JudgedLane> {
  const lane = scenario.lanes.find((one) => one.id === id);
  const ids = scenario.lanes.map((one) => one.id).join(', ');
  if (lane === undefined) {
    const what = id === undefined ? 'no lane is given' : `there is no lane ${id.slice(0, 40)}`;
    return { ok: false, problems: [{ where: '--lane', what, fix: `give one of ${ids}` }] };
  }
  const [judged] = judge({ ...scenario, lanes: [lane] }, SYSTEMS);
  return { ok: true, value: judged!, warnings: [] };
}
