/**
 * Turns one poll's records and a step string into operations, in the order in which they are done.
 *
 * Steps without progress are done record by record; the group that saves progress is done once for the poll, before or
 * after them as the string says. One operation is one request, and atomic.
 */
import type { StepGroup, StepName } from './steps';

export interface Operation {
  readonly steps: readonly StepName[];
  readonly records: readonly number[];
  /** To the sink, or to the group coordinator (progress alone). */
  readonly via: 'sink' | 'group';
  /** The next offset to read, when this operation saves progress. */
  readonly progress: number | undefined;
}

/** `nextOffset` is the offset after the poll's last record. */
export function operationsOf(
  groups: readonly StepGroup[],
  records: readonly number[],
  nextOffset: number,
): readonly Operation[] {
  const at = groups.findIndex((group) => group.steps.includes('progress'));
  if (at < 0) return perRecord(groups, records);
  const saving = groups[at]!;
  return [
    ...perRecord(groups.slice(0, at), records),
    savingOperation(saving, records, nextOffset),
    ...perRecord(groups.slice(at + 1), records),
  ];
}

function perRecord(groups: readonly StepGroup[], records: readonly number[]): readonly Operation[] {
  return records.flatMap((record) =>
    groups.map(({ steps }): Operation => ({ steps, records: [record], via: 'sink', progress: undefined })),
  );
}

function savingOperation({ steps }: StepGroup, records: readonly number[], progress: number): Operation {
  return { steps, records, via: steps.length === 1 ? 'group' : 'sink', progress };
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
