/** What every system's presets have in common: enough of them, and honest about times that are made short. */
import { describe, expect, test } from 'vitest';
import { SYSTEMS } from '../../src/systems/registry';
import type { PresetDescription, SettingDescription } from '../../src/scenario/catalog';

const IS_TIME = /(?:\.ms|ms|timeout|interval|period|lifetime|window|retention|delay|deadline|\.time|hour)/iu;

/** Times of the service or its clients, not of the application, that this preset sets. */
const timesOf = (settings: readonly SettingDescription[], preset: PresetDescription): readonly SettingDescription[] =>
  settings.filter(
    ({ name, type, of }) =>
      type === 'number' && of !== 'application' && IS_TIME.test(name) && Number(preset.settings[name] ?? 0) > 0,
  );

describe.each(SYSTEMS.map((system) => [system.id, system] as const))('%s', (_, system) => {
  test('has at least three presets, which promise at least two different things', () => {
    expect(system.presets.length).toBeGreaterThanOrEqual(3);
    expect(new Set(system.presets.map(({ claim }) => claim)).size).toBeGreaterThanOrEqual(2);
  });

  test.each(system.presets.map((preset) => [preset.id, preset] as const))(
    '%s says so when it makes times short, and only then',
    (_id, preset) => {
      const times = timesOf(system.settings, preset);
      const short = times.filter(({ name, default: byDefault }) => Number(preset.settings[name]) < Number(byDefault));
      if (short.length > 0) expect(preset.scaled, short.map(({ name }) => name).join(', ')).toMatch(/ for /u);
      if (preset.scaled !== undefined) expect(times).not.toEqual([]);
    },
  );
});
