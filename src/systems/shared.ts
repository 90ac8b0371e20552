/** What the descriptions of many systems have in common: the sink, the worker's steps, and how records are told apart. */
import type { Naming } from '../machines/caller/naming';
import { MEMORY_KINDS, type MemoryKind } from '../machines/guard';
import type { WriteMode } from '../machines/store/store';
import { parseSteps, type OFFERED_STEPS, type StepGroup } from '../machines/worker/steps';
import type { SettingDescription, SystemDescription } from '../scenario/catalog';
import type { Problem } from '../terms/problem';
import { invariant } from '../terms/invariant';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, text, toggle, type Shelf } from './describe';
import type { SettingsReader } from './reading';

export const APPLICATION: Shelf = { of: 'application', source: 'decided by the application, not by the system' };
export const SINK_SHELF: Shelf = { of: 'sink', source: 'decided by the system that takes the effects' };

/** The sink's settings: the same names in every system. */
export const SINK_SETTINGS: readonly SettingDescription[] = [
  choice(
    SINK_SHELF,
    'sink.write',
    ['append', 'upsert', 'insertUnique', 'increment'],
    'append',
    'How an effect lands: every one counts, the same key is written over, or a taken key is refused.',
    PROMINENT,
  ),
  choice(
    SINK_SHELF,
    'sink.dedup',
    MEMORY_KINDS,
    'none',
    'The memory of names in front of the sink: none, a set, the last five, a high-water mark, or a Bloom filter.',
  ),
  number(SINK_SHELF, 'sink.dedup.window.ms', FROM_ZERO, 0, 'How long that memory keeps a name; 0: for ever.'),
];

export interface SinkValues {
  readonly write: WriteMode;
  readonly dedup: MemoryKind;
  readonly dedupWindowMs: number;
}

export const readSink = (take: SettingsReader): SinkValues => ({
  write: take.oneOf('sink.write', ['append', 'upsert', 'insertUnique', 'increment']),
  dedup: take.oneOf('sink.dedup', MEMORY_KINDS),
  dedupWindowMs: take.number('sink.dedup.window.ms'),
});

/** Does this sink take a record that it has by name only once, as long as it remembers the name? An increment or an append does not. */
export const absorbsRepeats = ({ write, dedup }: Pick<SinkValues, 'write' | 'dedup'>): boolean =>
  write === 'upsert' || write === 'insertUnique' || dedup === 'set';

/** What the messages of a topic's protocol are to a system that reads one and keeps its own progress, without committing offsets to it. */
export const TOPIC_ROLES: NonNullable<SystemDescription['roles']> = {
  send: 'ProduceRequest',
  sendAnswer: 'ProduceResponse',
  receive: 'FetchRequest',
  delivery: 'FetchResponse',
  write: 'Write',
  writeAnswer: 'WriteResponse',
};

/** The worker's step string, with the system's own usual order as its default. */
export const stepsSetting = (byDefault: (typeof OFFERED_STEPS)[number] | 'X P' | 'X [M E P]'): SettingDescription =>
  text(
    APPLICATION,
    'app.steps',
    byDefault,
    'The order in which the worker does the effect (E), remembers the name (M) and saves progress (P); brackets are one step.',
    PROMINENT,
  );

/** An application that reads a copy in another region: that copy alone, or its own region's log until the region dies. */
export const failoverSettings = (
  copyAt: string,
  { first, other }: { readonly first: string; readonly other: string },
): readonly SettingDescription[] => [
  choice(
    APPLICATION,
    'app.reads',
    [copyAt, 'failover'],
    copyAt,
    'The application reads the copy, or the original until its region dies and the copy from then on.',
    PROMINENT,
  ),
  number(
    APPLICATION,
    'app.failover.ms',
    FROM_ONE,
    500,
    `So long after the application in ${first} fell silent, the one in ${other} begins.`,
  ),
];

/** The order of such an application; `saves` says in its system's words how it saves progress. */
export const consumerSteps = (saves: string): SettingDescription =>
  choice(
    APPLICATION,
    'app.consumer.steps',
    ['E P', 'P E', '[E P]'],
    'E P',
    `The order in which the application does the effect (E) and ${saves} (P).`,
  );

/** The groups of a step string that the validation has accepted. */
export function stepGroups(written: string): readonly StepGroup[] {
  const steps = parseSteps(written);
  invariant(steps.ok, `app.steps ${written} was validated`);
  return steps.value;
}

/** What is wrong with a step string. `atomicProgress` false: progress is kept elsewhere and cannot be one step with the effect. */
export function stepProblems(written: string, atomicProgress: boolean): readonly Problem[] {
  const steps = parseSteps(written);
  if (!steps.ok) return steps.problems;
  const shared = steps.value.some((group) => group.steps.includes('progress') && group.steps.length > 1);
  if (atomicProgress || !shared) return [];
  return [
    {
      where: 'app.steps',
      what: `${written} saves progress in one step with something else, but progress is kept by the queue and not by the sink`,
      fix: 'put P outside the brackets',
    },
  ];
}

/** Records that the application names or fills oddly: which one, or 0 for none. */
export const ODD_RECORDS: readonly SettingDescription[] = [
  number(
    APPLICATION,
    'app.clickedTwice',
    [0, 10_000],
    0,
    'This record is handed over twice, as when somebody clicks twice; 0: none.',
  ),
  number(
    APPLICATION,
    'app.reusedId',
    [0, 10_000],
    0,
    'This record carries the id of the record before it, by mistake; 0: none.',
  ),
  number(
    APPLICATION,
    'app.sameBody',
    [0, 10_000],
    0,
    'This record is meant to have the same body as the record before it; 0: none.',
  ),
  toggle(
    APPLICATION,
    'app.counterInBody',
    false,
    'The body holds a counter of attempts, so that no two attempts have the same body.',
  ),
];

export interface OddRecords extends Omit<Naming, 'policy'> {
  readonly clickedTwice: number;
}

export function readOddRecords(take: SettingsReader): OddRecords {
  const [reused, same] = [take.number('app.reusedId'), take.number('app.sameBody')];
  const before = (odd: number) => (record: number) => (record === odd && record > 1 ? record - 1 : record);
  return {
    clickedTwice: take.number('app.clickedTwice'),
    idOf: before(reused),
    bodyOf: before(same),
    counterInBody: take.boolean('app.counterInBody'),
  };
}
