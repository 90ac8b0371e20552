/** Complete settings as typed values: read once, so that nobody compares strings in the middle of a run. */
import type { Settings, SettingValue } from '../scenario/scenario';
import { invariant } from '../terms/invariant';

/** Takes settings by name and type. Throws where the validation should have refused. */
export interface SettingsReader {
  number(name: string): number;
  boolean(name: string): boolean;
  text(name: string): string;
  oneOf<T extends SettingValue>(name: string, values: readonly T[]): T;
}

/** A reader of complete settings, such as `effectiveSettings` gives. */
export function settingsReader(settings: Settings): SettingsReader {
  return {
    number(name) {
      const value = settings[name];
      invariant(typeof value === 'number', `the setting ${name} is a number`);
      return value;
    },
    boolean(name) {
      const value = settings[name];
      invariant(typeof value === 'boolean', `the setting ${name} is true or false`);
      return value;
    },
    text(name) {
      const value = settings[name];
      invariant(typeof value === 'string', `the setting ${name} is a text`);
      return value;
    },
    oneOf(name, values) {
      const value = values.find((candidate) => candidate === settings[name]);
      invariant(value !== undefined, `the setting ${name} is one of ${values.join(', ')}`);
      return value;
    },
  };
}
