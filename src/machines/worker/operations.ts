/**
 * Turns one poll's records and a step string into operations, in the order in which they are done.
 *
 * Steps without progress are done record by record; the group that saves progress is done once for the poll, before or
 * after them as the string says. One operation is one request, and atomic.
 */
import type { PolledRecord } from '../consumer/api';
import type { PartitionOffset } from '../messages';
import type { StepGroup, StepName } from './steps';

export interface Operation {
  readonly steps: readonly StepName[];
  readonly records: readonly number[];
  /** To the sink, or to the group coordinator (progress alone). */
  readonly via: 'sink' | 'group';
  /** The next offsets to read, when this operation saves progress: one of them in a write at the sink. */
  readonly progress: readonly PartitionOffset[] | undefined;
  /** What this write has to do with the memory of names. */
  readonly names: { readonly memory: 'worker' | 'sink'; readonly looksUp: boolean; readonly putsDown: boolean };
}

/** `next` holds the offset after the poll's last record of each partition. Progress kept in the sink is kept for each by itself. */
export function operationsOf(
  groups: readonly StepGroup[],
  polled: readonly PolledRecord[],
  next: readonly PartitionOffset[],
): readonly Operation[] {
  const records = polled.map(({ record }) => record);
  const at = groups.findIndex((group) => group.steps.includes('progress'));
  const namesOf = namesIn(groups);
  if (at < 0) return perRecord(groups, records, namesOf);
  const saving = groups[at]!;
  return [
    ...perRecord(groups.slice(0, at), records, namesOf),
    ...(saving.steps.length === 1
      ? [savingOperation(saving, records, next, namesOf(saving))]
      : next.map((one) => savingOperation(saving, recordsOf(polled, one), [one], namesOf(saving)))),
    ...perRecord(groups.slice(at + 1), records, namesOf),
  ];
}

const recordsOf = (polled: readonly PolledRecord[], { partition }: PartitionOffset): readonly number[] =>
  polled.filter((one) => one.partition === partition).map(({ record }) => record);

type NamesOf = (group: StepGroup) => Operation['names'];

/**
 * A name is looked up once, before anything is done for the record; it is put down where the string says M, and without
 * an M where the effect becomes visible, for a memory in front of the sink.
 */
export function namesIn(groups: readonly StepGroup[]): NamesOf {
  const first = groups.find(({ steps }) => steps.length > 1 || steps[0] !== 'progress');
  const memory = groups.some(({ steps }) => steps.includes('remember')) ? 'worker' : 'sink';
  const putDownBy: readonly StepName[] = memory === 'worker' ? ['remember'] : ['effect', 'publish'];
  return (group) => ({
    memory,
    looksUp: group === first,
    putsDown: group.steps.some((step) => putDownBy.includes(step)),
  });
}

function perRecord(groups: readonly StepGroup[], records: readonly number[], namesOf: NamesOf): readonly Operation[] {
  return records.flatMap((record) =>
    groups.map((group): Operation => ({
      steps: group.steps,
      records: [record],
      via: 'sink',
      progress: undefined,
      names: namesOf(group),
    })),
  );
}

function savingOperation(
  { steps }: StepGroup,
  records: readonly number[],
  progress: readonly PartitionOffset[],
  names: Operation['names'],
): Operation {
  return { steps, records, via: steps.length === 1 ? 'group' : 'sink', progress, names };
}

const STEP_NAMES: Readonly<Record<StepName, string>> = {
  effect: 'effect',
  hiddenEffect: 'effect',
  remember: 'remember',
  progress: 'progress',
  prepare: 'prepare',
  publish: 'publish',
  outside: 'outside',
};

/** The step as faults name it: a hidden effect is an effect to whoever crashes the worker around it. */
export const faultStep = (step: StepName): string => STEP_NAMES[step];
