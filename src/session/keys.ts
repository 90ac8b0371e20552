/** The keys: one table from which both the handler and the help are made. */

export type Action =
  | 'toggle'
  | 'next'
  | 'previous'
  | 'nextOnNode'
  | 'previousOnNode'
  | 'laneDown'
  | 'laneUp'
  | 'forward'
  | 'back'
  | 'faster'
  | 'slower'
  | 'start'
  | 'end'
  | 'nextFault'
  | 'previousFault'
  | 'nextAnomaly'
  | 'previousAnomaly'
  | 'cause'
  | 'effect'
  | 'jumpBack'
  | 'fork'
  | 'restart'
  | 'newSeed'
  | 'describe'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomFit'
  | 'foldQuiet'
  | 'undo'
  | 'redo'
  | 'theme'
  | 'share'
  | 'inspect'
  | 'help'
  | 'escape'
  | `tenth${number}`;

export interface KeyBinding {
  readonly action: Action;
  /** As `KeyboardEvent.key` gives them; a letter in lower case means without Shift. */
  readonly keys: readonly string[];
  readonly shift?: boolean;
  readonly alt?: boolean;
  readonly says: string;
  /** Works even where single-letter keys are switched off. */
  readonly always?: boolean;
  /** Left to a button or link that has the focus. */
  readonly notOnButton?: boolean;
  /** Left out of the help. */
  readonly hidden?: boolean;
}

export const KEYS: readonly KeyBinding[] = [
  { action: 'toggle', keys: [' '], says: 'play or pause', notOnButton: true },
  { action: 'toggle', keys: ['k'], says: 'play or pause' },
  { action: 'toggle', keys: ['k'], alt: true, says: 'play or pause, wherever the focus is', always: true },
  { action: 'next', keys: ['ArrowRight', '.'], says: 'next event' },
  { action: 'previous', keys: ['ArrowLeft', ','], says: 'previous event' },
  { action: 'nextOnNode', keys: ['ArrowRight'], shift: true, says: 'next event on the chosen node' },
  { action: 'previousOnNode', keys: ['ArrowLeft'], shift: true, says: 'previous event on the chosen node' },
  { action: 'laneDown', keys: ['ArrowDown'], says: 'next lane', notOnButton: true },
  { action: 'laneUp', keys: ['ArrowUp'], says: 'previous lane', notOnButton: true },
  { action: 'forward', keys: ['l'], says: 'ten events on' },
  { action: 'back', keys: ['j'], says: 'ten events back' },
  { action: 'faster', keys: ['>'], says: 'faster' },
  { action: 'slower', keys: ['<'], says: 'slower' },
  { action: 'start', keys: ['Home'], says: 'to the beginning' },
  { action: 'end', keys: ['End'], says: 'to the end' },
  ...Array.from({ length: 10 }, (_, tenth): KeyBinding => ({
    action: `tenth${tenth}`,
    keys: [String(tenth)],
    says: 'to that tenth of the run',
    hidden: tenth > 0,
  })),
  { action: 'nextFault', keys: ['n'], says: 'next fault' },
  { action: 'previousFault', keys: ['p'], says: 'previous fault' },
  { action: 'nextAnomaly', keys: ['v', 'PageDown'], says: 'next thing that went wrong' },
  { action: 'previousAnomaly', keys: ['v'], shift: true, says: 'previous thing that went wrong' },
  { action: 'previousAnomaly', keys: ['PageUp'], says: 'previous thing that went wrong', hidden: true },
  { action: 'cause', keys: ['g'], says: 'to the cause of the chosen event' },
  { action: 'effect', keys: ['h'], says: 'to the effect of the chosen event' },
  { action: 'jumpBack', keys: ['Backspace'], says: 'back to where you jumped from' },
  { action: 'fork', keys: ['f'], says: 'a lane of your own, like the chosen one' },
  { action: 'restart', keys: ['r'], says: 'from the beginning, same seed' },
  { action: 'newSeed', keys: ['r'], shift: true, says: 'another seed' },
  { action: 'describe', keys: ['d'], says: 'describe this moment' },
  { action: 'inspect', keys: ['i'], says: 'look inside the chosen node, or the next one' },
  { action: 'zoomIn', keys: ['=', '+'], says: 'closer' },
  { action: 'zoomOut', keys: ['-'], says: 'further away' },
  { action: 'zoomFit', keys: ['w'], says: 'the whole run' },
  { action: 'foldQuiet', keys: ['q'], says: 'fold quiet stretches, or unfold them' },
  { action: 'undo', keys: ['u'], says: 'undo the last change' },
  { action: 'redo', keys: ['u'], shift: true, says: 'do it again' },
  { action: 'theme', keys: ['t'], says: 'light, dark or projector' },
  { action: 'share', keys: ['s'], says: 'share' },
  { action: 'help', keys: ['?'], says: 'these keys' },
  { action: 'escape', keys: ['Escape'], says: 'close, or choose nothing', always: true },
];

/** A pressed key, freed from the page. */
export interface Stroke {
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrlOrMeta: boolean;
  readonly focus: 'field' | 'button' | 'elsewhere';
}

/** What a key stroke asks for. Nothing while a field has the focus, and never with Ctrl or Cmd. */
export function actionFor(stroke: Stroke, letters: boolean): Action | undefined {
  if (stroke.ctrlOrMeta) return undefined;
  const binding = KEYS.find((one) => fits(one, stroke));
  if (binding === undefined || (stroke.focus === 'field' && binding.always !== true)) return undefined;
  if (binding.notOnButton === true && stroke.focus === 'button') return undefined;
  return letters || binding.always === true || !isLetter(stroke.key) ? binding.action : undefined;
}

/** A single printed character, which WCAG 2.1.4 wants to be switchable. */
const isLetter = (key: string): boolean => key.length === 1 && key !== ' ';

function fits({ keys, shift, alt }: KeyBinding, stroke: Stroke): boolean {
  if ((alt ?? false) !== stroke.alt) return false;
  const key = stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key;
  if (!keys.includes(key)) return false;
  const shiftMatters = /^[a-z]$/.test(key) || key.startsWith('Arrow');
  return !shiftMatters || (shift ?? false) === stroke.shift;
}

/** A key as the help prints it. */
export function keyLabel({ keys, shift, alt }: KeyBinding): string {
  const names = keys.map((key) => KEY_NAMES.get(key) ?? key.toUpperCase());
  return names.map((name) => `${alt === true ? 'Alt+' : ''}${shift === true ? 'Shift+' : ''}${name}`).join(' or ');
}

const KEY_NAMES: ReadonlyMap<string, string> = new Map([
  [' ', 'Space'],
  ['ArrowRight', '→'],
  ['ArrowLeft', '←'],
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['0', '0 … 9'],
  ['Escape', 'Esc'],
  ['Home', 'Home'],
  ['End', 'End'],
  ['PageDown', 'Page Down'],
  ['Backspace', 'Backspace'],
]);
