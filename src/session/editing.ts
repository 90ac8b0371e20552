/** Edits of the scenario, each with the words that the page says of it. */
import { findSystem, type Catalog } from '../scenario/catalog';
import type { Fault, Scenario, SettingValue } from '../scenario/scenario';
import { hashText } from '../terms/hash';
import * as edits from './edits';
import { sayFault } from './faultWords';
import { sayValue } from './lanes';
import { sayChanges } from './outcomeDiff';
import type { Playback } from './playback.svelte';
import { nextSeed } from './seeds';
import { isSameFault } from './touch';
import type { ViewState } from './viewState';
import type { Workbench } from './workbench.svelte';

export interface EditingGround {
  readonly view: ViewState;
  readonly bench: Workbench;
  readonly catalog: Catalog;
  readonly playback: () => Playback;
  readonly titleOf: (lane: string) => string;
  readonly kind: () => string;
}

/** Functions only. Those that give a boolean say whether the edit was done; why not is in `bench.refusals`. */
export function createEditing({ view, bench, catalog, playback, titleOf, kind }: EditingGround) {
  function edit(next: Scenario, what: string): boolean {
    playback().pause();
    const done = bench.edit(next, what);
    const changes = bench.lastChange === undefined ? [] : sayChanges(bench.lastChange.changes, titleOf, kind());
    view.announcement = done ? [what, ...changes].join('. ') : bench.refusals.map((problem) => problem.what).join('. ');
    return done;
  }

  function removeFault(index: number): boolean {
    const fault = bench.scenario.faults[index];
    return (
      fault !== undefined && edit(edits.removeFault(bench.scenario, index), `no longer: ${sayFault(fault, kind())}`)
    );
  }

  function setSeed(seed: string): boolean {
    return edit(edits.setSeed(bench.scenario, seed), `seed ${seed}`);
  }

  return {
    removeFault,
    setSeed,
    /** Touching the same thing twice takes the fault away again. */
    addFault(fault: Fault): boolean {
      const at = bench.scenario.faults.findIndex((one) => isSameFault(one, fault));
      return at >= 0 ? removeFault(at) : edit(edits.addFault(bench.scenario, fault), sayFault(fault, kind()));
    },
    replaceFault: (index: number, fault: Fault) =>
      edit(edits.replaceFault(bench.scenario, index, fault), sayFault(fault, kind())),
    setSetting: (lane: string, name: string, value: SettingValue) =>
      edit(
        edits.setSetting(bench.scenario, lane, name, value, catalog),
        `${titleOf(lane)}: ${name} = ${sayValue(value)}`,
      ),
    setPreset: (lane: string, preset: string) =>
      edit(edits.setPreset(bench.scenario, lane, preset), `${titleOf(lane)}: another preset`),
    anotherSeed: () => setSeed(nextSeed(bench.scenario.seed, hashText)),
    setWorkload: (change: Partial<Scenario['records']>) =>
      edit(edits.setWorkload(bench.scenario, change), 'other records'),
    setWeather: (change: Partial<Scenario['network']>) =>
      edit(edits.setWeather(bench.scenario, change), 'another network'),
    setCrashes: (change: Partial<Scenario['crashes']>) =>
      edit(edits.setCrashes(bench.scenario, change), 'other crashes'),
    addOwnLane(like: string = view.focusLane): void {
      if (edit(edits.addOwnLane(bench.scenario, like), `a lane of your own, like ${titleOf(like)}`))
        view.focusLane = edits.OWN_LANE;
    },
    /** The same fault for lanes of several systems, as one edit. */
    addFaults: (faults: readonly Fault[]) =>
      edit(edits.addFaults(bench.scenario, faults), faults.map((fault) => sayFault(fault, kind())).join(', ')),
    addLane(system: string, preset: string): boolean {
      const next = edits.addLane(bench.scenario, system, preset);
      const title = findSystem(catalog, system)?.presets.find(({ id }) => id === preset)?.title ?? preset;
      const done = edit(next, `another lane: ${title}`);
      if (done) view.focusLane = next.lanes.at(-1)?.id ?? view.focusLane;
      return done;
    },
    removeLane: (lane: string) => edit(edits.removeLane(bench.scenario, lane, catalog), `${titleOf(lane)} taken away`),
    undo(): void {
      playback().pause();
      bench.undo();
    },
    redo(): void {
      playback().pause();
      bench.redo();
    },
  };
}
