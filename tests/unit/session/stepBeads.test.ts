/** Step strings as beads and brackets: for the worker of every system that has one, from its description alone. */
import { expect, test } from 'vitest';
import { effectiveSettings, type PresetDescription, type SystemDescription } from '../../../src/scenario/catalog';
import {
  holdsSteps,
  moveBead,
  moveEdge,
  movesFrom,
  readBeads,
  withSpare,
  writeBeads,
  type StepGround,
} from '../../../src/session/stepBeads';
import { judge, validateScenario } from '../../../src';
import { parseSteps } from '../../../src/machines/worker/steps';
import { SYSTEMS } from '../../../src/systems/registry';
import { crashAtStep, kafkaScenario, lane } from '../../support/kafkaScenario';

const written = SYSTEMS.flatMap((system) => system.settings.map((setting) => ({ system, setting }))).filter(
  ({ setting }) => holdsSteps(setting),
);

test('each setting that a worker reads as a step string is shown as beads, and nothing else is', () => {
  const named = SYSTEMS.flatMap(({ id, settings }) =>
    settings.filter(({ name }) => name.endsWith('.steps')).map(({ name }) => `${id} ${name}`),
  );
  expect(written.map(({ system, setting }) => `${system.id} ${setting.name}`)).toEqual(named);
  expect(named.length).toBeGreaterThan(15);
});

test.each(['E P', '[M E] P', 'e [T P] V', 'X [M E P]', '[M E] [P V]'])('%s is read and written the same', (steps) => {
  expect(writeBeads(readBeads(steps))).toBe(steps);
});

test('an edge of a bracket takes a bead in or lets it go, and stops at the next bracket', () => {
  const spare = withSpare(readBeads('E P'), Infinity);
  expect(spare.brackets).toEqual([{ from: 1, to: 1 }]);
  expect(writeBeads(moveEdge(spare, 0, 'from', 0))).toBe('[E P]');
  expect(writeBeads(moveEdge(readBeads('[M E] P'), 0, 'to', 2))).toBe('[M E P]');
  expect(writeBeads(moveEdge(readBeads('[M E] P'), 0, 'to', 0))).toBe('M E P');
  expect(writeBeads(moveEdge(readBeads('[M E] [P V]'), 0, 'to', 3))).toBe('[M E] [P V]');
  expect(writeBeads(moveBead(readBeads('[M E] P'), 2, 0))).toBe('[P M] E');
});

/** What the page lends the beads of a preset. */
function groundOf(system: SystemDescription, preset: PresetDescription, setting: StepGround['setting']): StepGround {
  const settings = effectiveSettings(system, preset, {});
  return { setting, system, settings, explicit: new Set(Object.keys(preset.settings)) };
}

test.each(written.map(({ system, setting }) => [system.id, system, setting] as const))(
  '%s: every move that is offered is a step string that the validation takes',
  (id, system, setting) => {
    let offered = 0;
    for (const preset of system.presets) {
      const ground = groundOf(system, preset, setting);
      for (const { steps } of movesFrom(String(ground.settings[setting.name]), ground)) {
        expect(parseSteps(steps).ok, `${id} ${preset.id} ${steps}`).toBe(true);
        const lanes = [{ id: 'a', system: id, preset: preset.id, settings: { [setting.name]: steps } }];
        const valid = validateScenario({ version: 1, seed: 's', lanes }, SYSTEMS, 'file');
        expect(valid.ok ? [] : valid.problems, `${id} ${preset.id} ${steps}`).toEqual([]);
        offered += 1;
      }
    }
    expect(offered).toBeGreaterThan(0);
  },
);

test('on the same fate one move turns a loss into a repeat, and the next one into neither', () => {
  const faults = [crashAtStep('consumer', 'before', 'effect', 4), crashAtStep('consumer', 'after', 'effect', 4)];
  const outcomes = ['P E', 'E P', '[E P]'].map((steps) => {
    const scenario = kafkaScenario([lane('at-least-once', { 'app.steps': steps })], faults);
    const [judged] = judge(scenario, SYSTEMS);
    const { lost, duplicated } = judged!.verdict.outcome;
    return [lost, duplicated];
  });
  expect(outcomes).toEqual([
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
});
