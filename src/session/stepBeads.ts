/** A step string as beads and brackets: `[M E] P` is a bracket around M and E, then P alone. */

export interface Bead {
  readonly letter: string;
  readonly name: string;
}

export interface BeadGroup {
  readonly atomic: boolean;
  readonly beads: readonly Bead[];
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['E', 'effect'],
  ['e', 'hidden effect'],
  ['M', 'remember'],
  ['P', 'save progress'],
  ['T', 'prepare'],
  ['V', 'publish'],
  ['X', 'act outside'],
]);

/** Groups in the order of the string; letters that no step has are shown as they are. */
export function beadsOf(steps: string): readonly BeadGroup[] {
  const groups: BeadGroup[] = [];
  let open: Bead[] | undefined;
  for (const letter of steps) {
    if (letter === '[') open = [];
    else if (letter === ']' && open !== undefined) {
      groups.push({ atomic: true, beads: open });
      open = undefined;
    } else if (letter.trim() !== '') {
      const bead = { letter, name: NAMES.get(letter) ?? letter };
      if (open === undefined) groups.push({ atomic: false, beads: [bead] });
      else open.push(bead);
    }
  }
  return groups;
}

/** `effect, then save progress`; what is in one bracket is joined by `and`, `in one step`. */
export function sayBeads(steps: string): string {
  const said = beadsOf(steps).map(({ atomic, beads }) => {
    const names = beads.map(({ name }) => name).join(' and ');
    return atomic && beads.length > 1 ? `${names} in one step` : names;
  });
  return said.join(', then ');
}

const textOf = (groups: readonly BeadGroup[]): string =>
  groups
    .map(({ atomic, beads }) =>
      atomic ? `[${beads.map(({ letter }) => letter).join(' ')}]` : beads.map(({ letter }) => letter).join(' '),
    )
    .join(' ');

/** Where a step string can be changed by one move: two neighbours swapped, a bracket put around them or taken off. */
export interface BeadMove {
  readonly says: string;
  readonly steps: string;
}

/** The single moves from `steps` that end in one of `offered`. */
export function movesFrom(steps: string, offered: readonly string[]): readonly BeadMove[] {
  const groups = beadsOf(steps);
  const moves = groups.flatMap((group, index): readonly BeadMove[] => {
    const next = groups[index + 1];
    const rest = (middle: readonly BeadGroup[], taken: number): string =>
      textOf([...groups.slice(0, index), ...middle, ...groups.slice(index + taken)]);
    const opened: BeadMove[] = group.atomic
      ? [{ says: `take the bracket off ${lettersOf(group)}`, steps: rest(group.beads.map(alone), 1) }]
      : [];
    if (next === undefined) return opened;
    const both = { atomic: true, beads: [...group.beads, ...next.beads] };
    return [
      ...opened,
      { says: `put one bracket around ${lettersOf(group)} and ${lettersOf(next)}`, steps: rest([both], 2) },
      { says: `${lettersOf(next)} before ${lettersOf(group)}`, steps: rest([next, group], 2) },
    ];
  });
  const unique = new Map(
    moves.filter((move) => move.steps !== steps && offered.includes(move.steps)).map((move) => [move.steps, move]),
  );
  return [...unique.values()];
}

const alone = (bead: Bead): BeadGroup => ({ atomic: false, beads: [bead] });
const lettersOf = ({ beads }: BeadGroup): string => beads.map(({ letter }) => letter).join(' ');
