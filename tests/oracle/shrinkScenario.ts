/** Makes a scenario that reaches a cell smaller, as long as it still reaches it. */
import { shrink, withoutOne } from '../../src/explorer/shrink';
import type { Scenario, Settings } from '../../src/scenario/scenario';

/** Smaller versions of a scenario, the boldest first. `given` are settings that the configuration itself makes. */
const smallerThan =
  (given: Settings) =>
  (one: Scenario): readonly Scenario[] => [
    ...withoutOne(one.faults).map((faults) => ({ ...one, faults })),
    ...(one.records.count > 1 ? [{ ...one, records: { ...one.records, count: one.records.count - 1 } }] : []),
    ...withoutSetting(one, given),
    ...calmer(one),
  ];

function withoutSetting(one: Scenario, given: Settings): readonly Scenario[] {
  const lane = one.lanes[0]!;
  const drawn = Object.keys(lane.settings).filter((name) => !(name in given));
  return drawn.map((gone) => {
    const settings = Object.fromEntries(Object.entries(lane.settings).filter(([name]) => name !== gone));
    return { ...one, lanes: [{ ...lane, settings }] };
  });
}

function calmer(one: Scenario): readonly Scenario[] {
  const [least, most] = one.network.latencyMs;
  return most > least ? [{ ...one, network: { ...one.network, latencyMs: [least, least] } }] : [];
}

export const shrinkScenario = (
  scenario: Scenario,
  given: Settings,
  stillReaches: (one: Scenario) => boolean,
): Scenario => shrink(scenario, smallerThan(given), stillReaches);
