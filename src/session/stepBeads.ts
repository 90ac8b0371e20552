/**
 * A step string as beads and brackets: `[M E] P` is a bracket around M and E, then P alone. A crash can fall only between
 * what no bracket holds together, so moving a bead or an edge of a bracket changes what a crash may do.
 */
import type { SettingDescription, SystemDescription } from '../scenario/catalog';
import type { Settings } from '../scenario/scenario';

export interface Bead {
  readonly letter: string;
  readonly name: string;
}

/** From the first to the last of its beads, counted from 0. */
export interface Bracket {
  readonly from: number;
  readonly to: number;
}

export interface StepString {
  readonly beads: readonly Bead[];
  /** In order, none inside another. One around a single bead holds nothing together; it is there to be widened. */
  readonly brackets: readonly Bracket[];
}

export type Edge = 'from' | 'to';

const NAMES: ReadonlyMap<string, string> = new Map([
  ['E', 'effect'],
  ['e', 'hidden effect'],
  ['M', 'remember'],
  ['P', 'save progress'],
  ['T', 'prepare'],
  ['V', 'publish'],
  ['X', 'act outside'],
]);

const STEPS_TEXT = /^(?:\s*(?:[EeMPTVX]|\[(?:\s*[EeMPTVX]){1,7}\s*\]))+\s*$/u;
const LEAST_BEADS = 2;

/** Whether a setting holds a step string: by its default, and where it lists its values by all of them. */
export function holdsSteps({ type, values, default: byDefault }: SettingDescription): boolean {
  if (type !== 'text' && type !== 'choice') return false;
  return [byDefault, ...(values ?? [])].every(
    (value) => typeof value === 'string' && STEPS_TEXT.test(value) && readBeads(value).beads.length >= LEAST_BEADS,
  );
}

/** Beads in their order, and what is held together. Brackets that are open or empty are left out. */
export function readBeads(steps: string): StepString {
  const beads: Bead[] = [];
  const brackets: Bracket[] = [];
  let open: number | undefined;
  for (const letter of steps) {
    if (letter === '[') open = beads.length;
    else if (letter === ']') {
      if (open !== undefined && open < beads.length) brackets.push({ from: open, to: beads.length - 1 });
      open = undefined;
    } else if (letter.trim() !== '') beads.push({ letter, name: NAMES.get(letter) ?? letter });
  }
  return { beads, brackets };
}

/** The step string as people write it; a bracket around one bead says nothing and is left out. */
export function writeBeads({ beads, brackets }: StepString): string {
  const wide = brackets.filter(({ from, to }) => to > from);
  return beads
    .map(({ letter }, at) => {
      const opens = wide.some(({ from }) => from === at) ? '[' : '';
      return `${opens}${letter}${wide.some(({ to }) => to === at) ? ']' : ''}`;
    })
    .join(' ');
}

/** With a bracket to be widened around bead `spareAt`, where there is none yet. */
export function withSpare(steps: StepString, spareAt: number): StepString {
  if (steps.brackets.length > 0 || steps.beads.length < LEAST_BEADS) return steps;
  const at = Math.min(Math.max(0, spareAt), steps.beads.length - 1);
  return { ...steps, brackets: [{ from: at, to: at }] };
}

/** Puts an edge of a bracket before or after bead `at`; it stops at its own other edge and at its neighbours. */
export function moveEdge(steps: StepString, index: number, edge: Edge, at: number): StepString {
  const bracket = steps.brackets[index];
  if (bracket === undefined) return steps;
  const least = edge === 'to' ? bracket.from : (steps.brackets[index - 1]?.to ?? -1) + 1;
  const most = edge === 'from' ? bracket.to : (steps.brackets[index + 1]?.from ?? steps.beads.length) - 1;
  const moved = { ...bracket, [edge]: Math.min(most, Math.max(least, at)) };
  return { ...steps, brackets: steps.brackets.map((old, one) => (one === index ? moved : old)) };
}

/** Puts a bead at another place; the others make room, the brackets stay. */
export function moveBead(steps: StepString, from: number, to: number): StepString {
  const bead = steps.beads[from];
  if (bead === undefined) return steps;
  const rest = steps.beads.filter((_, at) => at !== from);
  const place = Math.min(rest.length, Math.max(0, to));
  return { ...steps, beads: [...rest.slice(0, place), bead, ...rest.slice(place)] };
}

/** `effect, then save progress`; what is in one bracket is joined by `and`, `in one step`. */
export function sayBeads(steps: string): string {
  const { beads, brackets } = readBeads(steps);
  const parts: string[] = [];
  for (let at = 0; at < beads.length; at += 1) {
    const to = brackets.find(({ from }) => from === at)?.to ?? at;
    const names = beads.slice(at, to + 1).map(({ name }) => name);
    parts.push(names.length > 1 ? `${names.join(' and ')} in one step` : names.join(''));
    at = to;
  }
  return parts.join(', then ');
}

/** What a system takes as this setting: all, or only those of a list. */
export interface StepGround {
  readonly setting: SettingDescription;
  readonly system: SystemDescription;
  /** Complete. */
  readonly settings: Settings;
  /** Those that the preset or the lane itself gives. */
  readonly explicit: ReadonlySet<string>;
}

/** Why the system does not take this step string, in a few words; empty when it does. */
export function whyNotSteps(steps: string, { setting, system, settings, explicit }: StepGround): string {
  const { values, name } = setting;
  if (values !== undefined && setting.type === 'choice' && !values.includes(steps))
    return `the choices of ${name} do not have ${steps}`;
  const problem = system.refuse({ ...settings, [name]: steps }, new Set([...explicit, name]))[0];
  return problem === undefined ? '' : problem.what;
}

/** Where a step string can be changed by one move. */
export interface BeadMove {
  readonly says: string;
  readonly steps: string;
}

/**
 * The single moves that the system takes: neighbours swapped, a bracket widened or narrowed by one bead, the remembering of
 * the name put in or taken out.
 */
export function movesFrom(steps: string, ground: StepGround): readonly BeadMove[] {
  const now = readBeads(steps);
  const spares = now.brackets.length > 0 ? [now] : now.beads.map((_, at) => withSpare(now, at));
  const swaps = now.beads.slice(1).map((_, at) => moveBead(now, at + 1, at));
  const edges = spares.flatMap((one) =>
    one.brackets.flatMap((bracket, index) =>
      (['from', 'to'] as const).flatMap((edge) => [-1, 1].map((by) => moveEdge(one, index, edge, bracket[edge] + by))),
    ),
  );
  const written = new Set([...edges, ...swaps, ...rememberingIn(now)].map(writeBeads));
  return [...written]
    .filter((one) => one !== writeBeads(now) && whyNotSteps(one, ground) === '')
    .map((one) => ({ says: sayBeads(one), steps: one }));
}

const WORK: ReadonlySet<string> = new Set(['E', 'e', 'X']);

/** With the remembering taken away; or, where it is missing and progress is saved last, put right before or after the work. */
function rememberingIn({ beads, brackets }: StepString): readonly StepString[] {
  const at = beads.findIndex(({ letter }) => letter === 'M');
  if (at >= 0)
    return [{ beads: beads.filter((_, index) => index !== at), brackets: brackets.flatMap(withoutPlace(at)) }];
  const work = beads.findIndex(({ letter }) => WORK.has(letter));
  const isSavedFirst = beads.findIndex(({ letter }) => letter === 'P') < work;
  if (work < 0 || brackets.length > 0 || isSavedFirst) return [];
  const bead = { letter: 'M', name: NAMES.get('M') ?? 'M' };
  return [work, work + 1].map((place) => ({
    beads: [...beads.slice(0, place), bead, ...beads.slice(place)],
    brackets,
  }));
}

/** What becomes of a bracket when the bead at a place goes. */
const withoutPlace =
  (at: number) =>
  ({ from, to }: Bracket): readonly Bracket[] => {
    const narrowed = { from: from > at ? from - 1 : from, to: to >= at ? to - 1 : to };
    return narrowed.to < narrowed.from ? [] : [narrowed];
  };
