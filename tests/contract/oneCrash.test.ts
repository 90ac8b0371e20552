/**
 * One crash in the middle, in every preset of every system: whatever becomes of the records, the run decides it and ends by
 * itself. A preset whose leases and time-outs outlast the room that a run has would leave records undecided: it must make them
 * short, and say so.
 */
import { describe, expect, test } from 'vitest';
import { judge, type JudgedLane } from '../../src/explorer/judge';
import type { PresetDescription } from '../../src/scenario/catalog';
import { DEFAULT_CRASHES, DEFAULT_NETWORK, DEFAULT_RECORDS, DEFAULT_SEED } from '../../src/scenario/defaults';
import type { Fault, Settings } from '../../src/scenario/scenario';
import type { System } from '../../src/engine/contracts';
import { SYSTEMS } from '../../src/systems/registry';
import { isKind } from '../../src/trace/event';

/** A minute: less than a scenario has that says nothing of its limits. */
const ROOM_MS = 60_000;
const FOR_MS = 300;
/** In the middle of eight records, one each 100 ms. */
const RECORD = 4;
const AT_MS = 420;

/** Kafka as it is shipped reads nothing that was there before its group: the lane says where it begins, as `outcomes` does. */
const settingsOf = ({ id }: PresetDescription): Settings =>
  id === 'defaults' ? { 'auto.offset.reset': 'earliest' } : {};

function play(system: System, preset: PresetDescription, faults: readonly Fault[]): JudgedLane {
  const lanes = [{ id: 'lane', system: system.id, preset: preset.id, settings: settingsOf(preset) }];
  const world = { seed: DEFAULT_SEED, records: DEFAULT_RECORDS, network: DEFAULT_NETWORK, crashes: DEFAULT_CRASHES };
  const limits = { virtualMs: ROOM_MS, events: 200_000 };
  return judge({ version: 1, title: 'one crash', ...world, faults, lanes, limits }, SYSTEMS)[0]!;
}

/** Every node at the instant, and whoever works on the record around each step of that work. */
function crashesOf({ trace }: JudgedLane): readonly Fault[] {
  const at = trace.nodes.map((node): Fault => ({ do: 'crash', node, pin: { atMs: AT_MS }, forMs: FOR_MS }));
  const steps = trace.events.filter(isKind('step')).filter(({ record }) => record === RECORD);
  const around = steps.map(({ node, when, step }): Fault => ({
    do: 'crash',
    node,
    pin: { when, step, record: RECORD, attempt: 1 },
    forMs: FOR_MS,
  }));
  return [...at, ...around];
}

/** Whether the crash struck, the run ended by itself, and every record's end is known. */
function isDecided({ trace, verdict }: JudgedLane): boolean {
  const end = trace.events.at(-1);
  return trace.notMet.length === 0 && end?.kind === 'end' && end.ended === 'quiet' && verdict.outcome.unknown === 0;
}

describe.each(SYSTEMS.map((system) => [system.id, system] as const))('%s', (_, system) => {
  test.each(system.presets.map((preset) => [preset.id, preset] as const))(
    '%s: a crash of 300 ms leaves nothing undecided',
    (_id, preset) => {
      const crashes = crashesOf(play(system, preset, []));
      const sides = crashes.map((fault) => ('pin' in fault && 'when' in fault.pin ? fault.pin.when : 'at'));
      expect(new Set(sides), 'each node, and both sides of a step').toEqual(new Set(['at', 'before', 'after']));
      const undecided = crashes.filter((fault) => !isDecided(play(system, preset, [fault])));
      expect(undecided, 'no exceptions: none is needed').toEqual([]);
    },
  );
});
