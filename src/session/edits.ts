/** Changes of a scenario, each from a whole scenario to a whole scenario. None of them validates; the session does. */
import { effectiveSettings, findPreset, findSystem, type Catalog } from '../scenario/catalog';
import type { Fault, LaneSpec, Scenario, Settings, SettingValue } from '../scenario/scenario';

/** The lane that belongs to the visitor, next to the references. */
export const OWN_LANE = 'yours';

export const addFault = (scenario: Scenario, fault: Fault): Scenario => ({
  ...scenario,
  faults: [...scenario.faults, fault],
});

export const removeFault = (scenario: Scenario, index: number): Scenario => ({
  ...scenario,
  faults: scenario.faults.filter((_, at) => at !== index),
});

export const replaceFault = (scenario: Scenario, index: number, fault: Fault): Scenario => ({
  ...scenario,
  faults: scenario.faults.map((old, at) => (at === index ? fault : old)),
});

export const setSeed = (scenario: Scenario, seed: string): Scenario => ({ ...scenario, seed });

export const setWorkload = (scenario: Scenario, change: Partial<Scenario['records']>): Scenario => ({
  ...scenario,
  records: { ...scenario.records, ...change },
});

export const setWeather = (scenario: Scenario, change: Partial<Scenario['network']>): Scenario => ({
  ...scenario,
  network: { ...scenario.network, ...change },
});

export const setCrashes = (scenario: Scenario, change: Partial<Scenario['crashes']>): Scenario => ({
  ...scenario,
  crashes: { ...scenario.crashes, ...change },
});

const changeLane = (scenario: Scenario, id: string, change: (lane: LaneSpec) => LaneSpec): Scenario => ({
  ...scenario,
  lanes: scenario.lanes.map((lane) => (lane.id === id ? change(lane) : lane)),
});

/** Sets one setting of a lane; a value that the preset has anyway is not written down. */
export function setSetting(
  scenario: Scenario,
  id: string,
  name: string,
  value: SettingValue,
  catalog: Catalog,
): Scenario {
  return changeLane(scenario, id, (lane) => {
    const system = findSystem(catalog, lane.system);
    const preset = system && findPreset(system, lane.preset);
    const own = without(lane.settings, name);
    const usual = system && preset ? effectiveSettings(system, preset, own)[name] : undefined;
    return { ...lane, settings: usual === value ? own : { ...own, [name]: value } };
  });
}

const without = (settings: Settings, name: string): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => key !== name));

/** Starts a lane from another preset: its own settings go. */
export const setPreset = (scenario: Scenario, id: string, preset: string): Scenario =>
  changeLane(scenario, id, (lane) => ({ ...lane, preset, settings: {} }));

/** Adds the visitor's lane as a copy of lane `like`; unchanged when there is one already or no such lane. */
export function addOwnLane(scenario: Scenario, like: string): Scenario {
  const model = scenario.lanes.find(({ id }) => id === like);
  if (model === undefined || scenario.lanes.some(({ id }) => id === OWN_LANE)) return scenario;
  return { ...scenario, lanes: [...scenario.lanes, { ...model, id: OWN_LANE }] };
}

/** Takes a lane away; the last one stays. */
export function removeLane(scenario: Scenario, id: string): Scenario {
  const lanes = scenario.lanes.filter((lane) => lane.id !== id);
  return lanes.length === 0 ? scenario : { ...scenario, lanes };
}
