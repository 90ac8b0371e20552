/**
 * The step string of a worker: in which order it does the effect, remembers the name and saves progress, and what is one
 * atomic step. A crash can fall only between groups.
 */
import type { Problem, Result } from '../../terms/problem';

export type StepName = 'effect' | 'hiddenEffect' | 'remember' | 'progress' | 'prepare' | 'publish' | 'outside';

/** Steps that happen together or not at all, in order. */
export interface StepGroup {
  readonly steps: readonly StepName[];
}

/** No step comes twice, so nothing sensible is longer. */
const LONGEST_TEXT = 40;

const LETTERS: Readonly<Record<string, StepName>> = {
  E: 'effect',
  e: 'hiddenEffect',
  M: 'remember',
  P: 'progress',
  T: 'prepare',
  V: 'publish',
  X: 'outside',
};

const LETTER_OF: Readonly<Record<StepName, string>> = {
  effect: 'E',
  hiddenEffect: 'e',
  remember: 'M',
  progress: 'P',
  prepare: 'T',
  publish: 'V',
  outside: 'X',
};

/** The step strings that a worker of the kafka system offers; others that `parseSteps` accepts run as well. */
export const OFFERED_STEPS = [
  'E P',
  'P E',
  '[E P]',
  'M E P',
  'E M P',
  '[M E] P',
  '[M E P]',
  'e [P V]',
  'e [T P] V',
  'X e [P V]',
] as const;

/**
 * Reads a step string such as `[M E] P`; blanks are free. Refuses with one sentence a mistake: a letter that is no step, a
 * bracket that is empty, nested or open, a step twice, no progress, no effect, and effects hidden or published alone.
 */
export function parseSteps(text: string): Result<readonly StepGroup[]> {
  if (text.length > LONGEST_TEXT)
    return refuse([
      problem(`a step string of ${text.length} characters`, 'each step comes once: write at most 40 characters'),
    ]);
  const reading = read(text);
  if (reading.problems.length > 0) return refuse(reading.problems);
  const problems = ruleProblems(reading.groups);
  return problems.length > 0 ? refuse(problems) : { ok: true, value: reading.groups, warnings: [] };
}

/** The step string of these groups, as people write it. */
export function formatSteps(groups: readonly StepGroup[]): string {
  return groups.map(formatGroup).join(' ');
}

function formatGroup(group: StepGroup): string {
  const letters = group.steps.map((step) => LETTER_OF[step]).join(' ');
  return group.steps.length > 1 ? `[${letters}]` : letters;
}

/** In which group a step is; -1 when the steps do not have it. */
export function groupOf(groups: readonly StepGroup[], step: StepName): number {
  return groups.findIndex((group) => group.steps.includes(step));
}

interface Reading {
  readonly groups: readonly StepGroup[];
  readonly problems: readonly Problem[];
}

function read(text: string): Reading {
  const groups: StepGroup[] = [];
  const problems: Problem[] = [];
  let open: StepName[] | undefined;
  for (const character of text) {
    if (character === ' ') continue;
    if (character === '[') {
      if (open !== undefined) problems.push(problem('a bracket inside a bracket', 'close the first one before'));
      open = [];
    } else if (character === ']') {
      problems.push(...closeProblems(open));
      if (open !== undefined && open.length > 0) groups.push({ steps: open });
      open = undefined;
    } else {
      const step = LETTERS[character];
      if (step === undefined) problems.push(unknownLetter(character));
      else if (open === undefined) groups.push({ steps: [step] });
      else open.push(step);
    }
  }
  if (open !== undefined) problems.push(problem('a bracket that is not closed', 'add ]'));
  return { groups, problems };
}

function closeProblems(open: readonly StepName[] | undefined): readonly Problem[] {
  if (open === undefined) return [problem('] without [', 'open the bracket before the steps that are one')];
  return open.length === 0 ? [problem('an empty bracket', 'put steps into it, or leave it out')] : [];
}

function unknownLetter(character: string): Problem {
  return problem(`the letter ${JSON.stringify(character)}, which is no step`, 'use E, e, M, P, T, V, X and brackets');
}

function ruleProblems(groups: readonly StepGroup[]): readonly Problem[] {
  const order = groups.flatMap((group) => group.steps);
  const twice = order.find((step, index) => order.indexOf(step) !== index);
  if (twice !== undefined) return [problem(`the step ${LETTER_OF[twice]} twice`, 'keep one of them')];
  return RULES.filter((rule) => rule.broken((step) => order.indexOf(step))).map((rule) => problem(rule.what, rule.fix));
}

/** The place of a step in the order; -1 when it is not there. */
type Place = (step: StepName) => number;

interface Rule {
  readonly what: string;
  readonly fix: string;
  broken(place: Place): boolean;
}

const has = (place: Place, step: StepName): boolean => place(step) >= 0;

const RULES: readonly Rule[] = [
  { what: 'no P, so progress is never saved', fix: 'add P', broken: (place) => !has(place, 'progress') },
  {
    what: 'no effect: neither E, e nor X',
    fix: 'add E',
    broken: (place) => !has(place, 'effect') && !has(place, 'hiddenEffect') && !has(place, 'outside'),
  },
  {
    what: 'both E and e, the same effect open and hidden',
    fix: 'keep one of them',
    broken: (place) => has(place, 'effect') && has(place, 'hiddenEffect'),
  },
  {
    what: 'e without V, so the hidden effect is never seen',
    fix: 'add V after e',
    broken: (place) => has(place, 'hiddenEffect') && !has(place, 'publish'),
  },
  {
    what: 'V without e, so there is nothing to publish',
    fix: 'add e before V',
    broken: (place) => has(place, 'publish') && !has(place, 'hiddenEffect'),
  },
  {
    what: 'V before e',
    fix: 'publish after the hidden effect',
    broken: (place) => has(place, 'publish') && place('publish') < place('hiddenEffect'),
  },
  {
    what: 'T without V, so what is prepared is never decided',
    fix: 'add V after T',
    broken: (place) => has(place, 'prepare') && !has(place, 'publish'),
  },
  {
    what: 'T out of place',
    fix: 'prepare after e and before V',
    broken: (place) =>
      has(place, 'prepare') &&
      has(place, 'publish') &&
      (place('prepare') < place('hiddenEffect') || place('prepare') > place('publish')),
  },
];

function problem(what: string, fix: string): Problem {
  return { where: 'app.steps', what, fix };
}

function refuse(problems: readonly Problem[]): Result<readonly StepGroup[]> {
  return { ok: false, problems };
}

const WORK: readonly StepName[] = ['effect', 'outside'];
const SAVED: readonly StepName[] = ['progress', 'remember'];
const placeOf = (groups: readonly StepGroup[], among: readonly StepName[]): number =>
  groups.findIndex(({ steps }) => steps.some((step) => among.includes(step)));

/**
 * Whether this work comes after what keeps its record from ever coming again: its progress, or its name; a worker that saves
 * nothing is handed nothing twice. When such an effect is not answered, nobody knows whether it happened; trying it again
 * could do it twice, so the worker goes on.
 */
export function isPastRecall(groups: readonly StepGroup[], steps: readonly StepName[]): boolean {
  const own = placeOf(
    groups,
    WORK.filter((step) => steps.includes(step)),
  );
  return own >= 0 && (placeOf(groups, ['progress']) < 0 || placeOf(groups, SAVED) < own);
}
