/** Changes of a scenario, each from a whole scenario to a whole scenario. None of them validates; the session does. */
import { effectiveSettings, findPreset, findSystem, type Catalog } from '../scenario/catalog';
import type { Fault, LaneSpec, Scenario, Settings, SettingValue } from '../scenario/scenario';
import { faultsWithin } from './faultReach';
import { isSameFault } from './touch';

/** A lane's name may have 32 characters; some are left for a number. */
const LANE_NAME_CHARS = 28;

/** The lane that belongs to the visitor, next to the references. */
export const OWN_LANE = 'yours';

export const addFault = (scenario: Scenario, fault: Fault): Scenario => ({
  ...scenario,
  faults: [...scenario.faults, fault],
});

/** Adds those faults that are not there yet. */
export const addFaults = (scenario: Scenario, faults: readonly Fault[]): Scenario => ({
  ...scenario,
  faults: [
    ...scenario.faults,
    ...faults.filter((fault) => !scenario.faults.some((there) => isSameFault(there, fault))),
  ],
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

/** Adds a lane of any system after the others; its name is the preset's, with a number where that is taken. */
export function addLane(scenario: Scenario, system: string, preset: string): Scenario {
  const taken = new Set(scenario.lanes.map(({ id }) => id));
  const wanted = preset.slice(0, LANE_NAME_CHARS);
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  return { ...scenario, lanes: [...scenario.lanes, { id, system, preset, settings: {} }] };
}

/** Takes a lane away, and the faults that only its system has a place for; the last lane stays. */
export function removeLane(scenario: Scenario, id: string, catalog: Catalog): Scenario {
  const lanes = scenario.lanes.filter((lane) => lane.id !== id);
  if (lanes.length === 0) return scenario;
  return { ...scenario, lanes, faults: faultsWithin(scenario.faults, lanes, catalog) };
}
