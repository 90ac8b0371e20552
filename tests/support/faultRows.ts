/** The "fault → outcome" tables of real systems as tests: one lane, its settings, the pinned faults, and what comes of it. */
import { expect } from 'vitest';
import { judge } from '../../src/explorer/judge';
import type { Fault, Scenario, Settings, Workload } from '../../src/scenario/scenario';
import { SYSTEMS } from '../../src/systems/registry';
import type { Trace } from '../../src/trace/event';
import { effectiveSettings, findPreset, findSystem } from '../../src/scenario/catalog';

export interface FaultRow {
  /** The row's own words. */
  readonly row: string;
  readonly preset: string;
  readonly settings?: Settings;
  readonly faults?: readonly Fault[];
  readonly records?: Partial<Workload>;
  /** `3 duplicated`, `5 lost`, `5 swallowed`, `4 failed`; nothing: all once. */
  readonly shows: readonly string[];
  /** What the trace must show besides. */
  readonly trace?: (trace: Trace) => void;
}

const WORKLOAD: Workload = { count: 6, everyMs: 200, keys: 1, kind: 'message' };

export function rowScenario(
  system: string,
  { row, preset, settings = {}, faults = [], records = {} }: FaultRow,
): Scenario {
  return {
    version: 1,
    title: row,
    seed: 'blue-otter-42',
    records: { ...WORKLOAD, ...records },
    network: { latencyMs: [5, 15], lossPerMille: 0, duplicatePerMille: 0, delayPerMille: 0, delayMs: [50, 400] },
    crashes: { perMille: 0, forMs: [200, 400] },
    faults,
    lanes: [{ id: 'lane', system, preset, settings }],
    limits: { virtualMs: 10_000_000_000, events: 200_000 },
  };
}

/** Runs a row and compares what came of each record; every fault of the row must have met its place. */
export function expectRow(system: string, row: FaultRow): void {
  const scenario = rowScenario(system, row);
  expect(refusals(system, row), `${row.row}: the settings are ones that the system takes`).toEqual([]);
  const [lane] = judge(scenario, SYSTEMS);
  if (lane === undefined) throw new Error('a row has one lane');
  const shown = lane.verdict.records
    .filter(({ outcome, reordered }) => outcome !== 'once' || reordered)
    .flatMap(({ record, outcome, swallowed, reordered }) => [
      ...(outcome === 'once' ? [] : [`${record} ${swallowed ? 'swallowed' : outcome}`]),
      ...(reordered ? [`${record} reordered`] : []),
    ]);
  expect(shown, row.row).toEqual(row.shows);
  expect(lane.trace.notMet, 'every fault of the row struck').toEqual([]);
  expect(lane.trace.events.at(-1)).toMatchObject({ kind: 'end', ended: 'quiet' });
  row.trace?.(lane.trace);
}

/** A row whose outcome is that the system does not take the settings, and names this one as the cause. */
export function expectRefused(system: string, row: FaultRow, where: string): void {
  expect(refusals(system, row), row.row).toContainEqual(expect.objectContaining({ where }));
}

function refusals(system: string, { preset, settings = {} }: FaultRow): readonly object[] {
  const found = findSystem(SYSTEMS, system);
  const from = found && findPreset(found, preset);
  if (found === undefined || from === undefined) throw new Error(`no preset ${preset} of system ${system}`);
  const explicit = new Set([...Object.keys(from.settings), ...Object.keys(settings)]);
  return found.refuse(effectiveSettings(found, from, settings), explicit);
}

/** A node is down from this time on. */
export const crashAt = (node: string, atMs: number, forMs = 300): Fault => ({
  do: 'crash',
  node,
  pin: { atMs },
  forMs,
});

/** `3 failed`, `4 failed`, …: what a row shows. */
export const each = (records: readonly number[], word: string): string[] =>
  records.map((record) => `${record} ${word}`);

export const TWELVE: Partial<Workload> = { count: 12 };

export const drop = (message: string, record: number, attempt = 1): Fault => ({ do: 'drop', message, record, attempt });
export const crash = (
  node: string,
  when: 'before' | 'after',
  step: string,
  record: number,
  forMs: number | undefined = 300,
): Fault => ({ do: 'crash', node, pin: { when, step, record, attempt: 1 }, ...(forMs === undefined ? {} : { forMs }) });
