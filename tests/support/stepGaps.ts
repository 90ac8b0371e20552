/**
 * The step strings and what a crash does in each of their gaps, for whatever system offers them: found through the system's own
 * description, run, and counted in the trace.
 */
import { simulate } from '../../src/engine/simulate';
import type { System } from '../../src/engine/contracts';
import { faultStep } from '../../src/machines/worker/operations';
import { parseSteps, type StepGroup } from '../../src/machines/worker/steps';
import { effectiveSettings, type PresetDescription } from '../../src/scenario/catalog';
import type { Fault, Scenario, Settings } from '../../src/scenario/scenario';
import { isKind, type Trace, type TraceEvent } from '../../src/trace/event';

/** What a crash leaves of one record: effects that count, hidden ones that somebody who reads everything saw, effects outside. */
export interface Left {
  readonly effects: number;
  readonly hidden: number;
  readonly outside: number;
}

/** By gap: before the first group, then after each. */
export type Table = Readonly<Record<string, readonly Left[]>>;

/** In this order: effects that count, hidden ones, effects outside. */
export const left = (effects: number, hidden = 0, outside = 0): Left => ({ effects, hidden, outside });

/**
 * The table for a worker whose progress is its own and whose sink takes everything twice. A hidden effect that is written
 * again is a duplicate to whoever reads everything, and none to whoever reads what is committed.
 */
export const STEP_TABLE: Table = {
  'P E': [left(1), left(0), left(1)],
  'E P': [left(1), left(2), left(1)],
  'M E P': [left(1), left(0), left(1), left(1)],
  'E M P': [left(1), left(2), left(1), left(1)],
  '[M E] P': [left(1), left(1), left(1)],
  '[E P]': [left(1), left(1)],
  '[M E P]': [left(1), left(1)],
  'e [P V]': [left(1, 1), left(1, 2), left(1, 1)],
  'e [T P] V': [left(1, 1), left(1, 2), left(1, 1), left(1, 1)],
  'X e [P V]': [left(1, 1, 1), left(1, 1, 2), left(1, 2, 2), left(1, 1, 1)],
  'X [M E P]': [left(1, 0, 1), left(1, 0, 2), left(1, 0, 1)],
  'X P': [left(0, 0, 1), left(0, 0, 2), left(0, 0, 1)],
};

/** The record around whose steps the worker crashes. */
const RECORD = 5;
const COUNT = 8;

/** A sink that takes everything it is given, where the system has a sink. */
const PLAIN_SINK: Settings = { 'sink.write': 'append', 'sink.dedup': 'none' };

export const usesSteps = ({ settings }: System): boolean => settings.some(({ name }) => name === 'app.steps');

function settingsFor(system: System, steps: string): Settings {
  const has = (name: string): boolean => system.settings.some((setting) => setting.name === name);
  const sink = Object.entries(PLAIN_SINK).filter(([name]) => has(name));
  return { ...Object.fromEntries(sink), 'app.steps': steps };
}

/** Whether the system takes this step string from this preset on. */
export function takes(system: System, preset: PresetDescription, steps: string): boolean {
  const setting = system.settings.find(({ name }) => name === 'app.steps');
  if (setting?.values !== undefined && !setting.values.includes(steps)) return false;
  const own = settingsFor(system, steps);
  const explicit = new Set([...Object.keys(preset.settings), ...Object.keys(own)]);
  return system.refuse(effectiveSettings(system, preset, own), explicit).length === 0;
}

function scenarioOf(system: System, preset: PresetDescription, steps: string, faults: readonly Fault[]): Scenario {
  return {
    version: 1,
    title: `${system.id} ${steps}`,
    seed: 'blue-otter-42',
    records: { count: COUNT, everyMs: 100, keys: 1, kind: 'message' },
    network: { latencyMs: [5, 15], lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0, delayMs: [50, 400] },
    crashes: { perMille: 0, forMs: [200, 400] },
    faults,
    lanes: [{ id: 'lane', system: system.id, preset: preset.id, settings: settingsFor(system, steps) }],
    limits: { virtualMs: 10_000_000_000, events: 200_000 },
  };
}

/**
 * What this worker did for the record; effects that somebody else brings about elsewhere are none of its steps. The effect of a
 * relay is the copy that it writes to another log: hidden while its transaction is open, and there once it is committed.
 */
function countLeft({ events }: Trace, worker: string): Left {
  const isOurs = ({ causes, node }: TraceEvent): boolean =>
    causes.some((seq) => {
      const cause = events[seq]!;
      return cause.kind === 'arrive' ? isFrom(cause, worker) : cause.node === node && isOurs(cause);
    });
  const written = new Set(
    events.filter((event) => event.kind === 'arrive' && isFrom(event, worker)).map(({ node }) => node),
  );
  const applied = events.filter(isKind('apply')).filter(({ record, node }) => record === RECORD && written.has(node));
  const staged = events.filter(isKind('stage')).filter(({ record }) => record === RECORD);
  const copies = events.filter(isKind('append')).filter((event) => event.records.includes(RECORD) && isOurs(event));
  const open = copies.filter(({ transactional }) => transactional).length;
  const published = events
    .filter(isKind('marker'))
    .filter(({ commit, copied, records, node }) => commit && !copied && records.includes(RECORD) && written.has(node));
  const outside = applied.filter((event) => event.outside).length;
  const copied = copies.length === 0 ? 0 : copies.length - open + (open === 0 ? 0 : published.length);
  return left(applied.length - outside + copied, staged.length + open, outside);
}

const isFrom = (event: TraceEvent, node: string): boolean => event.kind === 'arrive' && event.message.from === node;

const groupsOf = (steps: string): readonly StepGroup[] => {
  const read = parseSteps(steps);
  if (!read.ok) throw new Error(`${steps} is no step string`);
  return read.value;
};

/** The steps of a group that the system names, so that a fault can be pinned to them. */
const namedSteps = (system: System, { steps }: StepGroup): readonly string[] =>
  steps.map(faultStep).filter((step) => system.steps.includes(step));

/** The node that does all of these steps for the record. */
function workerIn({ events, nodes }: Trace, wanted: readonly string[]): string | undefined {
  const done = (node: string): ReadonlySet<string> =>
    new Set(
      events
        .filter(isKind('step'))
        .filter((event) => event.node === node && event.record === RECORD)
        .map(({ step }) => step),
    );
  return nodes.find((node) => wanted.every((step) => done(node).has(step)));
}

/** Why a string cannot be struck at all. */
export const NO_SUCH_STEP = 'no node does all of these steps';

/** What is left after a crash in each gap; a text when the string cannot be struck, or a run did not end, and why. */
export function runGaps(system: System, preset: PresetDescription, steps: string): readonly Left[] | string {
  const groups = groupsOf(steps);
  const run = (faults: readonly Fault[]): Trace =>
    simulate(scenarioOf(system, preset, steps, faults), [system])[0]!.trace;
  const calm = run([]);
  const named = groups.map((group) => namedSteps(system, group));
  const node = named.some((steps) => steps.length === 0) ? undefined : workerIn(calm, named.flat());
  if (node === undefined) return NO_SUCH_STEP;
  const edges = [
    { when: 'before', step: named[0]![0]! } as const,
    ...named.map((done) => ({ when: 'after', step: done.at(-1)! }) as const),
  ];
  const runs = edges.map((edge) => {
    const pin = { ...edge, record: RECORD, attempt: 1 };
    return run([{ do: 'crash', node, pin, forMs: 300 }]);
  });
  const wrong = runs.flatMap((trace, gap) => wrongWith(trace, gap));
  return wrong.length > 0 ? wrong.join('; ') : runs.map((trace) => countLeft(trace, node));
}

/** What keeps a run from proving anything: its crash was not met, or it was cut off. */
function wrongWith({ events, notMet }: Trace, gap: number): readonly string[] {
  const end = events.at(-1);
  if (notMet.length > 0) return [`gap ${gap}: the crash was not met`];
  return end?.kind === 'end' && end.ended === 'quiet' ? [] : [`gap ${gap}: the run did not come to rest`];
}
