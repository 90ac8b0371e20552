/** How the page is shown: what stands in the query of its address. Bad values fall back to the default and are listed. */
import type { Problem } from '../terms/problem';

export type Theme = 'auto' | 'light' | 'dark' | 'projector' | 'print';

export interface Presentation {
  readonly theme: Theme;
  readonly embed: boolean;
  /** `reduced`: steps instead of movement. `auto`: as the visitor's system asks. */
  readonly motion: 'auto' | 'full' | 'reduced';
  /** Ask "Before you look". */
  readonly predict: boolean;
  readonly autoplay: boolean;
  /** Single-letter keys. */
  readonly keys: boolean;
}

export const AS_USUAL: Presentation = {
  theme: 'auto',
  embed: false,
  motion: 'auto',
  predict: true,
  autoplay: true,
  keys: true,
};

const NEXT_THEME: Readonly<Record<Theme, Theme>> = {
  auto: 'light',
  light: 'dark',
  dark: 'projector',
  projector: 'auto',
  print: 'auto',
};

/** What the theme button and key switch to. */
export const nextTheme = (theme: Theme): Theme => NEXT_THEME[theme];

interface Parameter {
  readonly values: readonly string[];
  read(value: string): Partial<Presentation>;
}

const yes = (value: string): boolean => value === '1' || value === 'on';
const SWITCH = ['0', '1', 'on', 'off'];

const PARAMETERS: ReadonlyMap<string, Parameter> = new Map([
  [
    'theme',
    { values: ['auto', 'light', 'dark', 'projector', 'print'], read: (value: string) => ({ theme: value as Theme }) },
  ],
  ['embed', { values: SWITCH, read: (value: string) => ({ embed: yes(value) }) }],
  ['motion', { values: ['auto', 'full', 'reduced', 'none'], read: (value: string) => ({ motion: readMotion(value) }) }],
  ['predict', { values: SWITCH, read: (value: string) => ({ predict: yes(value) }) }],
  ['autoplay', { values: SWITCH, read: (value: string) => ({ autoplay: yes(value) }) }],
  ['keys', { values: SWITCH, read: (value: string) => ({ keys: yes(value) }) }],
]);

const readMotion = (value: string): Presentation['motion'] =>
  value === 'full' || value === 'auto' ? value : 'reduced';

/** Keys of a fragment that some mail programs move into the query; the link reads them there. */
const SHOWN_AT_MOST = 40;

/**
 * Reads the query of an address. Unknown parameters are left to the link's decoder; a known one with a value that it
 * does not take is listed and its default kept.
 */
export function readPresentation(query: string): {
  readonly presentation: Presentation;
  readonly warnings: readonly Problem[];
} {
  const warnings: Problem[] = [];
  let presentation = AS_USUAL;
  for (const [name, value] of new URLSearchParams(query)) {
    const parameter = PARAMETERS.get(name);
    if (parameter === undefined) continue;
    if (parameter.values.includes(value)) presentation = { ...presentation, ...parameter.read(value) };
    else
      warnings.push({
        where: name,
        what: `“${value.slice(0, SHOWN_AT_MOST)}” is not one of its values`,
        fix: `use one of ${parameter.values.join(', ')}`,
      });
  }
  return { presentation, warnings };
}

/** The shortest query that says it; empty when everything is as usual. */
export function writePresentation(presentation: Presentation): string {
  const said: string[] = [];
  if (presentation.embed) said.push('embed=1');
  if (presentation.theme !== AS_USUAL.theme) said.push(`theme=${presentation.theme}`);
  if (presentation.motion !== AS_USUAL.motion) said.push(`motion=${presentation.motion}`);
  if (!presentation.predict) said.push('predict=off');
  if (!presentation.autoplay) said.push('autoplay=0');
  if (!presentation.keys) said.push('keys=off');
  return said.join('&');
}
