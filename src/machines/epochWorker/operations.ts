/** Turns a step string into what is done for each record, and what is done once for the epoch. */
import type { FeedEntry } from '../feed/memory';
import { namesIn } from '../worker/operations';
import type { StepGroup } from '../worker/steps';
import type { EpochWorkerParameters, Operation } from './memory';

const isOutside = ({ steps }: StepGroup): boolean => steps.length === 1 && steps[0] === 'outside';
const savesAt = (groups: readonly StepGroup[]): number => groups.findIndex(({ steps }) => steps.includes('progress'));
const holds = ({ steps }: StepGroup, step: StepGroup['steps'][number]): boolean => steps.includes(step);

/** Whether progress is one step with an effect at the sink, and so kept there. */
export function savesInSink(groups: readonly StepGroup[]): boolean {
  const saving = groups[savesAt(groups)];
  return saving !== undefined && saving.steps.length > 1 && !holds(saving, 'prepare');
}

/** What is done for a record as it comes. */
export function recordOperations(p: EpochWorkerParameters, entry: FeedEntry): readonly Operation[] {
  const before = p.groups.slice(0, savesAt(p.groups));
  return [{ do: 'handle', entry }, ...before.map((group) => write(p, group, [entry]))];
}

/** What is done when the epoch is full. An effect outside is a call for each record; all else is one write for all. */
export function epochOperations(
  p: EpochWorkerParameters,
  entries: readonly FeedEntry[],
  isPlanned: boolean,
): readonly Operation[] {
  const at = savesAt(p.groups);
  const plan: readonly Operation[] = p.planLog && !isPlanned ? [{ do: 'plan' }] : [];
  const before = p.streams ? [] : gathered(p, p.groups.slice(0, at), entries);
  return [...plan, ...before, saving(p, p.groups[at]!, entries), ...after(p, p.groups.slice(at + 1), entries)];
}

/** An epoch that is given up: nothing is done but the saving. */
export function skippingOperations(p: EpochWorkerParameters): readonly Operation[] {
  return [saving(p, p.groups[savesAt(p.groups)]!, [])];
}

function gathered(p: EpochWorkerParameters, groups: readonly StepGroup[], entries: readonly FeedEntry[]): Operation[] {
  const handle = (entry: FeedEntry): Operation => ({ do: 'handle', entry });
  const [first, ...rest] = groups;
  if (first !== undefined && isOutside(first))
    return [...entries.flatMap((entry) => [handle(entry), write(p, first, [entry])]), ...writes(p, rest, entries)];
  return [...entries.map(handle), ...writes(p, groups, entries)];
}

const writes = (p: EpochWorkerParameters, groups: readonly StepGroup[], entries: readonly FeedEntry[]): Operation[] =>
  groups.flatMap((group) =>
    isOutside(group) || p.namedBy === 'slot'
      ? entries.map((entry) => write(p, group, [entry]))
      : [write(p, group, entries)],
  );

function write(
  p: EpochWorkerParameters,
  group: StepGroup,
  entries: readonly FeedEntry[],
  saves = false,
): Extract<Operation, { do: 'write' }> {
  const { steps } = group;
  // A service outside has a memory of its own, if any: each call looks the name up and puts it down.
  const names = isOutside(group)
    ? ({ memory: 'sink', looksUp: true, putsDown: true } as const)
    : namesIn(p.groups.filter((other) => !isOutside(other)))(group);
  return { do: 'write', to: isOutside(group) ? p.outside : p.sink, steps, entries, saves, names };
}

function saving(p: EpochWorkerParameters, group: StepGroup, entries: readonly FeedEntry[]): Operation {
  const { steps } = group;
  return savesInSink(p.groups) ? write(p, group, entries, true) : { do: 'save', steps };
}

/** What comes after progress was saved. Publishing waits to be told of it, so it is no operation of the epoch's. */
const after = (p: EpochWorkerParameters, groups: readonly StepGroup[], entries: readonly FeedEntry[]): Operation[] =>
  writes(
    p,
    groups.filter((group) => !holds(group, 'publish')),
    entries,
  );
